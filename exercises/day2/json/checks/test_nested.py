from decimal import ROUND_HALF_UP, Decimal

from grader.checks import ERROR


def total(order):
    """What the order costs: exact, and rounded once, half-up, at the very end."""
    gross = sum(Decimal(str(item["price"])) * item["quantity"] for item in order["items"])
    percent = Decimal(str(order.get("discount", {}).get("percent", 0)))
    return float((gross * (100 - percent) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP))


def costs(api, *prices, percent=None, quantity=1):
    """An order of these prices gets its right total."""
    order = {"items": [{"price": price, "quantity": quantity} for price in prices]}
    if percent is not None:
        order["discount"] = {"percent": percent}
    check(api, order)


def check(api, order):
    reply = api.post("/orders/total", json=order)
    assert reply.status_code == 200
    assert reply.json() == {"total": total(order)}


def refused(api, **order):
    reply = api.post("/orders/total", json=order)
    assert reply.status_code == 422
    assert reply.json() == ERROR


def test_without_discount(api, fake):
    """POST /orders/total answers 200 with the total: every price times its quantity, added up."""
    for _ in range(4):
        count = fake.integer(1, 5)
        check(api, {"items": [{"price": fake.price(), "quantity": fake.integer(1, 9)} for _ in range(count)]})


def test_with_discount(api, fake):
    """discount.percent is taken off the whole order; it may have decimals."""
    for percent in (fake.integer(1, 99), fake.integer(1, 99), 12.5, 33.3):
        items = [{"price": fake.price(), "quantity": fake.integer(1, 9)} for _ in range(fake.integer(1, 5))]
        check(api, {"items": items, "discount": {"percent": percent}})


def test_discount_limits(api, fake):
    """A discount of 0 percent changes nothing, one of 100 percent makes the order free."""
    costs(api, fake.price(), fake.price(), percent=0)
    costs(api, fake.price(), fake.price(), percent=100)


def test_nothing_to_pay(api, fake):
    """An order without items costs 0, with or without a discount, and a price may be 0."""
    costs(api)
    costs(api, percent=fake.integer(1, 100))
    costs(api, 0)
    costs(api, 0, fake.price())


def test_rounds_half_up(api):
    """Half a cent is rounded up, also where a computer's fractions come out a trace too small."""
    for price in (1.005, 2.675, 1.115, 0.125, 0.375, 8.345, 0.025, 10.235, 1.255, 0.005, 4.015):
        costs(api, price)
    for price, percent in ((1.01, 50), (0.05, 50), (2.45, 10), (0.15, 30), (1.15, 90), (20.3, 5)):
        costs(api, price, percent=percent)


def test_rounds_once(api, fake):
    """Rounding happens once, at the very end, not for every item and not before the discount."""
    costs(api, 0.005, 0.005)
    costs(api, 0.014, 0.014, 0.014)
    costs(api, 0.004, quantity=fake.integer(2, 9) * 10)
    costs(api, 1.005, percent=50)
    costs(api, *(fake.integer(1, 9) / 1000 for _ in range(8)))
    costs(api, *(fake.price() for _ in range(5)), percent=fake.choice([7, 11, 13, 17, 19]))


def test_wrong_quantity(api, fake):
    """A quantity that is not a whole number from 1 answers 422 with a JSON error."""
    for quantity in (0, -1, 1.5, True, "2", None):
        good = {"price": fake.price(), "quantity": 1}
        refused(api, items=fake.shuffled([good, {"price": fake.price(), "quantity": quantity}]))
    refused(api, items=[{"price": fake.price()}])


def test_wrong_price(api, fake):
    """A price that is not a number from 0 answers 422 with a JSON error."""
    for price in (-0.01, -fake.integer(1, 99), str(fake.price()), True, None):
        good = {"price": fake.price(), "quantity": 1}
        refused(api, items=fake.shuffled([good, {"price": price, "quantity": 2}]))
    refused(api, items=[{"quantity": 1}])


def test_wrong_percent(api, fake):
    """A percent that is not a number from 0 to 100 answers 422 with a JSON error."""
    for percent in (-1, 101, 100.5, "10", True, None):
        refused(api, items=[{"price": fake.price(), "quantity": 1}], discount={"percent": percent})
    refused(api, items=[{"price": 0, "quantity": 1}], discount={"percent": fake.integer(101, 999)})


def test_wrong_shape(api, fake):
    """No items, items that are no list, or an item that is no object answer 422 with a JSON error."""
    refused(api)
    refused(api, discount={"percent": 10})
    for items in (None, fake.integer(1, 9), fake.word(), {"price": 1, "quantity": 1}, [fake.price()], [None], [[1, 2]]):
        refused(api, items=items)
