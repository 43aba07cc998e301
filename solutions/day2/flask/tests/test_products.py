"""Tests of /products for a server that somebody else wrote. Where it is, BASE_URL says.

Each test makes what it needs in a category of its own, so that the order of the tests doesn't matter, nor what else
is in the shop.
"""

import os
import uuid

import pytest
import requests

BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8080")


def call(method, path, **options):
    return requests.request(method, BASE_URL + path, timeout=5, **options)


def new_product(**changes):
    """What to send to make a product; each has a category that no other one has."""
    product = {"name": "Desk lamp", "price": 19.95, "category": f"test-{uuid.uuid4()}", "in_stock": False}
    return product | changes


def create(**changes):
    reply = call("POST", "/products", json=new_product(**changes))
    reply.raise_for_status()
    return reply.json()


def path_of(product):
    return f"/products/{product['id']}"


def list_category(category, **params):
    reply = call("GET", "/products", params={"category": category, **params})
    assert reply.status_code == 200
    return reply.json()


# --- create -----------------------------------------------------------------------------------------------------------
def test_create_answers_201_with_the_product():
    sent = new_product()
    reply = call("POST", "/products", json=sent)
    assert reply.status_code == 201
    product = reply.json()
    assert product == {**sent, "id": product["id"]}


def test_location_leads_to_the_new_product():
    reply = call("POST", "/products", json=new_product())
    location = requests.compat.urljoin(f"{BASE_URL}/products", reply.headers["Location"])
    assert requests.get(location, timeout=5).json() == reply.json()


def test_a_new_product_is_in_stock_unless_said_otherwise():
    sent = new_product()
    del sent["in_stock"]
    assert call("POST", "/products", json=sent).json()["in_stock"] is True


def test_the_name_is_trimmed():
    assert create(name="  Kettle ")["name"] == "Kettle"


def test_a_second_product_leaves_the_first_as_it_was():
    first = create(name="First")
    second = create(name="Second")
    assert first["id"] != second["id"]
    assert call("GET", path_of(first)).json() == first
    assert call("GET", path_of(second)).json() == second


# --- read -------------------------------------------------------------------------------------------------------------
def test_read_one():
    product = create()
    reply = call("GET", path_of(product))
    assert reply.status_code == 200
    assert reply.json() == product


def test_list_has_the_items_and_how_many_there_are():
    lamp = create(name="Lamp")
    chair = create(name="Chair", category=lamp["category"])
    listed = list_category(lamp["category"])
    assert listed["items"] == [lamp, chair]
    assert listed["total"] == 2


def test_a_page_is_a_part_and_total_counts_all():
    category = new_product()["category"]
    for name in ["One", "Two", "Three"]:
        create(name=name, category=category)
    page = list_category(category, page=2, per_page=2)
    assert [product["name"] for product in page["items"]] == ["Three"]
    assert page["total"] == 3


# --- update -----------------------------------------------------------------------------------------------------------
def test_patch_changes_what_it_names_and_nothing_else():
    product = create()
    reply = call("PATCH", path_of(product), json={"price": 5})
    assert reply.status_code == 200
    assert reply.json() == {**product, "price": 5}
    assert call("GET", path_of(product)).json() == {**product, "price": 5}


def test_put_replaces_the_whole_product():
    product = create()
    sent = new_product(name="Floor lamp", price=49.5)
    reply = call("PUT", path_of(product), json=sent)
    assert reply.status_code == 200
    assert reply.json() == {**sent, "id": product["id"]}
    assert call("GET", path_of(product)).json() == reply.json()


def test_put_gives_an_absent_in_stock_its_default():
    product = create(in_stock=False)
    sent = {"name": "Stool", "price": 15, "category": product["category"]}
    assert call("PUT", path_of(product), json=sent).json()["in_stock"] is True


@pytest.mark.parametrize("field", ["name", "price", "category"])
def test_put_without_a_required_field_is_refused(field):
    product = create()
    sent = new_product()
    del sent[field]
    reply = call("PUT", path_of(product), json=sent)
    assert reply.status_code == 422
    assert field in reply.json()["fields"]
    assert call("GET", path_of(product)).json() == product


# --- delete -----------------------------------------------------------------------------------------------------------
def test_delete_answers_204_with_an_empty_body():
    reply = call("DELETE", path_of(create()))
    assert reply.status_code == 204
    assert reply.content == b""


def test_a_deleted_product_is_gone():
    product = create()
    call("DELETE", path_of(product))
    assert call("GET", path_of(product)).status_code == 404
    assert call("DELETE", path_of(product)).status_code == 404
    assert list_category(product["category"])["items"] == []


# --- no such product --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_an_unknown_product_is_404(method):
    body = new_product() if method in ("PUT", "PATCH") else None
    reply = call(method, "/products/no-such-product", json=body)
    assert reply.status_code == 404
    assert reply.json()["error"]


# --- validation -------------------------------------------------------------------------------------------------------
BROKEN = [
    ("name", ""),
    ("name", "   "),
    ("name", "x" * 101),
    ("name", 7),
    ("price", -0.01),
    ("price", "9.50"),
    ("price", True),
    ("price", 1.999),
    ("category", ""),
    ("in_stock", "yes"),
]


@pytest.mark.parametrize(("field", "value"), BROKEN)
def test_create_refuses_a_broken_field(field, value):
    reply = call("POST", "/products", json=new_product(**{field: value}))
    assert reply.status_code == 422
    assert list(reply.json()["fields"]) == [field]


@pytest.mark.parametrize(("field", "value"), BROKEN)
def test_patch_refuses_a_broken_field(field, value):
    product = create()
    reply = call("PATCH", path_of(product), json={field: value})
    assert reply.status_code == 422
    assert call("GET", path_of(product)).json() == product


def test_every_wrong_field_is_named():
    reply = call("POST", "/products", json=new_product(category="", in_stock="yes"))
    assert reply.status_code == 422
    assert set(reply.json()["fields"]) == {"category", "in_stock"}


def test_nothing_refused_is_kept():
    sent = new_product(price="9.50")
    call("POST", "/products", json=sent)
    assert list_category(sent["category"])["items"] == []
