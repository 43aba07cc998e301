"""Orders: what they take, what they keep, whose they are, and where they may go."""

import uuid

import pytest
from shop import admin, new_product, new_user, order, path_of, put, read

WAY = ["paid", "shipped", "delivered"]


def bought(client, quantity=1, **product):
    """A new product, and an order of it."""
    lamp = new_product(**product)
    put(client, lamp, quantity)
    return lamp, order(client)


def move(client, made, status):
    return client.patch(f"/orders/{made['id']}", json={"status": status})


def test_an_order_takes_the_cart_and_the_pieces():
    ada = new_user()
    lamp, made = bought(ada, 3, stock=10, price=19.99)
    assert made["status"] == "pending"
    assert made["total"] == 59.97
    assert [(item["product_id"], item["price"], item["quantity"]) for item in made["items"]] == [(lamp["id"], 19.99, 3)]
    assert read(lamp)["stock"] == 7
    assert ada.get("/cart").json()["items"] == []
    assert ada.post("/orders").status_code == 409


def test_too_little_in_stock_changes_nothing():
    ada, lamp, chair = new_user(), new_product(stock=5), new_product(stock=1)
    put(ada, lamp, 2)
    before = put(ada, chair, 2)
    assert ada.post("/orders").status_code == 409
    assert (read(lamp)["stock"], read(chair)["stock"]) == (5, 1)
    assert ada.get("/cart").json() == before
    assert ada.get("/orders").json() == []


def test_an_order_keeps_its_prices():
    ada = new_user()
    lamp, made = bought(ada, 2, price=10)
    admin().patch(path_of(lamp), json={"price": 99, "name": "Dear lamp"})
    assert ada.get(f"/orders/{made['id']}").json() == made
    admin().delete(path_of(lamp))
    assert ada.get("/orders").json() == [made]


def test_the_same_key_is_the_same_order():
    ada, lamp, key = new_user(), new_product(stock=5), {"Idempotency-Key": str(uuid.uuid4())}
    assert ada.post("/orders", headers=key).status_code == 409
    put(ada, lamp)
    made = order(ada, headers=key)
    put(ada, lamp)
    assert order(ada, headers=key) == made
    assert read(lamp)["stock"] == 4
    assert ada.get("/orders").json() == [made]


def test_a_key_is_its_users():
    ada, bob, key = new_user(), new_user(), {"Idempotency-Key": str(uuid.uuid4())}
    made = []
    for client in (ada, bob):
        put(client, new_product())
        made.append(order(client, headers=key)["id"])
    assert made[0] != made[1]


def test_orders_are_for_those_whose_they_are():
    ada, bob = new_user(), new_user()
    _, made = bought(ada)
    assert bob.get(f"/orders/{made['id']}").status_code == 404
    assert move(bob, made, "cancelled").status_code == 404
    assert bob.get("/orders").json() == []
    assert admin().get(f"/orders/{made['id']}").json() == made
    assert made in admin().get("/orders").json()


def test_the_whole_way():
    ada = new_user()
    _, made = bought(ada)
    for status in WAY:
        reply = move(admin(), made, status)
        assert reply.status_code == 200
        assert reply.json()["status"] == status
        assert move(admin(), made, status).status_code == 409
    assert move(admin(), made, "cancelled").status_code == 409


def test_no_short_cuts():
    ada = new_user()
    _, made = bought(ada)
    for status in ("shipped", "delivered", "pending"):
        assert move(admin(), made, status).status_code == 409
    assert move(admin(), made, "lost").status_code == 422
    assert ada.get(f"/orders/{made['id']}").json() == made


def test_the_owner_may_pay_and_cancel():
    ada = new_user()
    _, made = bought(ada)
    assert move(ada, made, "paid").status_code == 200
    assert move(ada, made, "shipped").status_code == 403
    assert move(ada, made, "cancelled").status_code == 200


@pytest.mark.parametrize("first", ["pending", "paid"])
def test_cancelled_pieces_come_back(first):
    ada = new_user()
    lamp, made = bought(ada, 3, stock=10)
    if first == "paid":
        move(ada, made, "paid")
    assert move(ada, made, "cancelled").json()["status"] == "cancelled"
    assert read(lamp)["stock"] == 10
    assert move(ada, made, "cancelled").status_code == 409
    assert read(lamp)["stock"] == 10
