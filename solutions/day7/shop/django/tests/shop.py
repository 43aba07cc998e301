"""Who the tests are, and what they need. Where the shop is, BASE_URL says.

ADMIN_EMAIL=admin@example.com BASE_URL=http://127.0.0.1:8080 python -m pytest tests
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


def new_product(**changes):
    """A product that no other test knows, as the shop answers with it."""
    product = {"name": "Desk lamp", "category": f"test-{uuid.uuid4()}", "price": 19.99, "stock": 10} | changes
    reply = admin().post("/products", json=product)
    assert reply.status_code == 201
    return reply.json()


def path_of(product):
    return f"/products/{product['id']}"


def read(product):
    """The product as it is now."""
    reply = Client().get(path_of(product))
    assert reply.status_code == 200
    return reply.json()


def put(client, product, quantity=1):
    """Pieces of it into the cart; the cart."""
    reply = client.post("/cart/items", json={"product_id": product["id"], "quantity": quantity})
    assert reply.status_code == 200
    return reply.json()


def order(client, **how):
    """An order of all that is in the cart."""
    reply = client.post("/orders", **how)
    assert reply.status_code == 201
    return reply.json()
