"""Your tests. They talk to a running shop, and BASE_URL says where it is: yours, or one that you never see.

Start your server, and in a second terminal, with the same ADMIN_EMAIL in both:

    ADMIN_EMAIL=admin@example.com BASE_URL=http://127.0.0.1:8080 python -m pytest tests

What your tests need (users and products, too) they make by themselves, each time anew. grade runs them against your
project, against a shop of the course that is right, and against twelve that have one fault each.
"""

import functools
import os
import uuid

import requests

BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8080")
ADMIN_EMAIL = os.environ.get("ADMIN_EMAIL", "admin@example.com")
ADMIN_PASSWORD = "the-admin-of-my-tests"


class Client:
    """Somebody: whatever it sends, this user sends. With tokens and with cookies; nobody, as long as no one logs in."""

    def __init__(self):
        self.session = requests.Session()

    def login(self, email, password):
        reply = self.post("/auth/login", json={"email": email, "password": password})
        assert reply.status_code == 200
        if token := reply.json().get("access_token"):
            self.session.headers["Authorization"] = f"Bearer {token}"
        return self

    def send(self, method, path, **how):
        headers = how.pop("headers", {})
        if csrf := self.session.cookies.get("csrftoken"):  # Django's, where an app has it
            headers = {"X-CSRFToken": csrf, **headers}
        return self.session.request(method, BASE_URL + path, headers=headers, timeout=5, **how)

    def get(self, path, **how):
        return self.send("GET", path, **how)

    def post(self, path, **how):
        return self.send("POST", path, **how)

    def patch(self, path, **how):
        return self.send("PATCH", path, **how)

    def delete(self, path, **how):
        return self.send("DELETE", path, **how)


def new_user():
    """Somebody whom the shop has never seen, logged in."""
    account = {"email": f"{uuid.uuid4()}@example.com", "password": str(uuid.uuid4()), "name": "Ada Lovelace"}
    assert Client().post("/auth/register", json=account).status_code == 201
    return Client().login(account["email"], account["password"])


@functools.cache  # logging in is slow on purpose, and one admin will do
def admin():
    """Who registers with ADMIN_EMAIL is an admin. The second run on the same app finds the account made: 409."""
    account = {"email": ADMIN_EMAIL, "password": ADMIN_PASSWORD, "name": "Grace Hopper"}
    assert Client().post("/auth/register", json=account).status_code in (201, 409)
    return Client().login(ADMIN_EMAIL, ADMIN_PASSWORD)


def test_health():
    reply = Client().get("/health")
    assert reply.status_code == 200
    assert reply.json()["status"] == "ok"


# TODO shop.tests: a function new_product(**fields) that makes a product as an admin, and then a test for each promise of
#   the README that a customer or the owner of the shop would miss: its status code, its body, and what is true
#   afterwards; what somebody else may not see or do; what is refused, and that nothing has changed then.
