import time

from grader.checks.orders import (
    ORDERS,
    Call,
    at_once,
    bought,
    cart,
    cart_of,
    check_out,
    in_stock,
    item_of,
    keyed,
    made_by,
    moved,
    on_sale,
    patient,
    put,
    until_caught,
)
from grader.checks.projects import expect, refused
from grader.checks.rest import address

IMPATIENT = 6
ROUNDS, SECONDS = 12, 20


def key_of(fake):
    return f"{fake.word()}-{fake.integer(1000, 9999)}"


def test_the_same_key_twice(people, fake):
    """The same Idempotency-Key again: the same 201 with the same body, one order, and the cart stays as it is."""
    buyer, key = people.fresh(), key_of(fake)
    lamp = on_sale(people, fake, stock=9)
    put(buyer.api, lamp, 2)
    made = check_out(buyer.api, key)
    for pieces in (0, 3):  # with an empty cart, and with a full one
        if pieces:
            put(buyer.api, lamp, pieces)
        again = expect(buyer.api.post(ORDERS, headers=keyed(key)), 201)
        assert again.json() == made
    assert cart_of(buyer.api) == cart((lamp, 3))
    in_stock(buyer.api, lamp, 7)
    assert len(made_by(buyer)) == 1, "there is more than one order of this user"


def test_the_body_stays(people, fake):
    """The body is that of the first time, also when the order has been paid since."""
    buyer, key = people.fresh().api, key_of(fake)
    put(buyer, on_sale(people, fake))
    made = check_out(buyer, key)
    expect(moved(buyer, address(ORDERS, made["id"]), "paid"), 200)
    again = expect(buyer.post(ORDERS, headers=keyed(key)), 201)
    assert again.json() == made


def test_another_key(people, fake):
    """Another key is another order, and so is none."""
    buyer = people.fresh().api
    made = []
    for key in (key_of(fake), key_of(fake), None, None):
        put(buyer, on_sale(people, fake))
        made.append(str(check_out(buyer, key)["id"]))
    assert len(set(made)) == len(made), f"four orders were made, with the ids {', '.join(made)}"


def test_a_key_belongs_to_a_user(people, fake):
    """The same key from another user is another key: they get an order of their own."""
    one, other, key = people.fresh().api, people.fresh().api, key_of(fake)
    put(one, on_sale(people, fake))
    made = check_out(one, key)
    chair = on_sale(people, fake)
    refused(other.post(ORDERS, headers=keyed(key)), 409)
    put(other, chair, 2)
    theirs = check_out(other, key)
    assert theirs["id"] != made["id"]
    assert [item["name"] for item in theirs["items"]] == [chair["name"]]


def test_a_409_is_not_kept(people, fake):
    """A key that got a 409 is as good as new: once the cart is right, it gets a 201."""
    buyer, key = people.fresh().api, key_of(fake)
    refused(buyer.post(ORDERS, headers=keyed(key)), 409)
    lamp = on_sale(people, fake, stock=1)
    put(buyer, lamp, 2)
    refused(buyer.post(ORDERS, headers=keyed(key)), 409)
    put(buyer, on_sale(people, fake))
    expect(buyer.patch(item_of(lamp), json={"quantity": 1}), 200)
    made = check_out(buyer, key)
    assert len(made["items"]) == 2


def test_at_the_same_time(people, fake, crowd):
    """The same key several times at the same moment: one order, and each request gets its 201 with the same body."""
    person = people.fresh()
    for api in (person.api, people.admin().api):
        patient(api)
    ends = time.monotonic() + SECONDS

    def play(number):
        key, lamp = key_of(fake), on_sale(people, fake, stock=9)
        put(person.api, lamp)
        call = Call(person.credentials, "POST", ORDERS, headers=keyed(key))
        replies = at_once(crowd, [call] * IMPATIENT)
        for reply in replies:
            expect(reply, 201)
            assert reply.json() == replies[0].json()
        assert len(made_by(person)) == number + 1, "one key has made more than one order"
        in_stock(person.api, lamp, 8)

    until_caught(ROUNDS, lambda: time.monotonic() > ends, play)
    bought(people, fake, person.api)  # and everything goes on
