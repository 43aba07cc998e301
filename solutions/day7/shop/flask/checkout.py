"""From a cart to an order: all of it in one transaction, or nothing."""

import re

from flask import Blueprint, abort, g, request, url_for
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

import access
from cart import CartItem, lines
from db import open_session
from orders import PENDING, Order, OrderItem
from products import Product
from users import one_at_a_time
from web import Invalid

bp = Blueprint("checkout", __name__, url_prefix="/orders")
bp.before_request(access.require_user)

KEY = re.compile(r"[!-~]{1,255}")


@bp.post("")
def check_out():
    """Key, order, stock and cart in one transaction, and one checkout at a time for each user: so whoever sends a key
    twice at the same time waits here until the first is done, and then finds its order.
    """
    key = read_key()
    with open_session.begin() as session:
        one_at_a_time(session, g.user.id)
        order = made_with(session, key) or order_cart(session, key)
        # The same key gets the same body, whatever has become of the order since: at first it was pending.
        answer = order.as_json() | {"status": PENDING}
    return answer, 201, {"Location": url_for("orders.get_order", order_id=answer["id"])}


def read_key() -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not KEY.fullmatch(key):
        raise Invalid({"Idempotency-Key": "must be 1 to 255 printable ASCII characters without blanks"})
    return key


def made_with(session: Session, key: str | None) -> Order | None:
    """The order that this user has made with this key."""
    if key is None:
        return None
    return session.scalar(select(Order).where(Order.user_id == g.user.id, Order.key == key))


def order_cart(session: Session, key: str | None) -> Order:
    """A new order of all that is in the cart. 409 undoes everything: the exception ends the transaction."""
    for product, quantity in sorted(lines(session, g.user.id), key=lambda line: line[0].id):
        take(session, product, quantity)  # all in the same order, or two carts would wait for each other for ever
    # From here on nobody else can change these products until the end: the prices are those of this moment.
    session.expire_all()
    items = [
        OrderItem(product_id=product.id, name=product.name, price_cents=product.price_cents, quantity=quantity)
        for product, quantity in lines(session, g.user.id)
    ]
    if not items:
        abort(409, "your cart is empty")
    order = Order(user_id=g.user.id, key=key, items=items)
    session.add(order)
    session.execute(delete(CartItem).where(CartItem.user_id == g.user.id))
    session.flush()
    return order


def take(session: Session, product: Product, quantity: int) -> None:
    """Looks and writes in one statement: between the two nobody else can take the last piece."""
    enough = Product.stock >= quantity
    left = {"stock": Product.stock - quantity}
    taken = session.execute(update(Product).where(Product.id == product.id, enough).values(left))
    if taken.rowcount == 0:
        abort(409, f"there are not {quantity} of {product.name} in stock")
