from grader.checks.auth import tried, user_of


def test_restart(api, app, people):
    """After a restart of the app, with the same SECRET_KEY and database, the credentials still work."""
    someone = people.someone()
    credentials = someone.credentials
    assert tried(api, credentials).status_code == 200
    app.restart()
    reply = tried(api, credentials)
    assert reply.status_code == 200
    assert reply.json() == user_of(someone.account, someone.user["id"])
