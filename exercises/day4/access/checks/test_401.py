import base64

from grader.checks import ERROR
from grader.checks.auth import ME, NOTES, USERS, challenge
from grader.checks.notes import note

CLOSED = (("GET", ME), ("GET", NOTES), ("POST", NOTES), ("GET", USERS))


def must_refuse(api, fake, headers):
    """Every closed address answers 401 to a client with these headers."""
    for method, path in CLOSED:
        body = {"json": note(fake)} if method == "POST" else {}
        reply = api.request(method, path, headers=headers, **body)
        assert reply.status_code == 401
        assert reply.json() == ERROR


def test_nobody(api, fake):
    """Without credentials, GET /me, GET and POST /notes and GET /admin/users answer 401 with a JSON error."""
    must_refuse(api, fake, {})


def test_garbage(api, fake, people):
    """Credentials that are mere garbage are refused with 401, whatever they look like."""
    words = [fake.word(), f"{fake.word()}.{fake.word()}.{fake.word()}", str(fake.integer(1, 9)), "null", "..", "="]
    if people.style == "token":
        for value in words:
            must_refuse(api, fake, {"Authorization": f"Bearer {value}"})
    else:
        for value in words:
            names = people.someone().credentials.keys
            must_refuse(api, fake, {"Cookie": "; ".join(f"{name}={value}" for name in names)})


def test_malformed(api, fake, people):
    """An Authorization header that is malformed, or of another scheme, is refused with 401."""
    token = next(iter(people.someone().credentials.keys.values()))
    basic = base64.b64encode(f"{fake.email()}:{fake.word()}".encode()).decode()
    for value in ("Bearer", "Bearer ", token, f"Basic {basic}", f"Token {token}", f"Bearer{token}", fake.word()):
        must_refuse(api, fake, {"Authorization": value})


def test_says_how(api, fake, people):
    """In the token style, every 401 says in WWW-Authenticate that a Bearer token is wanted."""
    if people.style == "token":
        for headers in ({}, {"Authorization": f"Bearer {fake.word()}.{fake.word()}.{fake.word()}"}):
            for method, path in CLOSED:
                body = {"json": note(fake)} if method == "POST" else {}
                reply = api.request(method, path, headers=headers, **body)
                assert reply.status_code == 401
                assert challenge(reply) == "Bearer"


def test_good_ones_work(people):
    """With the credentials of a login, GET /me and GET /notes are open."""
    api = people.someone().api
    for path in (ME, NOTES):
        assert api.get(path).status_code == 200
