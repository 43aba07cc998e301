"""/products: a product is {"id", "name", "price", "category", "in_stock"}. They live in memory.

A rule is a function that takes a value and returns what is to be used, or raises ValueError with what is wrong.
"""

import math
from collections.abc import Callable, Mapping
from itertools import count
from threading import Lock
from typing import Any

from flask import Blueprint, abort, request, url_for

from web import Invalid, is_number, read_object

bp = Blueprint("products", __name__, url_prefix="/products")

products: dict[int, dict[str, Any]] = {}
ids = count(1)
lock = Lock()  # Flask's server handles every request in a thread of its own


@bp.get("")
def list_products():
    query = obey(QUERY_RULES, request.args)
    with lock:
        found = list(products.values())

    if "category" in query:
        found = [product for product in found if product["category"] == query["category"]]
    if "min_price" in query:
        found = [product for product in found if product["price"] >= query["min_price"]]
    if "max_price" in query:
        found = [product for product in found if product["price"] <= query["max_price"]]
    if "in_stock" in query:
        found = [product for product in found if product["in_stock"] == query["in_stock"]]

    if "sort" in query:
        field = query["sort"].removeprefix("-")
        found.sort(key=lambda product: product[field], reverse=query["sort"].startswith("-"))

    page, per_page = query.get("page", 1), query.get("per_page", 20)
    start = (page - 1) * per_page
    return {"items": found[start : start + per_page], "total": len(found)}


@bp.post("")
def create_product():
    fields = read_product()
    with lock:
        product = {"id": next(ids)} | fields
        products[product["id"]] = product
    return product, 201, {"Location": url_for("products.get_product", product_id=product["id"])}


@bp.get("/<int:product_id>")
def get_product(product_id: int):
    with lock:
        return find(product_id)


@bp.put("/<int:product_id>")
def replace_product(product_id: int):
    fields = read_product()
    with lock:
        find(product_id)
        products[product_id] = {"id": product_id} | fields
        return products[product_id]


@bp.patch("/<int:product_id>")
def change_product(product_id: int):
    changes = obey(PRODUCT_RULES, read_object())
    with lock:
        products[product_id] = find(product_id) | changes
        return products[product_id]


@bp.delete("/<int:product_id>")
def delete_product(product_id: int):
    with lock:
        find(product_id)
        del products[product_id]
    return "", 204


def find(product_id: int) -> dict[str, Any]:
    if product_id not in products:
        abort(404, f"there is no product {product_id}")
    return products[product_id]


def read_product() -> dict[str, Any]:
    """A whole product from the request's body; in_stock may be absent."""
    absent = {"name": None, "price": None, "category": None, "in_stock": True}
    return obey(PRODUCT_RULES, absent | read_object())


def obey(rules: Mapping[str, Callable[[Any], Any]], values: Mapping[str, Any]) -> dict[str, Any]:
    """What the rules make of those values that they know. Raises Invalid that names all that break theirs."""
    good, wrong = {}, {}
    for name, rule in rules.items():
        if name in values:
            try:
                good[name] = rule(values[name])
            except ValueError as error:
                wrong[name] = str(error)
    if wrong:
        raise Invalid(wrong)
    return good


# --- the rules of a product -------------------------------------------------------------------------------------------
def name_rule(value: Any) -> str:
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= 100:
        raise ValueError("must be a text of 1 to 100 characters")
    return value.strip()


def price_rule(value: Any) -> int | float:
    if not is_number(value) or value < 0 or round(value, 2) != value:
        raise ValueError("must be a number from 0 with at most two decimals")
    return value


def category_rule(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a non-empty text")
    return value


def in_stock_rule(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


PRODUCT_RULES = {
    "name": name_rule,
    "price": price_rule,
    "category": category_rule,
    "in_stock": in_stock_rule,
}


# --- the rules of a query: here every value comes as text -------------------------------------------------------------
def amount_rule(text: str) -> float:
    amount = float(text)
    if not math.isfinite(amount):
        raise ValueError("must be a number")
    return amount


def flag_rule(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("must be true or false")
    return text == "true"


def sort_rule(text: str) -> str:
    if text not in ("price", "-price", "name", "-name"):
        raise ValueError("must be price or name, with a - in front for the other way round")
    return text


def page_rule(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("must be a whole number from 1")
    return int(text)


def per_page_rule(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise ValueError("must be a whole number from 1 to 100")
    return int(text)


QUERY_RULES = {
    "category": str,
    "min_price": amount_rule,
    "max_price": amount_rule,
    "in_stock": flag_rule,
    "sort": sort_rule,
    "page": page_rule,
    "per_page": per_page_rule,
}
