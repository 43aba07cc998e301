import re

from grader.checks.tickets import BOOM, TICKETS, made, ticket, where
from grader.checks.values import Miss

ID = "X-Request-ID"
SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
JSON = {"Content-Type": "application/json"}


def drawn(fake, length):
    """An id of so many allowed characters."""
    return "".join(fake.choice(SIGNS) for _ in range(length))


def new_id(reply):
    """The id that an app has made itself."""
    found = reply.headers.get(ID, "")
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,128}", found):
        raise Miss(f"{ID} with 1 to 128 characters of A-Z a-z 0-9 . _ -", repr(found) if found else "none")
    return found


def everything(api, fake, headers):
    """Requests whose answers are of all kinds."""
    one = made(api, fake)
    yield api.get("/health", headers=headers)
    yield api.get(TICKETS, headers=headers)
    yield api.post(TICKETS, json=ticket(fake), headers=headers)
    yield api.patch(where(one), json={"priority": 1}, headers=headers)
    yield api.head(where(one), headers=headers)
    yield api.delete(where(one), headers=headers)
    yield api.get(where(one), headers=headers)
    yield api.get(f"/{fake.word()}", headers=headers)
    yield api.patch(TICKETS, json={}, headers=headers)
    yield api.post(TICKETS, data="{", headers=headers | JSON)
    yield api.post(TICKETS, json=ticket(fake, title=""), headers=headers)
    yield api.get(BOOM, headers=headers)


def test_taken_over(api, fake):
    """A good X-Request-ID is on the answer as it was sent: letters, digits, . _ and -, 1 to 128 of them."""
    for sent in (drawn(fake, 1), drawn(fake, fake.integer(2, 127)), drawn(fake, 128), "A.b_c-9", "..", "-"):
        assert api.get("/health", headers={ID: sent}).headers.get(ID) == sent


def test_on_every_answer(api, fake):
    """It is on every answer, whatever that is: 200, 201, 204, and all errors, /boom too."""
    sent = drawn(fake, 20)
    for reply in everything(api, fake, {ID: sent}):
        assert reply.headers.get(ID) == sent
    for reply in everything(api, fake, {}):
        new_id(reply)


def test_replaced(api, fake):
    """Any other X-Request-ID is replaced: one that is empty, too long, or has another character in it."""
    word = fake.word()
    odd = [" ", "/", ":", ";", ",", '"', "<", "{", "%0a", "\\", "+", "=", "\t"]
    for sent in ("", drawn(fake, 129), drawn(fake, 2000), *(f"{word}{sign}{word}" for sign in odd)):
        got = new_id(api.get("/health", headers={ID: sent}))
        assert word not in got and got != sent, "an id with a character that is not allowed is replaced as a whole"


def test_never_twice(api, app):
    """Those that the app makes are never the same twice, neither at once nor after a restart."""
    seen = []
    for _ in range(2):  # each begins with a fresh start, where a counter would begin anew
        app.restart()
        seen += [new_id(api.get("/health")) for _ in range(100)]
    assert len(set(seen)) == len(seen), "an id was made twice"
