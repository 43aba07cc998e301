import pytest

from grader.checks import containing
from grader.checks.rest import ID


@pytest.mark.first
def test_starts_empty(api, app):
    """GET /users answers 200 with an empty array as long as nobody was created."""
    reply = api.get("/users")
    assert reply.status_code == 200
    if app.fresh:
        assert reply.json() == []


def test_answers_an_array(api):
    """GET /users answers a plain JSON array, not an object around it."""
    reply = api.get("/users")
    assert reply.status_code == 200
    assert isinstance(reply.json(), list), "the body is not a JSON array"


def test_shows_who_was_created(api, fake):
    """Once POST /users works, everyone who was created is in the list, with id, name and email."""
    users = [fake.user() for _ in range(3)]
    posted = [user for user in users if api.post("/users", json=user).status_code in (200, 201)]
    reply = api.get("/users")
    assert reply.status_code == 200
    for user in posted:
        assert containing(user, id=ID) in reply.json()
