"""The products: made, changed, refused, listed."""

import uuid

import pytest
from shop import Client, admin, new_product, path_of, read

LAMP = {"name": "Desk lamp", "category": "home", "price": 19.99}
BROKEN = [
    ("name", ""),
    ("name", "   "),
    ("name", "x" * 101),
    ("category", ""),
    ("price", -0.01),
    ("price", "9.50"),
    ("price", True),
    ("price", 1.999),
    ("stock", -1),
    ("stock", 1.5),
]


def items(**query):
    reply = Client().get("/products", params=query)
    assert reply.status_code == 200
    return reply.json()["items"]


def test_create_answers_201_with_the_product():
    reply = admin().post("/products", json={**LAMP, "name": "  Desk lamp ", "stock": 3})
    assert reply.status_code == 201
    product = reply.json()
    assert product == {**LAMP, "id": product["id"], "description": "", "stock": 3}
    assert reply.headers["Location"].endswith(f"/products/{product['id']}")
    assert read(product) == product


def test_patch_changes_what_it_names():
    lamp = new_product(stock=3)
    reply = admin().patch(path_of(lamp), json={"price": 5})
    assert reply.status_code == 200
    assert reply.json() == {**lamp, "price": 5} == read(lamp)


@pytest.mark.parametrize(("field", "value"), BROKEN)
def test_what_breaks_a_rule_is_refused(field, value):
    lamp, somewhere = new_product(), str(uuid.uuid4())
    sent = {**LAMP, "category": somewhere, field: value}
    assert admin().post("/products", json=sent).status_code == 422
    assert admin().patch(path_of(lamp), json={field: value}).status_code == 422
    assert items(category=somewhere) == []
    assert read(lamp) == lamp


def test_the_list_is_filtered_and_sorted():
    home = str(uuid.uuid4())
    cheap, dear, sold_out = (new_product(category=home, price=price) for price in (5, 50, 20))
    sold_out = admin().patch(path_of(sold_out), json={"stock": 0, "description": "with a WOODEN foot"}).json()
    assert items(category=home) == [cheap, dear, sold_out]
    assert items(category=home, sort="-price") == [dear, sold_out, cheap]
    assert items(category=home, min_price=5, max_price=20) == [cheap, sold_out]
    assert items(category=home, in_stock="true") == [cheap, dear]
    assert items(category=home, q="wooden") == [sold_out]


def test_pages():
    home = str(uuid.uuid4())
    made = [new_product(category=home) for _ in range(3)]
    reply = Client().get("/products", params={"category": home, "page": 2, "per_page": 2})
    assert reply.json() == {"items": made[2:], "total": 3}
    assert Client().get("/products", params={"per_page": 101}).status_code == 422


def test_unknown_is_404():
    assert Client().get("/products/no-such-product").status_code == 404
