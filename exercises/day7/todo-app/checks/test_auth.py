from grader.checks import projects
from grader.checks.todo_app import BULK, TODOS, listed, make, read, shown, todo, url


def test_register(people):
    """POST /auth/register answers 201 with id, email and name, and without the password."""
    projects.registers(people)


def test_taken(people):
    """An e-mail that is taken, in whatever case, answers 409."""
    projects.registers_once(people)


def test_nonsense(people):
    """No e-mail address, or a password of nine characters, answers 422 and is named."""
    projects.registers_no_nonsense(people)


def test_login(people):
    """POST /auth/login takes the right password only; GET /me says who is logged in."""
    projects.logs_in(people)


def test_logout(api, people):
    """After POST /auth/logout (204) the same credentials answer 401; logging in again works."""
    projects.logs_out(api, people)


def test_closed(api, people, fake):
    """Without credentials, or with worthless ones, every address of /todos and /me answers 401, and nothing changes."""
    someone, email = people.someone(), people.other().email
    made = make(someone.api, todo(fake))
    before = len(listed(someone.api))
    operation = {"op": "delete", "id": made["id"]}
    requests = [
        ("GET", "/me", None),
        ("POST", "/auth/logout", None),
        ("GET", TODOS, None),
        ("POST", TODOS, todo(fake)),
        ("GET", url(made), None),
        ("PATCH", url(made), {"title": fake.word()}),
        ("DELETE", url(made), None),
        ("POST", url(made, "/move"), {"before": None}),
        ("POST", url(made, "/share"), {"email": email}),
        ("DELETE", url(made, f"/share/{email}"), None),
        ("POST", BULK, {"operations": [operation]}),
    ]
    projects.closed(api, people, requests)
    assert read(someone.api, made) == shown(made)
    assert len(listed(someone.api)) == before
