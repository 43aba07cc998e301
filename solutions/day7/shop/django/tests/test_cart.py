"""The cart: what lies in it, what it costs, and what can't be put in."""

import pytest
from shop import admin, new_product, new_user, path_of, put


def test_new_users_have_an_empty_one():
    reply = new_user().get("/cart")
    assert reply.status_code == 200
    assert reply.json()["items"] == []
    assert reply.json()["total"] == 0


def test_what_was_put_in_lies_there():
    ada, lamp, chair = new_user(), new_product(price=19.99), new_product(price=0.1)
    put(ada, lamp, 2)
    cart = put(ada, chair, 3)
    assert [(item["product_id"], item["quantity"]) for item in cart["items"]] == [(lamp["id"], 2), (chair["id"], 3)]
    assert cart["total"] == 40.28
    assert ada.get("/cart").json() == cart


def test_the_same_again_adds_up():
    ada, lamp = new_user(), new_product(price=0.5)
    put(ada, lamp, 2)
    cart = put(ada, lamp, 3)
    assert [item["quantity"] for item in cart["items"]] == [5]
    assert cart["total"] == 2.5


def test_change_and_remove():
    ada, lamp = new_user(), new_product()
    put(ada, lamp, 2)
    reply = ada.patch(f"/cart/items/{lamp['id']}", json={"quantity": 7})
    assert reply.status_code == 200
    assert [item["quantity"] for item in reply.json()["items"]] == [7]
    assert ada.delete(f"/cart/items/{lamp['id']}").status_code == 204
    assert ada.delete(f"/cart/items/{lamp['id']}").status_code == 404
    assert ada.get("/cart").json()["items"] == []


@pytest.mark.parametrize("quantity", [0, -1, 1001, 1.5, "2", None])
def test_a_quantity_that_makes_no_sense(quantity):
    ada, lamp = new_user(), new_product()
    before = put(ada, lamp, 2)
    sent = {"product_id": lamp["id"], "quantity": quantity}
    assert ada.post("/cart/items", json=sent).status_code == 422
    assert ada.patch(f"/cart/items/{lamp['id']}", json=sent).status_code == 422
    assert ada.get("/cart").json() == before


def test_a_product_that_is_gone():
    ada, lamp = new_user(), new_product()
    put(ada, lamp)
    assert admin().delete(path_of(lamp)).status_code == 204
    assert ada.get("/cart").json()["items"] == []
    assert ada.post("/cart/items", json={"product_id": lamp["id"], "quantity": 1}).status_code == 404


def test_prices_are_those_of_now():
    ada, lamp = new_user(), new_product(price=10)
    put(ada, lamp, 2)
    admin().patch(path_of(lamp), json={"price": 12.5})
    assert ada.get("/cart").json()["total"] == 25


def test_everybody_has_their_own():
    ada, bob, lamp = new_user(), new_user(), new_product()
    put(ada, lamp, 2)
    assert bob.get("/cart").json()["items"] == []
