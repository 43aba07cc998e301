from grader.checks.orders import CART, ITEMS, cart, cart_of, item_of, on_sale, place, put
from grader.checks.projects import expect, invalid, refused

NO_QUANTITY = (0, -1, 1001, 1.5, "2", None, True, [1], 10**20)
CENTS = ((0.1, 3), (0.2, 1), (19.99, 7), (1.1, 3), (4.35, 100), (0.29, 11), (1.15, 3))  # which floats get wrong


def test_empty_at_first(people):
    """A new user's cart is empty: no items, total 0."""
    assert cart_of(people.fresh().api) == cart()


def test_add(people, fake):
    """POST /cart/items answers 200 with the whole cart: product_id, name, price and quantity, and the total."""
    buyer, lamp, chair = people.fresh().api, on_sale(people, fake), on_sale(people, fake)
    assert put(buyer, lamp, 2) == cart((lamp, 2))
    assert put(buyer, chair, 1) == cart((lamp, 2), (chair, 1))
    assert cart_of(buyer) == cart((lamp, 2), (chair, 1))


def test_add_more(people, fake):
    """What is there already is added to, and stays in its place."""
    buyer, lamp, chair = people.fresh().api, on_sale(people, fake), on_sale(people, fake)
    first, more = fake.integer(1, 5), fake.integer(1, 5)
    put(buyer, lamp, first)
    put(buyer, chair, 1)
    assert put(buyer, lamp, more) == cart((lamp, first + more), (chair, 1))


def test_change(people, fake):
    """PATCH sets the quantity of one product; 404 if it isn't in the cart."""
    buyer, lamp, chair = people.fresh().api, on_sale(people, fake), on_sale(people, fake)
    put(buyer, lamp, 5)
    reply = expect(buyer.patch(item_of(lamp), json={"quantity": 2}), 200)
    assert reply.json() == cart((lamp, 2))
    refused(buyer.patch(item_of(chair), json={"quantity": 2}), 404)
    assert cart_of(buyer) == cart((lamp, 2))


def test_remove(people, fake):
    """DELETE takes one product out: 204, then 404."""
    buyer, lamp, chair = people.fresh().api, on_sale(people, fake), on_sale(people, fake)
    put(buyer, lamp, 5)
    put(buyer, chair, 1)
    expect(buyer.delete(item_of(lamp)), 204)
    assert cart_of(buyer) == cart((chair, 1))
    refused(buyer.delete(item_of(lamp)), 404)


def test_ones_own(people, fake):
    """Everybody has a cart of their own, and changes that one alone."""
    one, other, lamp = people.fresh().api, people.fresh().api, on_sale(people, fake)
    put(one, lamp, 2)
    assert cart_of(other) == cart()
    put(other, lamp, 5)
    expect(other.patch(item_of(lamp), json={"quantity": 7}), 200)
    assert cart_of(one) == cart((lamp, 2))
    expect(other.delete(item_of(lamp)), 204)
    assert cart_of(one) == cart((lamp, 2))


def test_to_the_cent(people, fake):
    """The total is right to the cent, also where adding up floats is not."""
    buyer = people.fresh().api
    wanted = [(on_sale(people, fake, price=price), quantity) for price, quantity in fake.sample(CENTS, 5)]
    for number, (one, quantity) in enumerate(wanted, start=1):
        assert put(buyer, one, quantity) == cart(*wanted[:number])


def test_prices_of_now(people, fake):
    """When a product's price or name changes, so does the cart."""
    buyer, lamp = people.fresh().api, on_sale(people, fake)
    put(buyer, lamp, 3)
    now = lamp | {"price": fake.price(600, 900), "name": f"{lamp['name']} II"}
    expect(people.admin().api.patch(place(lamp), json={"price": now["price"], "name": now["name"]}), 200)
    assert cart_of(buyer) == cart((now, 3))


def test_no_quantity(people, fake):
    """A quantity of 0, below, above 1 000, or no whole number is 422, and the cart stays as it was."""
    buyer, lamp, chair = people.fresh().api, on_sale(people, fake), on_sale(people, fake)
    put(buyer, lamp, 2)
    for wrong in NO_QUANTITY:
        for one in (lamp, chair):
            invalid(buyer.post(ITEMS, json={"product_id": one["id"], "quantity": wrong}), "quantity")
        invalid(buyer.patch(item_of(lamp), json={"quantity": wrong}), "quantity")
    for sent, missing in (({"product_id": lamp["id"]}, "quantity"), ({"quantity": 1}, "product_id")):
        invalid(buyer.post(ITEMS, json=sent), missing)
    refused(buyer.post(ITEMS, json={"product_id": lamp["id"], "quantity": 999}), 422)
    assert cart_of(buyer) == cart((lamp, 2))


def test_unknown_product(people, fake):
    """A product that does not exist is 404, and the cart stays as it was."""
    buyer, lamp, gone = people.fresh().api, on_sale(people, fake), on_sale(people, fake)
    put(buyer, lamp, 2)
    expect(people.admin().api.delete(place(gone)), 204)
    refused(buyer.post(ITEMS, json={"product_id": gone["id"], "quantity": 1}), 404)
    refused(buyer.patch(item_of(gone), json={"quantity": 1}), 404)
    assert cart_of(buyer) == cart((lamp, 2))


def test_more_than_the_stock(people, fake):
    """More than the stock is allowed in a cart, and takes nothing from the stock."""
    buyer, lamp = people.fresh().api, on_sale(people, fake, stock=2)
    assert put(buyer, lamp, 5) == cart((lamp, 5))
    assert expect(buyer.get(place(lamp)), 200).json() == lamp


def test_deleted_products_leave(people, fake):
    """A product that is deleted from the catalog is in no cart any more."""
    buyer, lamp, chair = people.fresh().api, on_sale(people, fake), on_sale(people, fake)
    put(buyer, lamp, 5)
    put(buyer, chair, 2)
    expect(people.admin().api.delete(place(lamp)), 204)
    assert expect(buyer.get(CART), 200).json() == cart((chair, 2))
