"""/products: a product is {"id", "name", "price", "category", "in_stock"}. They live in memory.

    name      1 to 100 characters, after the blanks around it are cut off
    price     a number from 0, at most two decimals
    category  a non-empty text
    in_stock  true or false; true where the client leaves it out
"""

from threading import Lock
from typing import Any

from flask import Blueprint

from web import not_yet

bp = Blueprint("products", __name__, url_prefix="/products")

# Given: the products by their id, in the order in which they were made (a dict keeps it).
# Whoever looks at them or changes them does it inside `with lock:`.
products: dict[int, dict[str, Any]] = {}
lock = Lock()

# TODO resources.validate: POST, PUT and PATCH need the same rules, so write them once. A body that breaks rules is
#   answered 422, `fields` names every field that is wrong (not just the first one), and nothing is stored.
#   `raise Invalid({"field": "what is wrong"})` from web.py answers so.
#   Which values would slip through? "9.50", true, -1, 0.001, 1e400 (print what Python makes of it).


@bp.get("")
def list_products():
    """A page of the products: {"items": [...], "total": how many there are on all pages}. Everything in the query is
    optional, and what breaks a rule is answered 422.
    """
    # TODO resources.read: {"items": [...], "total": N}
    # TODO resources.filter: ?category=home  ?min_price=5&max_price=20 (both included)  ?in_stock=true
    #   Only what fits all of them is left. `request.args` has the query; its values are texts.
    # TODO resources.sort: ?sort=price  ?sort=-price (descending)  ?sort=name
    #   Equals stay in the order in which they were made, descending too. No other field: 422.
    # TODO resources.page: ?page=2&per_page=5. Without: page 1, 20 a page. Page from 1, per_page from 1 to 100.
    #   `total` counts all that passed the filters. A page past the end is empty.
    # TODO resources.bulk: 500 products, page after page: each comes once, none is missing.
    return not_yet()


@bp.post("")
def create_product():
    """A new product."""
    # TODO resources.create: answer 201 with the whole product, and Location.
    return not_yet()


@bp.get("/<int:product_id>")
def get_product(product_id: int):
    """One product. 404 where there is none."""
    # TODO resources.read: answer 200 with the product.
    return not_yet()


@bp.put("/<int:product_id>")
def replace_product(product_id: int):
    """The product as the body has it. What the body leaves out is as in a new product, not as it was before."""
    # TODO resources.update: answer 200 with the product. It keeps its id.
    return not_yet()


@bp.patch("/<int:product_id>")
def change_product(product_id: int):
    """The product with some fields changed: those that the body names. All others stay."""
    # TODO resources.update: answer 200 with the whole product.
    return not_yet()


@bp.delete("/<int:product_id>")
def delete_product(product_id: int):
    """Forgets the product. 404 where there is none."""
    # TODO resources.delete: answer 204, then 404.
    return not_yet()
