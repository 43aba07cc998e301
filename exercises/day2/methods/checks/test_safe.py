from grader.checks.rest import address, make


def by_id(api):
    """The list of users as an object by id: a list may come in any order."""
    reply = api.get("/users")
    assert reply.status_code == 200
    return {str(user["id"]): user for user in reply.json()}


def test_get_changes_nothing(api, fake):
    """GET, however often, on the list, on a user and on an unknown id, changes nothing."""
    user = make(api, "/users", fake.user())[0]
    where, before = address("/users", user["id"]), by_id(api)
    for _ in range(4):
        assert api.get(where).json() == user
        assert api.get(f"/users/{fake.word()}").status_code == 404
        assert api.get("/users", params={"name": fake.name(), "email": fake.email()}).status_code == 200
    assert api.get(where).json() == user
    assert by_id(api) == before


def test_head_changes_nothing(api, fake):
    """HEAD, however often, changes nothing."""
    user = make(api, "/users", fake.user())[0]
    where, before = address("/users", user["id"]), by_id(api)
    for path in (where, "/users", f"/users/{fake.word()}") * 3:
        assert api.head(path).status_code in range(200, 500)
    assert api.get(where).json() == user
    assert by_id(api) == before


def test_options_changes_nothing(api, fake):
    """OPTIONS, however often, changes nothing."""
    user = make(api, "/users", fake.user())[0]
    where, before = address("/users", user["id"]), by_id(api)
    for path in (where, "/users", f"/users/{fake.word()}") * 3:
        assert api.options(path).status_code in range(200, 500)
    assert api.get(where).json() == user
    assert by_id(api) == before
