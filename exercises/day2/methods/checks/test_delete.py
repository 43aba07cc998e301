from grader.checks import ERROR
from grader.checks.rest import address, make, nonsense


def test_answers_204(api, fake):
    """DELETE /users/<id> answers 204 with an empty body."""
    user = make(api, "/users", fake.user())[0]
    reply = api.delete(address("/users", user["id"]))
    assert reply.status_code == 204
    assert reply.content == b"", "a 204 answer has no body at all"


def test_again_is_404(api, fake):
    """A second DELETE of the same user answers 404 with a JSON error."""
    user = make(api, "/users", fake.user())[0]
    assert api.delete(address("/users", user["id"])).status_code == 204
    reply = api.delete(address("/users", user["id"]))
    assert reply.status_code == 404
    assert reply.json() == ERROR


def test_is_gone_from_the_list(api, fake):
    """A deleted user is no longer in the list; everyone else still is."""
    first, user, last = make(api, "/users", *(fake.user() for _ in range(3)))
    assert api.delete(address("/users", user["id"])).status_code == 204
    reply = api.get("/users")
    assert reply.status_code == 200
    assert user not in reply.json()
    assert first in reply.json()
    assert last in reply.json()


def test_unknown_is_404(api, fake):
    """DELETE of an unknown or nonsensical id answers 404 and deletes nobody."""
    user = make(api, "/users", fake.user())[0]
    for unknown in nonsense(fake, user["id"]):
        reply = api.delete(f"/users/{unknown}")
        assert reply.status_code == 404
        assert reply.json() == ERROR
    assert user in api.get("/users").json()
