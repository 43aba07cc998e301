"""/orders: who may see them, and which way they go. checkout.py makes them."""

from typing import Any

from flask import Blueprint, abort, g
from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

import access
import money
from db import Base, open_session
from products import Product
from web import obey, read_object

bp = Blueprint("orders", __name__, url_prefix="/orders")
bp.before_request(access.require_user)

PENDING, PAID, SHIPPED, DELIVERED, CANCELLED = "pending", "paid", "shipped", "delivered", "cancelled"
NEXT = {
    PENDING: {PAID, CANCELLED},
    PAID: {SHIPPED, CANCELLED},
    SHIPPED: {DELIVERED},
    DELIVERED: set(),
    CANCELLED: set(),
}
FOR_THE_OWNER = {PAID, CANCELLED}


class OrderItem(Base):
    """What was bought, at the name and price of that moment. Its product may be gone: there is no foreign key."""

    __tablename__ = "order_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    product_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    price_cents: Mapped[int]
    quantity: Mapped[int]

    def as_json(self) -> dict[str, Any]:
        return {
            "product_id": self.product_id,
            "name": self.name,
            "price": money.amount(self.price_cents),
            "quantity": self.quantity,
        }


class Order(Base):
    """`key`: the Idempotency-Key that it was made with. NULL where there was none, and NULLs may be many."""

    __tablename__ = "orders"
    __table_args__ = (UniqueConstraint("user_id", "key"), Base.__table_args__)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    status: Mapped[str] = mapped_column(String(20), default=PENDING)
    key: Mapped[str | None] = mapped_column(String(255))
    items: Mapped[list[OrderItem]] = relationship(order_by=OrderItem.id, lazy="selectin")

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "user_id": self.user_id,
            "status": self.status,
            "items": [item.as_json() for item in self.items],
            "total": money.amount(sum(item.price_cents * item.quantity for item in self.items)),
        }


def visible() -> Select:
    """The orders that whoever asks may see."""
    return select(Order) if g.user.is_admin else select(Order).where(Order.user_id == g.user.id)


@bp.get("")
def list_orders():
    with open_session() as session:
        return [order.as_json() for order in session.scalars(visible().order_by(Order.id))]


@bp.get("/<id:order_id>")
def get_order(order_id: int):
    with open_session() as session:
        return find(session, order_id).as_json()


@bp.patch("/<id:order_id>")
def move_order(order_id: int):
    status = obey({"status": status_rule}, {"status": None} | read_object())["status"]
    with open_session.begin() as session:
        order = find(session, order_id)
        if not g.user.is_admin and status not in FOR_THE_OWNER:
            abort(403, f"only admins may set an order to {status}")
        move(session, order, status)
        return order.as_json()


def move(session: Session, order: Order, status: str) -> None:
    """409 where no arrow leads there, or where somebody else was faster: then its status is no longer what was read."""
    old = order.status
    if status not in NEXT[old]:
        abort(409, f"an order that is {old} can't become {status}")
    moved = session.execute(update(Order).where(Order.id == order.id, Order.status == old).values(status=status))
    if moved.rowcount == 0:
        abort(409, "the order was moved by somebody else at the same time")
    if status == CANCELLED:
        for item in sorted(order.items, key=lambda item: item.product_id):
            back = {"stock": Product.stock + item.quantity}
            session.execute(update(Product).where(Product.id == item.product_id).values(back))


def status_rule(value: Any) -> str:
    if not isinstance(value, str) or value not in NEXT:
        raise ValueError("must be one of " + ", ".join(NEXT))
    return value


def find(session: Session, order_id: int) -> Order:
    order = session.scalar(visible().where(Order.id == order_id))
    if order is None:
        abort(404, f"there is no order {order_id}")
    return order
