from grader.checks import ERROR
from grader.checks.rest import address, created, location, make, nonsense


def test_gives_the_user(api, fake):
    """GET /users/<id> answers 200 with just that user."""
    for user in make(api, "/users", *(fake.user() for _ in range(3))):
        reply = api.get(address("/users", user["id"]))
        assert reply.status_code == 200
        assert reply.json() == user


def test_follows_the_location(api, fake):
    """A GET on the Location of a new user gives that user."""
    made = api.post("/users", json=fake.user())
    reply = api.get(location(made))
    assert reply.status_code == 200
    assert reply.json() == created(made)


def test_unknown_is_404(api, fake):
    """GET on an unknown or nonsensical id answers 404 with a JSON error."""
    user = make(api, "/users", fake.user())[0]
    for unknown in nonsense(fake, user["id"]):
        reply = api.get(f"/users/{unknown}")
        assert reply.status_code == 404
        assert reply.json() == ERROR
