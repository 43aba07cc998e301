from grader.checks.orders import ORDERS, bought, ids, order, orders_of, place
from grader.checks.projects import expect, refused
from grader.checks.rest import address, nonsense


def test_ones_own(people, fake):
    """GET /orders is an array of one's own orders, oldest first; each can be read at /orders/<id>."""
    buyer = people.fresh()
    assert orders_of(buyer.api) == []
    made = [bought(people, fake, buyer.api, fake.integer(1, 4)) for _ in range(3)]
    assert orders_of(buyer.api) == [order("pending", (one.product, one.quantity)) for one in made]
    for one in made:
        reply = expect(buyer.api.get(one.place), 200)
        assert reply.json() == one.order
        assert str(reply.json()["user_id"]) == str(buyer.user["id"])


def test_nobody_elses(people, fake):
    """Another's order is in nobody's list, and 404 to read."""
    buyer, other = people.fresh().api, people.fresh().api
    hers, his = bought(people, fake, buyer), bought(people, fake, other)
    assert ids(orders_of(buyer)) == ids([hers.order])
    assert ids(orders_of(other)) == ids([his.order])
    refused(buyer.get(his.place), 404)
    refused(other.get(hers.place), 404)


def test_an_admin_sees_all(people, fake):
    """An admin sees everybody's orders, in the list and one by one, and whose they are."""
    admin, buyers = people.admin().api, [people.fresh(), people.fresh()]
    made = [bought(people, fake, buyer.api) for buyer in buyers]
    listed = {str(one["id"]): one for one in orders_of(admin)}
    for one, buyer in zip(made, buyers, strict=True):
        found = expect(admin.get(one.place), 200).json()
        assert found == one.order
        assert str(found["user_id"]) == str(buyer.user["id"])
        assert listed.get(str(one.order["id"])) == one.order


def test_an_admins_own(people, fake):
    """What an admin orders themselves is theirs: no user sees it."""
    admin, other = people.admin().api, people.fresh().api
    one = bought(people, fake, admin)
    refused(other.get(one.place), 404)
    assert ids(orders_of(other)) == []


def test_unknown(people, fake):
    """An unknown or nonsensical id is 404, for an admin too."""
    buyer, admin = people.fresh().api, people.admin().api
    one = bought(people, fake, buyer)
    for unknown in nonsense(fake, one.order["id"]):
        for api in (buyer, admin):
            refused(api.get(f"{ORDERS}/{unknown}"), 404)


def test_it_keeps_what_was_bought(people, fake):
    """An order keeps name and price when its product is changed, and when it is deleted."""
    buyer, admin = people.fresh().api, people.admin().api
    one = bought(people, fake, buyer, 2)
    change = {"name": f"{one.product['name']} II", "price": fake.price(600, 900)}
    expect(admin.patch(place(one.product), json=change), 200)
    for _ in range(2):
        assert expect(buyer.get(address(ORDERS, one.order["id"])), 200).json() == one.order
        assert orders_of(buyer) == [one.order]
        admin.delete(place(one.product))
