from grader.checks.problems import problem
from grader.checks.rest import nonsense
from grader.checks.tickets import TICKETS, made, ticket, where


def test_unknown_ticket(api, fake):
    """A ticket that is not there is 404 as problem details, whichever the method."""
    gone = made(api, fake)
    assert api.delete(where(gone)).status_code == 204
    problem(api.get(where(gone)), 404)
    problem(api.patch(where(gone), json={"priority": 2}), 404)
    problem(api.delete(where(gone)), 404)


def test_nonsensical_id(api, fake):
    """An id that can't be one is 404 as problem details."""
    one = made(api, fake)
    for thing_id in fake.sample(nonsense(fake, one["id"]), 4):
        problem(api.get(f"{TICKETS}/{thing_id}"), 404)


def test_unknown_address(api, fake):
    """An address that no view knows is 404 as problem details: the framework's own errors too."""
    problem(api.get(f"/{fake.word()}"), 404)
    problem(api.get(f"/{fake.word()}/{fake.word()}"), 404)
    problem(api.post(f"/{fake.word()}", json=ticket(fake)), 404)


def test_method_not_allowed(api, fake):
    """A method that doesn't exist there is 405 as problem details, and Allow is still on it."""
    for reply in (api.patch(TICKETS, json={"priority": 1}), api.post(where(made(api, fake)), json=ticket(fake))):
        problem(reply, 405)
        assert reply.headers.get("Allow", "").strip(), "a 405 says in Allow which methods there are"


def test_no_json(api, fake):
    """A body that is no JSON is 400 as problem details."""
    for text in (f'{{"title": "{fake.word()}"', fake.word(), "{'title': 1}"):
        problem(api.post(TICKETS, data=text, headers={"Content-Type": "application/json"}), 400)


def test_not_declared_as_json(api, fake):
    """A body that is declared as something else is 415 as problem details."""
    problem(api.post(TICKETS, data=f"title={fake.word()}", headers={"Content-Type": "text/plain"}), 415)


def test_broken_rule(api, fake):
    """A body, or a page, that breaks a rule is 422 as problem details."""
    problem(api.post(TICKETS, json=ticket(fake, priority=fake.integer(6, 99))), 422)
    problem(api.patch(where(made(api, fake)), json={"status": fake.word()}), 422)
    problem(api.get(TICKETS, params={"per_page": 0}), 422)
