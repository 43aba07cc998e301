import json

from grader.checks import ERROR
from grader.checks.rest import ID, address, listed, make, refusal

JSON = {"Content-Type": "application/json"}
REFUSED = (400, 422)
WRONG = {
    "name": ["", "   ", "x" * 101, None, 7, True, ["Lamp"], {}],
    "price": [-1, -0.01, "9.50", "", None, True, False, 19.999, 0.001, 1.005, [9.5], {}],
    "category": ["", None, 7, False, ["home"]],
    "in_stock": ["true", "", None, 0, 1, []],
}


def refusals(api):
    """The statuses of a refusal where a body is no JSON, or JSON that a strict parser does not take for a whole body.

    Who does not catch the parser's errors yet has them all answered alike; that is the matter of json.malformed.
    """
    broken = api.post("/products", data='{"price": ', headers=JSON).status_code
    return (*REFUSED, broken) if broken >= 500 else REFUSED


def must_refuse(api, fake, field):
    """Every wrong value of a field is refused by a 422 that names this field alone."""
    for value in WRONG[field]:
        reply = api.post("/products", json=fake.product() | {field: value})
        assert reply.status_code == 422
        assert reply.json() == refusal(field)


def test_name(api, fake):
    """A name that is not a text of 1 to 100 characters (blanks around it don't count) is refused: 422, fields.name."""
    must_refuse(api, fake, "name")


def test_price(api, fake):
    """A price that is not a number from 0 with at most two decimals is refused: 422 with fields.price."""
    must_refuse(api, fake, "price")
    for price in (-fake.price(), str(fake.price()), fake.integer(1, 900) + 0.125):
        reply = api.post("/products", json=fake.product(price=price))
        assert reply.status_code == 422
        assert reply.json() == refusal("price")


def test_category(api, fake):
    """A category that is not a non-empty text is refused: 422 with fields.category."""
    must_refuse(api, fake, "category")


def test_in_stock(api, fake):
    """An in_stock that is neither true nor false is refused: 422 with fields.in_stock."""
    must_refuse(api, fake, "in_stock")


def test_missing_fields(api, fake):
    """A product without a name, a price or a category is refused: 422, and fields names what is missing."""
    for missing in (["name"], ["price"], ["category"], ["category", "name", "price"]):
        product = fake.product()
        for field in missing:
            del product[field]
        reply = api.post("/products", json=product)
        assert reply.status_code == 422
        assert reply.json() == refusal(*missing)


def test_two_at_once(api, fake):
    """When two fields are wrong, fields names both, and no other."""
    for _ in range(6):
        fields = fake.sample(sorted(WRONG), 2)
        wrong = {field: fake.choice(WRONG[field]) for field in fields}
        reply = api.post("/products", json=fake.product() | wrong)
        assert reply.status_code == 422
        assert reply.json() == refusal(*fields)


def test_numbers_out_of_range(api, fake):
    """NaN, Infinity and 1e400 are refused as prices: none is a number that can be stored."""
    no_json = refusals(api)
    statuses = {"1e400": REFUSED, "-1e400": REFUSED, "NaN": no_json, "Infinity": no_json, "-Infinity": no_json}
    for price, allowed in statuses.items():
        product = json.dumps(fake.product(price=0)).replace('"price": 0', f'"price": {price}')
        reply = api.post("/products", data=product, headers=JSON)
        assert reply.status_code in allowed
        assert reply.json() == ERROR


def test_not_an_object(api, fake):
    """A body that is JSON but not an object is refused with a JSON error."""
    reply = api.post("/products", json=[fake.product()])
    assert reply.status_code == 422
    assert reply.json() == ERROR
    allowed = refusals(api)
    for body in (fake.word(), fake.integer(1, 99), True, None):
        reply = api.post("/products", json=body)
        assert reply.status_code in allowed
        assert reply.json() == ERROR


def test_stores_nothing(api, fake):
    """A product that was refused is not in the list."""
    category = fake.category()
    good = make(api, "/products", fake.product(category=category))
    for wrong in ({"price": -fake.price()}, {"name": " "}, {"in_stock": "yes"}, {"name": "", "price": None}):
        reply = api.post("/products", json=fake.product(category=category) | wrong)
        assert reply.status_code == 422
    assert listed(api, category) == good


def test_accepts_every_cent(api, fake):
    """Any price with two decimals is accepted, also those that a computer can't hold exactly."""
    drawn = [fake.integer(1, 99_999) / 100 for _ in range(8)]
    for price in [0.01, 0.07, 0.29, 0.57, 1.1, 4.35, 19.99, 64.1, 1.15, 2.3, 8.2, 1001.1, 123456.78, *drawn]:
        product = fake.product(price=price)
        reply = api.post("/products", json=product)
        assert reply.status_code == 201
        assert reply.json() == product | {"id": ID}


def test_accepts_long_names(api, fake):
    """A name of 1 or of 100 characters is accepted; letters with accents and blanks around it do not count double."""
    letters = fake.choice("abcdefgh")
    for name in (letters, letters * 100, "é" * 100, "猫" * 100):
        for sent in (name, f"  {name}  "):
            product = fake.product(name=name)
            reply = api.post("/products", json=product | {"name": sent})
            assert reply.status_code == 201
            assert reply.json() == product | {"id": ID}


def test_patch(api, fake):
    """PATCH obeys the same rules: a wrong value is refused with 422 and fields, and the product stays as it is."""
    product = make(api, "/products", fake.product())[0]
    where = address("/products", product["id"])
    for field in sorted(WRONG):
        for value in WRONG[field]:
            reply = api.patch(where, json={field: value})
            assert reply.status_code == 422
            assert reply.json() == refusal(field)
    assert api.get(where).json() == product


def test_patch_is_all_or_nothing(api, fake):
    """A PATCH with one good and one wrong field changes neither."""
    product = make(api, "/products", fake.product())[0]
    where, new = address("/products", product["id"]), fake.product()
    for good, bad, value in (("name", "price", -1), ("price", "in_stock", "yes"), ("category", "name", "")):
        reply = api.patch(where, json={good: new[good], bad: value})
        assert reply.status_code == 422
        assert reply.json() == refusal(bad)
        assert api.get(where).json() == product


def test_put(api, fake):
    """PUT obeys the same rules: a missing or wrong field is refused with 422 and fields, and nothing changes."""
    product = make(api, "/products", fake.product())[0]
    where = address("/products", product["id"])
    for missing in ("name", "price", "category"):
        new = fake.product()
        del new[missing]
        reply = api.put(where, json=new)
        assert reply.status_code == 422
        assert reply.json() == refusal(missing)
    for field in sorted(WRONG):
        reply = api.put(where, json=fake.product() | {field: fake.choice(WRONG[field])})
        assert reply.status_code == 422
        assert reply.json() == refusal(field)
    assert api.get(where).json() == product
