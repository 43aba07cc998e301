from grader.checks.rest import address, make


def test_are_unique(api, fake):
    """Every user gets an id that no other user has."""
    users = make(api, "/users", *(fake.user() for _ in range(fake.integer(6, 10))))
    ids = [str(user["id"]) for user in users]
    assert len(set(ids)) == len(ids), f"an id was given twice: {', '.join(ids)}"


def test_are_not_used_again(api, fake):
    """The id of a deleted user is never given to another one, whichever was deleted."""
    users = make(api, "/users", *(fake.user() for _ in range(4)))
    seen = {str(user["id"]) for user in users}
    for gone in (users[-1], users[0], users[2]):
        assert api.delete(address("/users", gone["id"])).status_code == 204
        new = make(api, "/users", fake.user())[0]
        assert str(new["id"]) not in seen, f"the id {new['id']} was used before"
        seen.add(str(new["id"]))


def test_are_not_used_again_after_the_last(api, fake):
    """Ids go on where they were even after every user of a group is deleted."""
    users = make(api, "/users", *(fake.user() for _ in range(3)))
    for user in reversed(users):
        assert api.delete(address("/users", user["id"])).status_code == 204
    seen = {str(user["id"]) for user in users}
    for new in make(api, "/users", *(fake.user() for _ in range(3))):
        assert str(new["id"]) not in seen, f"the id {new['id']} was used before"
