from grader.checks import ERROR
from grader.checks.rest import address, make, nonsense


def test_patch_changes_one_field(api, fake):
    """PATCH /products/<id> answers 200 with the product, in which only the fields of the body have changed."""
    product = make(api, "/products", fake.product())[0]
    where, new = address("/products", product["id"]), fake.product(in_stock=not product["in_stock"])
    for field in fake.shuffled(sorted(new)):
        product = product | {field: new[field]}
        reply = api.patch(where, json={field: new[field]})
        assert reply.status_code == 200
        assert reply.json() == product
        assert api.get(where).json() == product


def test_patch_takes_false_and_zero(api, fake):
    """PATCH with in_stock false or price 0 is a change like any other."""
    product = make(api, "/products", fake.product(in_stock=True))[0]
    where = address("/products", product["id"])
    for change in ({"in_stock": False}, {"price": 0}, {"in_stock": True}):
        product = product | change
        reply = api.patch(where, json=change)
        assert reply.status_code == 200
        assert reply.json() == product
        assert api.get(where).json() == product


def test_patch_changes_several_fields(api, fake):
    """PATCH with two fields changes both and leaves the other two."""
    product = make(api, "/products", fake.product())[0]
    where, new = address("/products", product["id"]), fake.product()
    change = {field: new[field] for field in fake.sample(["name", "price", "category"], 2)}
    reply = api.patch(where, json=change)
    assert reply.status_code == 200
    assert reply.json() == product | change
    assert api.get(where).json() == product | change


def test_patch_with_nothing(api, fake):
    """PATCH with an empty object answers 200 and leaves the product as it is."""
    product = make(api, "/products", fake.product(in_stock=False))[0]
    where = address("/products", product["id"])
    reply = api.patch(where, json={})
    assert reply.status_code == 200
    assert reply.json() == product
    assert api.get(where).json() == product


def test_patch_trims_the_name(api, fake):
    """PATCH cuts off the blanks around a name, as POST does."""
    product, name = make(api, "/products", fake.product())[0], fake.product()["name"]
    reply = api.patch(address("/products", product["id"]), json={"name": f" {name}  "})
    assert reply.status_code == 200
    assert reply.json() == product | {"name": name}


def test_put_replaces(api, fake):
    """PUT /products/<id> answers 200 with the new product, and a GET gives the same."""
    product = make(api, "/products", fake.product())[0]
    where, new = address("/products", product["id"]), fake.product()
    for _ in range(2):
        reply = api.put(where, json=new)
        assert reply.status_code == 200
        assert reply.json() == new | {"id": product["id"]}
        assert api.get(where).json() == new | {"id": product["id"]}


def test_put_fills_in_the_default(api, fake):
    """PUT without in_stock sets it to true, whatever it was before: PUT replaces, it does not merge."""
    product = make(api, "/products", fake.product(in_stock=False))[0]
    where, new = address("/products", product["id"]), fake.product()
    del new["in_stock"]
    reply = api.put(where, json=new)
    assert reply.status_code == 200
    assert reply.json() == new | {"id": product["id"], "in_stock": True}
    assert api.get(where).json() == new | {"id": product["id"], "in_stock": True}


def test_id_stays(api, fake):
    """Neither PATCH nor PUT changes an id, and fields that a product does not have are ignored."""
    product = make(api, "/products", fake.product())[0]
    where, new = address("/products", product["id"]), fake.product()
    extra = {"id": fake.integer(10**6, 10**7), "colour": fake.word()}
    reply = api.patch(where, json=extra)
    assert reply.status_code == 200
    assert reply.json() == product
    reply = api.put(where, json=new | extra)
    assert reply.status_code == 200
    assert reply.json() == new | {"id": product["id"]}


def test_others_stay(api, fake):
    """PATCH and PUT change one product and no other."""
    before, product, after = make(api, "/products", *(fake.product() for _ in range(3)))
    where = address("/products", product["id"])
    assert api.patch(where, json={"price": fake.price()}).status_code == 200
    assert api.put(where, json=fake.product()).status_code == 200
    for other in (before, after):
        assert api.get(address("/products", other["id"])).json() == other


def test_unknown_is_404(api, fake):
    """PATCH and PUT on an unknown or nonsensical id answer 404 with a JSON error."""
    product = make(api, "/products", fake.product())[0]
    for unknown in nonsense(fake, product["id"]):
        for method in ("PATCH", "PUT"):
            reply = api.request(method, f"/products/{unknown}", json=fake.product())
            assert reply.status_code == 404
            assert reply.json() == ERROR
    assert api.get(address("/products", product["id"])).json() == product
