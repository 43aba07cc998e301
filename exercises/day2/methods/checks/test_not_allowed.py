from grader.checks import ERROR
from grader.checks.rest import address, allowed, make


def test_on_the_list(api, fake):
    """PATCH /users answers 405 with a JSON error, and Allow names GET and POST but not PATCH."""
    reply = api.patch("/users", json=fake.user())
    assert reply.status_code == 405
    assert {"GET", "POST"} <= allowed(reply), "Allow names every method that works here: GET and POST"
    assert "PATCH" not in allowed(reply), "Allow does not name the method that was just refused"
    assert reply.json() == ERROR


def test_on_a_user(api, fake):
    """POST /users/<id> answers 405 with a JSON error, and Allow names GET, PUT and DELETE but not POST."""
    user = make(api, "/users", fake.user())[0]
    reply = api.post(address("/users", user["id"]), json=fake.user())
    assert reply.status_code == 405
    assert {"GET", "PUT", "DELETE"} <= allowed(reply), "Allow names every method that works here: GET, PUT and DELETE"
    assert "POST" not in allowed(reply), "Allow does not name the method that was just refused"
    assert reply.json() == ERROR
