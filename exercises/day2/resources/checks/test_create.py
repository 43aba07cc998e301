from grader.checks.rest import ID, address, created, location


def test_answers_with_the_product(api, fake):
    """POST /products answers 201 with the new product: id, name, price, category and in_stock."""
    for in_stock in (True, False):
        product = fake.product(in_stock=in_stock)
        reply = api.post("/products", json=product)
        assert reply.status_code == 201
        assert reply.json() == product | {"id": ID}


def test_fills_in_the_default(api, fake):
    """A product without in_stock is in stock."""
    product = fake.product()
    del product["in_stock"]
    reply = api.post("/products", json=product)
    assert reply.status_code == 201
    assert reply.json() == product | {"id": ID, "in_stock": True}


def test_names_the_location(api, fake):
    """The answer's Location header is the address of the new product."""
    reply = api.post("/products", json=fake.product())
    product = created(reply)
    where = location(reply)
    if where != address("/products", product["id"]):  # any other address will do, if the product is there
        found = api.get(where)
        assert found.status_code == 200
        assert found.json() == product


def test_trims_the_name(api, fake):
    """Blanks around the name are cut off; blanks inside stay."""
    product = fake.product()
    reply = api.post("/products", json=product | {"name": f"  {product['name']} \t"})
    assert reply.status_code == 201
    assert reply.json() == product | {"id": ID}


def test_takes_whole_and_zero_prices(api, fake):
    """A price may be a whole number, and it may be 0."""
    for price in (0, fake.integer(1, 900), fake.integer(10_000, 99_999)):
        product = fake.product(price=price)
        reply = api.post("/products", json=product)
        assert reply.status_code == 201
        assert reply.json() == product | {"id": ID}


def test_chooses_the_id_itself(api, fake):
    """An id in the body and fields that a product does not have are ignored."""
    wanted = fake.integer(10**6, 10**7)
    product = fake.product()
    reply = api.post("/products", json=product | {"id": wanted, "colour": fake.word()})
    assert reply.status_code == 201
    assert reply.json() == product | {"id": ID}
    assert reply.json()["id"] != wanted
