from grader.checks.auth import Client, register, tried


def test_another_key(api, app, people, database, fake):
    """Credentials from an app with another SECRET_KEY, for the same account, are refused with 401."""
    someone = people.someone()
    env = {"SECRET_KEY": f"{fake.random.getrandbits(256):064x}"}
    is_jwt = someone.credentials.jwt is not None
    if not is_jwt:  # a session that lies in the database is good for every app on it; a token is what its key makes it
        env["DATABASE_URL"] = database.another()
    second = app.second(env)
    if not is_jwt:
        for account in people.first:  # in the same order, so that ids are the same
            register(second, account)
    stranger = Client.like(second)
    stranger.login(someone.email, someone.password)
    assert tried(second, stranger.credentials()).status_code == 200
    assert tried(api, someone.credentials).status_code == 200
    assert tried(api, stranger.credentials()).status_code == 401
