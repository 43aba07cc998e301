from grader.checks.rest import address, column, make, page


def shelf(api, fake, category, *prices):
    """Products of a category with these prices, in random order; every other one is in stock. Decoys lie between."""
    made = []
    for number, price in enumerate(fake.shuffled(prices)):
        product = fake.product(category=category, price=price, in_stock=number % 2 == 0)
        made += make(api, "/products", product)
        make(api, "/products", fake.product(price=price))
    return made


def prices(api, **params):
    return sorted(column(page(api, **params)["items"], "price"))


def test_category(api, fake):
    """?category= gives the products of exactly that category, and total counts just these."""
    home = fake.category()
    for category in (home, f"{home}s", f"{home} & más"):
        made = shelf(api, fake, category, 5, 6, 7)
        found = page(api, category=category)
        assert sorted(column(found["items"], "name")) == sorted(column(made, "name"))
        assert found["total"] == 3


def test_nothing_matches(api, fake):
    """A filter that nothing matches answers 200 with no items and total 0."""
    make(api, "/products", fake.product())
    reply = api.get("/products", params={"category": fake.category()})
    assert reply.status_code == 200
    assert reply.json() == {"items": [], "total": 0}


def test_min_price(api, fake):
    """?min_price= gives the products that cost as much or more."""
    category = fake.category()
    shelf(api, fake, category, 0, 8.99, 9, 9.01, 25, 100)
    assert prices(api, category=category, min_price=9) == [9, 9.01, 25, 100]
    assert prices(api, category=category, min_price="9.01") == [9.01, 25, 100]
    assert prices(api, category=category, min_price=0) == [0, 8.99, 9, 9.01, 25, 100]
    assert prices(api, category=category, min_price=101) == []


def test_max_price(api, fake):
    """?max_price= gives the products that cost as much or less, for max_price=0 the free ones."""
    category = fake.category()
    shelf(api, fake, category, 0, 8.99, 9, 9.01, 25, 100)
    assert prices(api, category=category, max_price=9) == [0, 8.99, 9]
    assert prices(api, category=category, max_price="9.01") == [0, 8.99, 9, 9.01]
    assert prices(api, category=category, max_price=100) == [0, 8.99, 9, 9.01, 25, 100]
    assert prices(api, category=category, max_price=0) == [0]


def test_in_stock(api, fake):
    """?in_stock=true gives what is in stock, ?in_stock=false what is not."""
    category = fake.category()
    made = shelf(api, fake, category, 1, 2, 3, 4, 5)
    for word, wanted in (("true", True), ("false", False)):
        found = page(api, category=category, in_stock=word)
        assert sorted(column(found["items"], "name")) == sorted(p["name"] for p in made if p["in_stock"] is wanted)
        assert found["total"] == len(found["items"])


def test_combine(api, fake):
    """Filters combine with and: only what passes every one of them is in the list and in total."""
    category = fake.category()
    made = shelf(api, fake, category, *range(10, 18))
    for in_stock in (True, False):
        found = page(api, category=category, min_price=11, max_price=16, in_stock=str(in_stock).lower())
        wanted = [p for p in made if 11 <= p["price"] <= 16 and p["in_stock"] is in_stock]
        assert sorted(column(found["items"], "name")) == sorted(column(wanted, "name"))
        assert found["total"] == len(wanted)
    assert page(api, category=category, min_price=16, max_price=11) == {"items": [], "total": 0}


def test_sees_changes(api, fake):
    """A filter looks at the products as they are now, not as they were created."""
    category, other = fake.category(), fake.category()
    product = make(api, "/products", fake.product(category=category))[0]
    assert page(api, category=category)["total"] == 1
    if api.patch(address("/products", product["id"]), json={"category": other}).status_code == 200:
        assert page(api, category=category)["total"] == 0
        assert page(api, category=other)["total"] == 1


def test_odd_values_are_no_crash(api, fake):
    """Filters with odd values get an answer, whichever, but never a 5xx."""
    for params in ({"min_price": fake.word()}, {"max_price": "NaN"}, {"in_stock": "maybe"}, {"category": ""}):
        assert api.get("/products", params=params).status_code in range(200, 500)
