from grader.checks.orders import (
    ORDERS,
    Bought,
    cart,
    cart_of,
    check_out,
    in_stock,
    made_by,
    on_sale,
    order,
    place,
    put,
)
from grader.checks.projects import expect, refused
from grader.checks.rest import location

EMPTY = cart()


def test_makes_an_order(people, fake):
    """POST /orders answers 201 with the order: pending, with the cart's items, its total, and its Location."""
    person = people.fresh()
    wanted = [(on_sale(people, fake), fake.integer(1, 5)) for _ in range(3)]
    for one, quantity in wanted:
        put(person.api, one, quantity)
    reply = expect(person.api.post(ORDERS), 201)
    assert reply.json() == order("pending", *wanted)
    assert str(reply.json()["user_id"]) == str(person.user["id"])
    assert expect(person.api.get(location(reply)), 200).json() == reply.json()


def test_the_body_is_optional(people, fake):
    """A body may be sent along, and nothing is read from it."""
    buyer, one = people.fresh(), on_sale(people, fake)
    put(buyer.api, one, 2)
    sent = {"total": 0, "status": "paid", "items": [], "user_id": people.other().user["id"]}
    reply = expect(buyer.api.post(ORDERS, json=sent), 201)
    assert reply.json() == order("pending", (one, 2))
    assert len(made_by(buyer)) == 1


def test_the_cart_is_empty(people, fake):
    """After an order the cart is empty, and the next order needs a new one: 409."""
    buyer = people.fresh()
    put(buyer.api, on_sale(people, fake), 2)
    check_out(buyer.api)
    assert cart_of(buyer.api) == EMPTY
    refused(buyer.api.post(ORDERS), 409)
    assert len(made_by(buyer)) == 1


def test_others_carts_stay(people, fake):
    """Somebody else's cart stays as it is."""
    buyer, other, one = people.fresh().api, people.fresh().api, on_sale(people, fake)
    put(buyer, one, 2)
    put(other, one, 3)
    check_out(buyer)
    assert cart_of(other) == cart((one, 3))


def test_the_stock_falls(people, fake):
    """The stock of each product falls by what was ordered, down to 0; no other product's does."""
    buyer = people.fresh().api
    few, many, other = on_sale(people, fake, stock=3), on_sale(people, fake, stock=40), on_sale(people, fake, stock=5)
    put(buyer, few, 3)
    put(buyer, many, 11)
    in_stock(buyer, few, 3)
    in_stock(buyer, many, 40)
    check_out(buyer)
    for one, left in ((few, 0), (many, 29), (other, 5)):
        in_stock(buyer, one, left)


def test_the_price_of_the_moment(people, fake):
    """An order has the prices of its moment: the changed one if it changed before, the old one if it changes later."""
    buyer, admin = people.fresh().api, people.admin().api
    one = on_sale(people, fake)
    put(buyer, one, 3)
    now = one | {"price": fake.price(600, 900), "name": f"{one['name']} II"}
    expect(admin.patch(place(one), json={"price": now["price"], "name": now["name"]}), 200)
    made = Bought(now, 3, check_out(buyer))
    assert made.order == order("pending", (now, 3))
    expect(admin.patch(place(one), json={"price": fake.price(1, 500), "name": fake.word()}), 200)
    assert expect(buyer.get(made.place), 200).json() == made.order


def test_an_empty_cart(people):
    """An empty cart is 409, and makes no order."""
    buyer = people.fresh()
    refused(buyer.api.post(ORDERS), 409)
    assert made_by(buyer) == []


def test_too_little_changes_nothing(people, fake):
    """One product too few in stock: 409, and nothing has changed, neither cart nor any stock, and there is no order."""
    buyer = people.fresh()
    shelf = [on_sale(people, fake, stock=stock) for stock in (9, 2, 7)]
    for wanted in fake.shuffled(shelf):
        put(buyer.api, wanted, 3)
    before = cart_of(buyer.api)
    refused(buyer.api.post(ORDERS), 409)
    for one, left in zip(shelf, (9, 2, 7), strict=True):
        in_stock(buyer.api, one, left)
    assert cart_of(buyer.api) == before
    assert made_by(buyer) == []


def test_again_when_there_is_enough(people, fake):
    """After such a 409, the same cart becomes an order as soon as there is enough."""
    buyer, one = people.fresh().api, on_sale(people, fake, stock=1)
    put(buyer, one, 2)
    refused(buyer.post(ORDERS), 409)
    expect(people.admin().api.patch(place(one), json={"stock": 2}), 200)
    assert check_out(buyer) == order("pending", (one, 2))
    in_stock(buyer, one, 0)
