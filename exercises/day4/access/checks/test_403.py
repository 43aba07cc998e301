from grader.checks import ERROR
from grader.checks.auth import ME, USERS


def test_plain_user(people):
    """GET /admin/users answers 403 with a JSON error to a user who is logged in, but no admin."""
    reply = people.someone().api.get(USERS)
    assert reply.status_code == 403
    assert reply.json() == ERROR


def test_stays_logged_in(people):
    """Whoever was told 403 is still logged in."""
    api = people.someone().api
    assert api.get(USERS).status_code == 403
    assert api.get(ME).status_code == 200
