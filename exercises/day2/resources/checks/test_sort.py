from grader.checks import ERROR
from grader.checks.rest import column, listed, make

PRICES = [9, 10, 100, 9.5, 0.99, 25, 0, 1000]
NAMES = ["Zebra", "apple", "Banana", "apple pie", "9 pens", "10 pens", "Apple", "cherry"]


def test_price(api, fake):
    """?sort=price lists from cheap to dear, by number and not by text: 9 comes before 10."""
    category = fake.category()
    make(api, "/products", *(fake.product(category=category, price=price) for price in fake.shuffled(PRICES)))
    assert column(listed(api, category, sort="price"), "price") == sorted(PRICES)


def test_price_descending(api, fake):
    """?sort=-price lists from dear to cheap."""
    category = fake.category()
    make(api, "/products", *(fake.product(category=category, price=price) for price in fake.shuffled(PRICES)))
    assert column(listed(api, category, sort="-price"), "price") == sorted(PRICES, reverse=True)


def test_name(api, fake):
    """?sort=name lists by code point: digits, then capitals, then small letters."""
    category = fake.category()
    names = [*NAMES, *(fake.product()["name"] for _ in range(4))]
    make(api, "/products", *(fake.product(category=category, name=name) for name in fake.shuffled(names)))
    assert column(listed(api, category, sort="name"), "name") == sorted(names)


def test_ties(api, fake):
    """Products of the same price stay in the order in which they were created, descending too."""
    category, cheap, dear = fake.category(), fake.integer(1, 50), fake.integer(51, 99)
    costs = fake.shuffled([cheap] * 4 + [dear] * 4)
    made = make(api, "/products", *(fake.product(category=category, price=price) for price in costs))
    low, high = ([p["name"] for p in made if p["price"] == price] for price in (cheap, dear))
    assert column(listed(api, category, sort="price"), "name") == low + high
    assert column(listed(api, category, sort="-price"), "name") == high + low


def test_sorting_is_for_one_answer(api, fake):
    """A sorted answer does not reorder what is stored: afterwards, ties are still in the order of creation."""
    category, name = fake.category(), fake.product()["name"]
    costs = fake.shuffled(PRICES)
    make(api, "/products", *(fake.product(category=category, name=name, price=price) for price in costs))
    listed(api, category, sort="price")
    assert column(listed(api, category, sort="name"), "price") == costs
    listed(api, category, sort="-price")
    assert column(listed(api, category, sort="name"), "price") == costs


def test_unknown_field(api, fake):
    """?sort= with a field that products do not have answers 422 with a JSON error."""
    for field in (fake.word(), f"-{fake.word()}", "colour"):
        reply = api.get("/products", params={"sort": field})
        assert reply.status_code == 422
        assert reply.json() == ERROR
