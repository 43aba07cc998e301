"""/cart: what a user means to buy. It holds quantities; names and prices are the products' own, as they are now."""

from typing import Any

from flask import Blueprint, abort, g
from sqlalchemy import ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

import access
import money
from db import Base, open_session
from products import Product
from users import one_at_a_time
from web import Invalid, number_rule, obey, read_object

bp = Blueprint("cart", __name__, url_prefix="/cart")
bp.before_request(access.require_user)

MOST = 1000
LARGEST_ID = 999_999_999


class CartItem(Base):
    __tablename__ = "cart_items"
    __table_args__ = (UniqueConstraint("user_id", "product_id"), Base.__table_args__)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), index=True)
    quantity: Mapped[int]


def id_rule(value: Any) -> int | None:
    """The rule for a product's id. One that is well formed and can't be any product's gives None: that is 404."""
    if not isinstance(value, (int, str)) or isinstance(value, bool):
        raise ValueError("must be the id of a product")
    return value if isinstance(value, int) and 0 < value <= LARGEST_ID else None


RULES = {"product_id": id_rule, "quantity": number_rule(1, MOST)}


@bp.get("")
def get_cart():
    with open_session() as session:
        return cart_of(session, g.user.id)


@bp.post("/items")
def add_item():
    fields = obey(RULES, {"product_id": None, "quantity": None} | read_object())
    with open_session.begin() as session:
        one_at_a_time(session, g.user.id)
        product = session.get(Product, fields["product_id"]) if fields["product_id"] else None
        if product is None:
            abort(404, "there is no such product")
        item = find(session, product.id) or CartItem(user_id=g.user.id, product_id=product.id, quantity=0)
        item.quantity += fields["quantity"]
        if item.quantity > MOST:
            raise Invalid({"quantity": f"would become more than {MOST}"})
        session.add(item)
        session.flush()
        return cart_of(session, g.user.id)


@bp.patch("/items/<id:product_id>")
def change_item(product_id: int):
    fields = obey({"quantity": RULES["quantity"]}, {"quantity": None} | read_object())
    with open_session.begin() as session:
        one_at_a_time(session, g.user.id)
        item = find(session, product_id) or abort(404, "this product is not in your cart")
        item.quantity = fields["quantity"]
        session.flush()
        return cart_of(session, g.user.id)


@bp.delete("/items/<id:product_id>")
def remove_item(product_id: int):
    mine = CartItem.user_id == g.user.id
    with open_session.begin() as session:
        one_at_a_time(session, g.user.id)
        gone = session.execute(delete(CartItem).where(mine, CartItem.product_id == product_id))
        if gone.rowcount == 0:
            abort(404, "this product is not in your cart")
    return "", 204


def find(session: Session, product_id: int) -> CartItem | None:
    mine = CartItem.user_id == g.user.id
    return session.scalar(select(CartItem).where(mine, CartItem.product_id == product_id))


def lines(session: Session, user_id: int) -> list[tuple[Product, int]]:
    """What is in the cart, with quantities, in the order in which it was put in."""
    query = select(Product, CartItem.quantity).join(CartItem, CartItem.product_id == Product.id)
    return [tuple(row) for row in session.execute(query.where(CartItem.user_id == user_id).order_by(CartItem.id))]


def cart_of(session: Session, user_id: int) -> dict[str, Any]:
    found = lines(session, user_id)
    items = [
        {
            "product_id": product.id,
            "name": product.name,
            "price": money.amount(product.price_cents),
            "quantity": quantity,
        }
        for product, quantity in found
    ]
    return {"items": items, "total": money.amount(sum(product.price_cents * quantity for product, quantity in found))}
