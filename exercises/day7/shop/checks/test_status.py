import time

from grader.checks.orders import Call, at_once, bought, in_stock, moved, order, patient, place, stock_of, until_caught
from grader.checks.projects import expect, refused

CANCELLING = 8
ROUNDS, SECONDS = 24, 25  # with 10 rounds of 6, one wrong app in forty got away
WAY = ["pending", "paid", "shipped", "delivered"]
WORDS = [*WAY, "cancelled"]
NEXT = {"pending": {"paid", "cancelled"}, "paid": {"shipped", "cancelled"}, "shipped": {"delivered"}}


def status_of(api, one):
    return expect(api.get(one.place), 200).json()["status"]


def test_the_whole_way(people, fake):
    """An admin moves an order from pending to paid, shipped, delivered; each move answers 200 with the order."""
    admin, buyer = people.admin().api, people.fresh().api
    one = bought(people, fake, buyer, 2)
    assert one.order == order("pending", (one.product, 2))
    for status in WAY[1:]:
        reply = expect(moved(admin, one.place, status), 200)
        assert reply.json() == order(status, (one.product, 2))
        assert status_of(buyer, one) == status


def test_no_other_way(people, fake):
    """Any other move is 409, to where the order is already as well, and the order stays as it is."""
    admin, buyer = people.admin().api, people.fresh().api
    for way in (WAY, ["pending", "paid", "cancelled"]):
        one = bought(people, fake, buyer)
        for status in way:
            if status != "pending":
                expect(moved(admin, one.place, status), 200)
            for wrong in fake.shuffled(sorted(set(WORDS) - NEXT.get(status, set()))):
                refused(moved(admin, one.place, wrong), 409)
                assert status_of(buyer, one) == status


def test_the_owner(people, fake):
    """Whose order it is may pay and cancel; to ship or deliver it is 403 for them."""
    admin, buyer = people.admin().api, people.fresh().api
    one, another, third = (bought(people, fake, buyer) for _ in range(3))
    for status, wrong in (("paid", "shipped"), ("shipped", "delivered")):
        expect(moved(buyer if status == "paid" else admin, one.place, status), 200)
        refused(moved(buyer, one.place, wrong), 403)
        assert status_of(buyer, one) == status
    refused(moved(buyer, one.place, "cancelled"), 409)
    expect(moved(buyer, another.place, "cancelled"), 200)
    expect(moved(buyer, third.place, "paid"), 200)
    expect(moved(buyer, third.place, "cancelled"), 200)


def test_somebody_else(people, fake):
    """To any other user there is no such order: 404, and it stays as it is."""
    buyer, stranger = people.fresh().api, people.other().api
    one = bought(people, fake, buyer)
    for status in ("paid", "cancelled", "shipped"):
        refused(moved(stranger, one.place, status), 404)
    assert status_of(buyer, one) == "pending"


def test_unknown_words(people, fake):
    """A status that does not exist is 422, and the order stays as it is."""
    admin, buyer = people.admin().api, people.fresh().api
    one = bought(people, fake, buyer)
    for wrong in (fake.word(), "", "PAID", None, 7, ["paid"], "constructor"):
        refused(moved(admin, one.place, wrong), 422)
    refused(admin.patch(one.place, json={}), 422)
    assert status_of(buyer, one) == "pending"


def test_cancelled_is_in_stock_again(people, fake):
    """When an order is cancelled, from pending or from paid, its pieces are in stock again."""
    buyer = people.fresh().api
    for first in ((), ("paid",)):
        pieces = fake.integer(2, 5)
        one = bought(people, fake, buyer, pieces, stock=9)
        for status in first:
            expect(moved(buyer, one.place, status), 200)
        in_stock(buyer, one.product, 9 - pieces)
        reply = expect(moved(buyer, one.place, "cancelled"), 200)
        assert reply.json() == order("cancelled", (one.product, pieces))
        in_stock(buyer, one.product, 9)


def test_cancelled_without_its_product(people, fake):
    """An order can be cancelled also when its product is no longer in the catalog."""
    buyer = people.fresh().api
    one = bought(people, fake, buyer)
    expect(people.admin().api.delete(place(one.product)), 204)
    expect(moved(buyer, one.place, "cancelled"), 200)


def test_two_at_the_same_time(people, fake, crowd):
    """Of several who cancel an order at the same moment one gets 200, the others 409; the pieces come back once."""
    person = people.fresh()
    for api in (person.api, people.admin().api):
        patient(api)
    ends = time.monotonic() + SECONDS

    def play(_):
        one = bought(people, fake, person.api, 2, stock=9)
        call = Call(person.credentials, "PATCH", one.place, {"status": "cancelled"})
        replies = [expect(reply, 200, 409) for reply in at_once(crowd, [call] * CANCELLING)]
        done = sum(reply.status_code == 200 for reply in replies)
        left = stock_of(person.api, one.product)
        assert done == 1, f"{done} of {CANCELLING} cancelled the same order, and of 9 pieces there are {left} now"
        assert left == 9

    until_caught(ROUNDS, lambda: time.monotonic() > ends, play)
