from grader.checks.auth import LOGOUT, ME, NOTES, tried


def test_logout(api, people):
    """POST /auth/logout answers 204 without a body, and the same credentials, sent again, are refused with 401."""
    person = people.fresh()
    credentials = person.credentials
    assert tried(api, credentials).status_code == 200
    reply = person.api.post(LOGOUT)
    assert reply.status_code == 204
    assert reply.content == b"", "a 204 answer has no body at all"
    for path in (ME, NOTES):
        assert tried(api, credentials, path=path).status_code == 401


def test_afterwards(api, people):
    """After a logout one can log in again, what was logged out stays so, and nobody else was logged out."""
    person, someone = people.fresh(), people.someone()
    old = person.credentials
    assert person.api.post(LOGOUT).status_code == 204
    assert person.again().get(ME).status_code == 200
    assert tried(api, old).status_code == 401
    assert someone.api.get(ME).status_code == 200
