import time

from grader.checks.orders import BUYERS, ITEMS, ORDERS, Call, at_once, item_of, on_sale, patient, stock_of, until_caught
from grader.checks.projects import expect

BUYING, PIECES = 20, 10
ROUNDS, SECONDS = 8, 25


def test_twenty_buyers(people, fake, crowd):
    """20 buyers at the same time, 10 pieces of one product, or of each of two in every cart: 10 orders, stock 0."""
    buyers = BUYERS.take(people, BUYING)
    patient(people.admin().api)
    ends = time.monotonic() + SECONDS

    def play(number):
        shelf = [on_sale(people, fake, stock=PIECES) for _ in range(1 + number % 2)]
        fill(crowd, buyers, shelf)
        replies = at_once(crowd, [Call(who, "POST", ORDERS) for who in buyers])
        judge(replies, [stock_of(patient(people.client()), one) for one in shelf])
        at_once(crowd, [Call(who, "DELETE", item_of(one)) for who in buyers for one in shelf])

    until_caught(ROUNDS, lambda: time.monotonic() > ends, play)


def fill(crowd, buyers, shelf):
    """One piece of everything into each cart; of two products every other buyer takes them in the other order."""
    for turn in range(len(shelf)):
        wanted = [shelf[turn if number % 2 else len(shelf) - 1 - turn] for number in range(len(buyers))]
        bodies = [{"product_id": one["id"], "quantity": 1} for one in wanted]
        for reply in at_once(crowd, [Call(who, "POST", ITEMS, body) for who, body in zip(buyers, bodies, strict=True)]):
            expect(reply, 200)


def judge(replies, left):
    """Ten have an order, the others none, and nothing is left."""
    for reply in replies:
        expect(reply, 201, 409)
    orders = sum(reply.status_code == 201 for reply in replies)
    products = "one product" if len(left) == 1 else "two products in every cart"
    words = f"with {products}, {BUYING} buyers at the same time got {orders} orders; {PIECES} pieces were there"
    assert orders == PIECES, f"{words}, and the stock says {left} now"
    assert left == [0] * len(left), f"{words}, yet the stock says {left} now"
