from grader.checks.problems import wrong_fields
from grader.checks.tickets import TICKETS, made, ticket, watchers, where, whole


def broken(fake):
    """Values that break the rules, by their field."""
    return {
        "title": fake.choice(["", "x" * fake.integer(201, 400), fake.integer(1, 9), None, ["x"]]),
        "priority": fake.choice([0, 6, -1, 2.5, "3", True, None]),
        "reporter_email": fake.choice([fake.word(), "", f"{fake.word()}@", f"@{fake.word()}", 7, None]),
    }


def test_each_alone(api, fake):
    """One wrong field is in `errors` by its name, and no other."""
    for name, value in broken(fake).items():
        assert wrong_fields(api.post(TICKETS, json=ticket(fake, **{name: value}))) == {name}


def test_all_at_once(api, fake):
    """All wrong fields are in `errors` at once, and the right ones are not."""
    wrong = broken(fake)
    assert wrong_fields(api.post(TICKETS, json=ticket(fake, **wrong))) == set(wrong)
    names = set(fake.sample(sorted(wrong), 2))
    some = {name: wrong[name] for name in names}
    assert wrong_fields(api.post(TICKETS, json=ticket(fake, **some))) == names


def test_missing(api, fake):
    """Fields that must be there and are not are in `errors`, each of them."""
    assert wrong_fields(api.post(TICKETS, json={})) == {"title", "reporter_email"}
    sent = ticket(fake, priority=9)
    del sent["title"]
    assert wrong_fields(api.post(TICKETS, json=sent)) == {"title", "priority"}


def test_nested(api, fake):
    """A wrong value inside has its path: the second watcher's address is `watchers.1.email`."""
    everybody = watchers(fake, fake.integer(4, 8))
    places = fake.sample(range(len(everybody)), 3)
    everybody[places[0]] = {"email": fake.word()}
    everybody[places[1]] = {"email": fake.integer(1, 99)}
    everybody[places[2]] = {}
    expected = {f"watchers.{place}.email" for place in places}
    assert wrong_fields(api.post(TICKETS, json=ticket(fake, watchers=everybody))) == expected
    sent = ticket(fake, title="", watchers=everybody)
    assert wrong_fields(api.post(TICKETS, json=sent)) == expected | {"title"}
    assert wrong_fields(api.post(TICKETS, json=ticket(fake, watchers=fake.word()))) == {"watchers"}


def test_changes(api, fake):
    """A PATCH is checked by the same rules, and nothing of a wrong one is stored."""
    sent = ticket(fake)
    one = made(api, fake, **sent)
    wrong = {"title": "", "priority": 9, "status": fake.word(), "watchers": [{"email": fake.word()}]}
    expected = {"title", "priority", "status", "watchers.0.email"}
    assert wrong_fields(api.patch(where(one), json=wrong)) == expected
    assert wrong_fields(api.patch(where(one), json={"title": fake.word(), "priority": 0})) == {"priority"}
    assert api.get(where(one)).json() == whole(sent)


def test_right(api, fake):
    """What breaks no rule is stored as it was sent: a title of 200 characters, priorities 1 and 5, no watchers."""
    for sent in (ticket(fake, title="é" * 200, priority=1), ticket(fake, priority=5, watchers=[])):
        reply = api.post(TICKETS, json=sent)
        assert reply.status_code == 201
        assert reply.json() == whole(sent)
        assert api.get(reply.headers["Location"]).json() == whole(sent)
