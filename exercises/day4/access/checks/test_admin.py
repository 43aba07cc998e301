from grader.checks.auth import USERS, user_of
from grader.checks.hashes import hold_no_password


def test_lists_the_users(people):
    """GET /admin/users answers whoever registered with ADMIN_EMAIL with an array of the users: id, email, name."""
    someone, other, admin = people.someone(), people.other(), people.admin()
    reply = admin.api.get(USERS)
    assert reply.status_code == 200
    assert isinstance(reply.json(), list), "the body is not a JSON array"
    for person in (someone, other, admin):
        assert user_of(person.account, person.user["id"]) in reply.json()


def test_shows_no_password(people):
    """The list of users has neither a password nor a hash of one in it."""
    someone, admin = people.someone(), people.admin()
    reply = admin.api.get(USERS)
    assert reply.status_code == 200
    hold_no_password(reply.json(), someone.password, admin.password)
