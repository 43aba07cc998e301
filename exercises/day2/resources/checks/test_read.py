from grader.checks import ERROR
from grader.checks.rest import address, column, created, listed, location, make, nonsense


def test_gives_the_product(api, fake):
    """GET /products/<id> answers 200 with just that product."""
    for product in make(api, "/products", *(fake.product() for _ in range(3))):
        reply = api.get(address("/products", product["id"]))
        assert reply.status_code == 200
        assert reply.json() == product


def test_follows_the_location(api, fake):
    """A GET on the Location of a new product gives that product."""
    made = api.post("/products", json=fake.product())
    reply = api.get(location(made))
    assert reply.status_code == 200
    assert reply.json() == created(made)


def test_unknown_is_404(api, fake):
    """GET on an unknown or nonsensical id answers 404 with a JSON error."""
    product = make(api, "/products", fake.product())[0]
    for unknown in nonsense(fake, product["id"]):
        reply = api.get(f"/products/{unknown}")
        assert reply.status_code == 404
        assert reply.json() == ERROR


def test_list_has_items_and_total(api, fake):
    """GET /products answers 200 with an object of two keys: items, an array, and total, how many there are."""
    count = len(make(api, "/products", *(fake.product() for _ in range(3))))
    reply = api.get("/products")
    assert reply.status_code == 200
    body = reply.json()
    assert sorted(body) == ["items", "total"]
    assert isinstance(body["items"], list), "items is a JSON array"
    assert isinstance(body["total"], int) and body["total"] is not True, "total is a whole number"
    assert len(body["items"]) >= count
    assert body["total"] >= len(body["items"])


def test_list_shows_what_was_created(api, fake):
    """Every product that was created is in the list, with all its fields."""
    category = fake.category()
    made = make(api, "/products", *(fake.product(category=category) for _ in range(3)))
    items = listed(api, category)
    assert sorted(column(items, "name")) == sorted(column(made, "name"))
    for product in made:
        assert product in items
