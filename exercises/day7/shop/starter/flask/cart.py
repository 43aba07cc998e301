"""/cart: what a user means to buy. Whoever is logged in has one of their own, and it is empty at first."""

from flask import Blueprint

from web import not_yet

bp = Blueprint("cart", __name__, url_prefix="/cart")

# TODO shop.auth: all of it is for whoever is logged in: `bp.before_request(access.require_user)`.
# TODO shop.cart: a table with a row for each user and product, and a quantity from 1 to 1 000 in it. Name and price are
#   not in it: they are the product's own, as they are now.


@bp.get("")
def get_cart():
    """{"items": [{"product_id", "name", "price", "quantity"}], "total"}"""
    # TODO shop.cart: 200 with the whole cart; the total is right to the cent.
    return not_yet()


@bp.post("/items")
def add_item():
    """Puts {"product_id", "quantity"} into the cart. More than the stock is fine."""
    # TODO shop.cart: 200 with the whole cart. What is there already is added to. Unknown product: 404, no quantity: 422.
    return not_yet()


@bp.patch("/items/<id:product_id>")
def change_item(product_id: int):
    """Sets the {"quantity"} of a product that is in the cart."""
    # TODO shop.cart: 200 with the whole cart; 404 where the product is not in it.
    return not_yet()


@bp.delete("/items/<id:product_id>")
def remove_item(product_id: int):
    """Takes a product out of the cart."""
    # TODO shop.cart: 204; 404 where the product is not in it.
    return not_yet()
