from grader.checks import ERROR
from grader.checks.rest import address, make, nonsense, refusal


def test_answers_with_the_new_user(api, fake):
    """PUT /users/<id> answers 200 with the user as it is now."""
    user = make(api, "/users", fake.user())[0]
    new = fake.user()
    reply = api.put(address("/users", user["id"]), json=new)
    assert reply.status_code == 200
    assert reply.json() == new | {"id": user["id"]}


def test_is_kept(api, fake):
    """After a PUT, a GET gives the new user, and no other user has changed."""
    before, user, after = make(api, "/users", *(fake.user() for _ in range(3)))
    new = fake.user()
    assert api.put(address("/users", user["id"]), json=new).status_code == 200
    assert api.get(address("/users", user["id"])).json() == new | {"id": user["id"]}
    for other in (before, after):
        assert api.get(address("/users", other["id"])).json() == other


def test_twice_is_the_same(api, fake):
    """The same PUT sent twice gets the same answer and leaves the same state as sent once."""
    user = make(api, "/users", fake.user())[0]
    where, new = address("/users", user["id"]), fake.user()
    for _ in range(2):
        reply = api.put(where, json=new)
        assert reply.status_code == 200
        assert reply.json() == new | {"id": user["id"]}
        assert api.get(where).json() == new | {"id": user["id"]}


def test_keeps_the_id(api, fake):
    """PUT ignores an id in the body, and fields that a user does not have."""
    user = make(api, "/users", fake.user())[0]
    where, new = address("/users", user["id"]), fake.user()
    for other in (fake.integer(10**6, 10**7), fake.word()):
        reply = api.put(where, json=new | {"id": other, "admin": True})
        assert reply.status_code == 200
        assert reply.json() == new | {"id": user["id"]}
        assert api.get(where).json() == new | {"id": user["id"]}
        assert api.get(f"/users/{other}").status_code == 404


def test_unknown_is_404(api, fake):
    """PUT on an unknown or nonsensical id answers 404 and creates nobody."""
    user = make(api, "/users", fake.user())[0]
    for unknown in nonsense(fake, user["id"]):
        reply = api.put(f"/users/{unknown}", json=fake.user())
        assert reply.status_code == 404
        assert reply.json() == ERROR
        assert api.get(f"/users/{unknown}").status_code == 404
    assert api.get(address("/users", user["id"])).json() == user


def test_missing_field_is_422(api, fake):
    """PUT without a field answers 422, names the field in fields, and changes nothing."""
    user = make(api, "/users", fake.user())[0]
    where, new = address("/users", user["id"]), fake.user()
    for missing in (["name"], ["email"], ["name", "email"]):
        reply = api.put(where, json={key: value for key, value in new.items() if key not in missing})
        assert reply.status_code == 422
        assert reply.json() == refusal(*missing)
    assert api.get(where).json() == user
