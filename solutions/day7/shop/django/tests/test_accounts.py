"""Who is who: registering, logging in, and the doors that are closed."""

import pytest
from shop import Client, admin, new_product, new_user, path_of, read

CLOSED = [
    ("GET", "/me"),
    ("GET", "/cart"),
    ("POST", "/cart/items"),
    ("GET", "/orders"),
    ("POST", "/orders"),
    ("POST", "/products"),
]


def test_me_is_who_logged_in():
    reply = new_user().get("/me")
    assert reply.status_code == 200
    assert reply.json()["name"] == "Ada Lovelace"
    assert "password" not in reply.json()


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_nobody_stays_outside(method, path):
    assert Client().send(method, path, json={}).status_code == 401


def test_logged_out_is_nobody():
    ada = new_user()
    assert ada.post("/auth/logout").status_code == 204
    assert ada.get("/me").status_code == 401


def test_a_wrong_password_opens_nothing():
    account = {"email": "nobody@example.com", "password": "not the password"}
    assert Client().post("/auth/login", json=account).status_code == 401


def test_only_admins_write_products():
    lamp, ada = new_product(), new_user()
    assert ada.post("/products", json={"name": "Mine", "category": "a", "price": 1}).status_code == 403
    assert ada.patch(path_of(lamp), json={"price": 0}).status_code == 403
    assert ada.delete(path_of(lamp)).status_code == 403
    assert read(lamp) == lamp


def test_nobody_promotes_themselves():
    account = {"email": "eve@example.com", "password": "let me in please", "name": "Eve", "is_admin": True}
    assert Client().post("/auth/register", json=account).status_code in (201, 409)
    eve = Client().login(account["email"], account["password"])
    assert eve.post("/products", json={"name": "Mine", "category": "a", "price": 1}).status_code == 403


def test_an_admin_may():
    lamp = new_product()
    assert admin().delete(path_of(lamp)).status_code == 204
    assert Client().get(path_of(lamp)).status_code == 404
