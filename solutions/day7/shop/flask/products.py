"""/products: everybody may look, admins write. The list is in catalog.py.

A product is {"id", "name", "description", "category", "price", "stock"}.
"""

from typing import Any

from flask import Blueprint, abort, url_for
from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

import access
import money
from db import Base, open_session
from web import number_rule, obey, read_object, text_rule

bp = Blueprint("products", __name__, url_prefix="/products")
bp.before_request(access.require_admin_to_write)


class Product(Base):
    __tablename__ = "products"
    __table_args__ = (CheckConstraint("stock >= 0"), Base.__table_args__)  # the second line: orders.py is the first

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    description: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(String(100), index=True)
    price_cents: Mapped[int]
    stock: Mapped[int]

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "category": self.category,
            "price": money.amount(self.price_cents),
            "stock": self.stock,
        }


def name_rule(value: Any) -> str:
    return text_rule(1, 100)(value.strip() if isinstance(value, str) else value)


def category_rule(value: Any) -> str:
    category = text_rule(1, 100)(value)
    if not category.strip():
        raise ValueError("must not be blank")
    return category


RULES = {
    "name": name_rule,
    "description": text_rule(0, 5000),
    "category": category_rule,
    "price": money.price_rule,
    "stock": number_rule(0, 1_000_000),
}
ABSENT = {"name": None, "description": "", "category": None, "price": None, "stock": 0}


def read_fields(absent: dict[str, Any]) -> dict[str, Any]:
    """The columns of a product from the request's body."""
    fields = obey(RULES, absent | read_object())
    if "price" in fields:
        fields["price_cents"] = fields.pop("price")
    return fields


@bp.post("")
def create_product():
    fields = read_fields(ABSENT)
    with open_session.begin() as session:
        product = Product(**fields)
        session.add(product)
        session.flush()  # sends the INSERT, so that the product gets its id
        return product.as_json(), 201, {"Location": url_for("products.get_product", product_id=product.id)}


@bp.get("/<id:product_id>")
def get_product(product_id: int):
    with open_session() as session:
        return find(session, product_id).as_json()


@bp.patch("/<id:product_id>")
def change_product(product_id: int):
    """Only what the body names is written: a stock that falls meanwhile is not put back to what it was."""
    fields = read_fields({})
    with open_session.begin() as session:
        product = find(session, product_id)
        for name, value in fields.items():
            setattr(product, name, value)
        session.flush()
        return product.as_json()


@bp.delete("/<id:product_id>")
def delete_product(product_id: int):
    """It goes out of all carts with it (ON DELETE CASCADE). Orders have names and prices of their own."""
    with open_session.begin() as session:
        session.delete(find(session, product_id))
    return "", 204


def find(session: Session, product_id: int) -> Product:
    product = session.get(Product, product_id)
    if product is None:
        abort(404, f"there is no product {product_id}")
    return product
