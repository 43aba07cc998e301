from grader.checks.load import load, whole
from grader.checks.orders import BUYERS, CART, ITEMS, ORDERS, on_sale, place, product, stock_of
from grader.checks.projects import expect
from grader.checks.rest import PRODUCTS, page

BUYING, MAKING = 10, 2  # of the twenty clients; the others look round
PIECES = 900


def test_nothing_is_lost(people, fake, crowd, measures):
    """2 000 requests from 20 clients who look, fill carts, order and make products: no 5xx, and nothing is lost."""
    buyers = [
        {"who": who.headers, "one": on_sale(people, fake, stock=PIECES), "in cart": 0, "ordered": 0}
        for who in BUYERS.take(people, BUYING)
    ]
    keepers = [
        {"who": people.admin().credentials.headers, "category": fake.category(), "made": 0} for _ in range(MAKING)
    ]

    def work(api, number, rng):
        if number < BUYING and rng.random() < 0.6:
            return shop(api, rng, buyers[number])
        if BUYING <= number < BUYING + MAKING and rng.random() < 0.3:
            return make(api, fake, keepers[number - BUYING])
        return look(api, rng, rng.choice(buyers)["one"], rng.choice(keepers)["category"])

    sent = load(crowd, measures, work)
    all_is_there(people, buyers, keepers)
    whole(sent)


def shop(api, rng, buyer):
    """A look, another piece into the cart, or an order of all that is in it; what was answered is counted."""
    if rng.random() < 0.4:
        return expect(api.get(rng.choice([CART, ORDERS]), headers=buyer["who"]), 200)
    if buyer["in cart"] and rng.random() < 0.25:
        reply = expect(api.post(ORDERS, headers=buyer["who"]), 201)
        buyer["ordered"], buyer["in cart"] = buyer["ordered"] + buyer["in cart"], 0
    else:
        body = {"product_id": buyer["one"]["id"], "quantity": 1}
        reply = expect(api.post(ITEMS, json=body, headers=buyer["who"]), 200)
        buyer["in cart"] += 1
    return reply


def make(api, fake, keeper):
    """A new product."""
    reply = expect(api.post(PRODUCTS, json=product(fake, category=keeper["category"]), headers=keeper["who"]), 201)
    keeper["made"] += 1
    return reply


def look(api, rng, one, category):
    """What everybody may see."""
    if rng.random() < 0.5:
        return expect(api.get(place(one)), 200)
    query = {"category": category, "sort": rng.choice(["price", "-price", "name"]), "per_page": rng.choice([5, 20])}
    return expect(api.get(PRODUCTS, params=query), 200)


def all_is_there(people, buyers, keepers):
    """Each piece that was ordered is out of the stock, each that was not is in the cart, each product in the list."""
    for buyer in buyers:
        client = people.client()
        cart = expect(client.get(CART, headers=buyer["who"]), 200).json()
        assert [item["quantity"] for item in cart["items"]] == [buyer["in cart"]] * (buyer["in cart"] > 0)
        assert stock_of(client, buyer["one"]) == PIECES - buyer["ordered"]
    for keeper in keepers:
        made, total = keeper["made"], page(people.client(), category=keeper["category"])["total"]
        assert total == made, f"{made} products were made in one category (each got a 201), {total} are in the list"
