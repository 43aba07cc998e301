from grader.checks.rest import ID, address, created, location


def test_answers_with_the_user(api, fake):
    """POST /users answers 201 with the new user: id, name and email."""
    user = fake.user()
    reply = api.post("/users", json=user)
    assert reply.status_code == 201
    assert reply.json() == user | {"id": ID}


def test_names_the_location(api, fake):
    """The answer's Location header is the address of the new user."""
    reply = api.post("/users", json=fake.user())
    user = created(reply)
    where = location(reply)
    if where != address("/users", user["id"]):  # any other address will do, if the user is there
        found = api.get(where)
        assert found.status_code == 200
        assert found.json() == user


def test_chooses_the_id_itself(api, fake):
    """The server chooses the id, even if the client sends one."""
    for wanted in (fake.integer(10**6, 10**7), fake.word()):
        user = fake.user()
        reply = api.post("/users", json=user | {"id": wanted})
        assert reply.status_code == 201
        assert reply.json() == user | {"id": ID}
        assert reply.json()["id"] != wanted


def test_ignores_extra_fields(api, fake):
    """Fields that a user does not have are ignored."""
    user = fake.user()
    reply = api.post("/users", json=user | {fake.word(): fake.word(), "admin": True})
    assert reply.status_code == 201
    assert reply.json() == user | {"id": ID}
