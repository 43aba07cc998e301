"""Accounts that checks share: made once, logged in once, and once more where the app has forgotten them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from grader.checks.auth import Account, Client, challenge, needed, register, retry_after, tried, user_of
from grader.checks.cookies import kept_from
from grader.checks.credentials import Credentials
from grader.checks.exchange import Asked, Patience
from grader.checks.fake import Fake
from grader.checks.people import People, Town
from grader.checks.reply import Reply
from grader.checks.town import draw_password
from grader.checks.values import Miss
from grader.server.address import Address


class FakeApp:
    """Registers and logs in, in memory. `cookies`: what a login sets; none means tokens."""

    def __init__(self, cookies: tuple[str, ...] = ()) -> None:
        self.cookies = cookies
        self.users: dict[str, dict[str, Any]] = {}
        self.sessions: dict[str, str] = {}
        self.asked: list[tuple[str, str]] = []

    def answer(self, method: str, path: str, headers: dict[str, str], body: Any) -> tuple[int, Any, list[str]]:
        self.asked.append((method, path))
        if path == "/auth/register":
            if body["email"] in self.users:
                return 409, {"error": "taken"}, []
            self.users[body["email"]] = {"id": len(self.users) + 1, **body}
            return 201, {"id": len(self.users), "email": body["email"], "name": body["name"]}, []
        if path == "/auth/login":
            user = self.users.get(body["email"])
            if user is None or user["password"] != body["password"]:
                return 401, {"error": "no"}, []
            key = f"k{len(self.sessions)}"
            self.sessions[key] = body["email"]
            return 200, {} if self.cookies else {"access_token": key}, [f"{name}={key}" for name in self.cookies]
        sent = headers.get("Authorization", "").removeprefix("Bearer ")
        sent = sent or dict(part.split("=", 1) for part in headers.get("Cookie", "=").split("; ")).get("sid", "")
        return (200, {"id": 1}, []) if sent in self.sessions else (401, {"error": "no"}, [])


@pytest.fixture(params=[(), ("sid",), ("theme", "sid", "csrftoken")], ids=["token", "session", "cookies"])
def app(request: pytest.FixtureRequest) -> FakeApp:
    """An app of either style."""
    return FakeApp(request.param)


def client_of(app: FakeApp) -> Client:
    class Inside(Client):
        """A client whose requests never leave the process."""

        def _begin(self, asked: Asked) -> None:
            pass

        def reply(self, asked: Asked) -> Reply:
            sent = asked.sent
            status, answer, cookies = app.answer(
                sent.method, sent.target, dict(asked.headers), json.loads(asked.body or b"null")
            )
            kept_from(
                self.session.cookies, [("Set-Cookie", f"{c}; Path=/") for c in cookies], self.address.base_url, {}
            )
            found = {"Content-Type": "application/json"}
            return Reply(status, found, json.dumps(answer).encode())

    return Inside(Address("http://127.0.0.1:8080"), "http://127.0.0.1:8080", [], Patience())


def people_of(app: FakeApp, town: Town, check: str = "check") -> People:
    def fakes(role: str) -> Fake:
        return Fake(7, role or check)

    return People(client_of(app), client_of(app), town, fakes, lambda: "Admin@example.com")


def test_shared_accounts_are_made_once(app):
    """Two checks meet the same people, and pay for one registration and one login each."""
    town = Town()
    first, second = people_of(app, town, "one"), people_of(app, town, "two")
    for people in (first, second):
        for person in (people.someone(), people.other(), people.admin()):
            assert person.api.get("/me").status_code == 200
    assert first.someone().account == second.someone().account
    assert first.admin().email == "Admin@example.com"
    assert len({person.email for person in (first.someone(), first.other(), first.admin())}) == 3
    paths = [path for _, path in app.asked]
    assert paths.count("/auth/register") == 3 and paths.count("/auth/login") == 3
    assert first.style == ("session" if app.cookies else "token")


def test_a_lost_login_is_renewed(app):
    """Where the app has forgotten a session, the next check logs in again; a lost account is made anew."""
    town = Town()
    people_of(app, town).someone()
    app.sessions.clear()
    assert people_of(app, town).someone().api.get("/me").status_code == 200
    app.users.clear()
    app.sessions.clear()
    assert people_of(app, town).someone().api.get("/me").status_code == 200
    assert town.first[0] == people_of(app, town).someone().account


def test_a_login_that_fails_is_a_miss(app):
    """A shared account that can't log in any more is told as the login's miss."""
    town = Town()
    person = people_of(app, town).someone()
    app.users[person.email]["password"] = "another"
    app.sessions.clear()
    with pytest.raises(Miss) as caught:
        people_of(app, town).someone()
    assert caught.value.got.startswith("401")


def test_fresh_ones_differ(app):
    """Each is a new account; what the town remembers are the accounts in the order in which they were made."""
    people = people_of(app, Town())
    one, someone, two = people.fresh(), people.someone(), people.fresh(name="Zoë")
    assert len({one.email, someone.email, two.email}) == 3 and two.account.name == "Zoë"
    assert people.first == [one.account, someone.account]
    other_device = one.again()
    assert other_device.get("/me").status_code == 200
    assert other_device.credentials() != one.credentials


def test_an_app_that_was_used_before(app):
    """Addresses are not drawn from the seed alone where an earlier run with this seed may have taken them."""
    for _ in range(2):
        people_of(app, Town(new=False)).someone()
    assert len(app.users) == 2


def test_which_cookies_are_needed(app):
    """Of several cookies only the one without which /me is 401."""
    someone = people_of(app, Town()).someone()
    found = needed(client_of(app), someone.credentials)
    assert list(found.keys) == (["sid"] if app.cookies else ["access_token"])
    assert tried(client_of(app), found).status_code == 200
    app.answer = lambda *_: (200, {}, [])  # type: ignore[method-assign]
    with pytest.raises(Miss):
        needed(client_of(app), Credentials("", {"one": "1", "two": "2"}))


def test_credentials_are_a_snapshot(app):
    """What was taken down stays, whatever the client is given later; it is sent by a client that has none."""
    client = people_of(app, Town()).someone().api
    before = client.credentials()
    client.token = "" if app.cookies else "other"
    client.session.cookies.clear()
    assert tried(client_of(app), before).status_code == 200
    assert client.credentials() != before


def test_misses_of_registering_and_logging_in():
    """A wrong status, an answer without an id, and a login that gives nothing, are misses in words."""
    account = Account("a@example.com", "x" * 10, "A")

    def answers(status: int, body: Any) -> Client:
        app = FakeApp()
        app.answer = lambda *_: (status, body, [])  # type: ignore[method-assign]
        return client_of(app)

    for status, body in ((200, {"id": 1}), (201, {}), (201, [])):
        with pytest.raises(Miss):
            register(answers(status, body), account)
    long = "x" * 9000
    for status, body in (
        (201, {"access_token": "x"}),
        (200, {}),
        (200, []),
        (200, {"access_token": long}),
        (200, {"access_token": "a\nb"}),
        (200, {"access_token": "é"}),
    ):
        with pytest.raises(Miss):
            answers(status, body).login("a@example.com", "x")


def test_a_user_in_any_case():
    """The e-mail may come back in small letters, and with more fields; not another one."""
    account = Account("Ada@Example.com", "x" * 10, "Ada")
    assert user_of(account) == {"id": 1, "email": "ada@example.com", "name": "Ada", "role": "user"}
    assert user_of(account, 2) != {"id": 1, "email": "ada@example.com", "name": "Ada"}
    assert user_of(account) != {"id": 1, "email": "bda@example.com", "name": "Ada"}


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("Bearer", "Bearer"),
        ('bearer realm="x", error="invalid_token"', "Bearer"),
        ('Basic realm="x", Bearer', "Bearer"),
        ("Basic", "Basic"),
        ("Bearerish", "Bearerish"),
    ],
)
def test_challenge(header, found):
    """Bearer in any case, alone, with parameters or among others; nothing that only looks like it."""
    assert challenge(Reply(401, {"WWW-Authenticate": header}, b"")) == found
    with pytest.raises(Miss):
        challenge(Reply(401, {}, b""))


def test_retry_after():
    """A number of seconds, or a date; anything else is a miss."""

    def given(text: str) -> float:
        return retry_after(Reply(429, {"Retry-After": text}, b""))

    assert given("42") == 42
    assert given("Wed, 21 Oct 2122 07:28:00 GMT") > 0
    for text in ("", "soon", "1.5", "-1"):
        with pytest.raises(Miss):
            given(text)


def test_passwords():
    """Of the length that is asked for, in ASCII, with no blank at either end, in both cases, and new each time."""
    fake = Fake(1, "x")
    for length in (9, 10, 64, 1001):
        password = draw_password(fake, length)
        assert len(password) == length and password.isascii() and password == password.strip()
        assert password != password.lower() and password != password.upper()
    assert len({draw_password(fake) for _ in range(50)}) == 50
