from grader.checks.auth import ME, tried, user_of
from grader.checks.hashes import hold_no_password


def test_me(people):
    """GET /me answers 200 with the id, e-mail and name of whoever asks."""
    for person in (people.someone(), people.other()):
        reply = person.api.get(ME)
        assert reply.status_code == 200
        assert reply.json() == user_of(person.account, person.user["id"])


def test_shows_no_password(people):
    """GET /me shows neither the password nor a hash of it."""
    someone = people.someone()
    reply = someone.api.get(ME)
    assert reply.status_code == 200
    hold_no_password(reply.json(), someone.password)


def test_more_than_once(api, people):
    """The same credentials work again and again, from whatever connection they come."""
    someone = people.someone()
    for _ in range(3):
        reply = tried(api, someone.credentials)
        assert reply.status_code == 200
        assert reply.json() == user_of(someone.account, someone.user["id"])
