"""GET /products: the list, with what to search for, in which order, and which page of it. For everybody."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request
from sqlalchemy import ColumnElement, Select, func, select

import money
from db import engine, open_session
from products import Product
from web import Rule, is_storable, obey


bp = Blueprint("catalog", __name__, url_prefix="/products")


@bp.get("")
def list_products():
    """One page, and the number of all that match."""
    wanted = obey(RULES, {"page": "1", "per_page": "20"} | request.args.to_dict())
    found = select(Product).where(*conditions(wanted))
    page = in_order(found, wanted.get("sort", "")).limit(wanted["per_page"])
    with open_session() as session:
        total = session.scalar(select(func.count()).select_from(found.subquery()))
        items = session.scalars(page.offset((wanted["page"] - 1) * wanted["per_page"]))
        return {"items": [product.as_json() for product in items], "total": total}


def conditions(wanted: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """One for each filter that is there; all of them must hold."""
    tests = {
        "q": contains,
        "category": lambda value: Product.category == value,
        "min_price": lambda value: Product.price_cents >= value,
        "max_price": lambda value: Product.price_cents <= value,
        "in_stock": lambda value: Product.stock > 0 if value else Product.stock == 0,
    }
    return [test(wanted[name]) for name, test in tests.items() if name in wanted]


def contains(word: str) -> ColumnElement[bool]:
    """autoescape makes % and _ plain characters, which LIKE would take for "anything" and "any character"."""
    return Product.name.icontains(word, autoescape=True) | Product.description.icontains(word, autoescape=True)


def in_order(query: Select, sort: str) -> Select:
    """Equals stay in the order in which they were made, descending too: that is the order of the ids."""
    column = {"price": Product.price_cents, "name": by_code_point(Product.name)}.get(sort.removeprefix("-"))
    if column is not None:
        query = query.order_by(column.desc() if sort.startswith("-") else column)
    return query.order_by(Product.id)


def by_code_point(column: Any) -> Any:
    """PostgreSQL would sort as a dictionary does, where apple comes before Zebra."""
    return column.collate("C") if engine.dialect.name == "postgresql" else column


# --- the parameters, which are texts ----------------------------------------------------------------------------------
def word_rule(value: str) -> str:
    if not is_storable(value):
        raise ValueError("has a character that no product has")
    return value


def truth_rule(value: str) -> bool:
    if value not in ("true", "false"):
        raise ValueError("must be true or false")
    return value == "true"


def sort_rule(value: str) -> str:
    if value not in ("price", "-price", "name"):
        raise ValueError("must be price, -price or name")
    return value


def count_rule(most: int) -> Rule:
    def rule(value: str) -> int:
        if not (value.isascii() and value.isdecimal() and len(value) < 10 and 1 <= int(value) <= most):
            raise ValueError(f"must be a whole number from 1 to {most}")
        return int(value)

    return rule


RULES = {
    "q": word_rule,
    "category": word_rule,
    "min_price": money.at_least,
    "max_price": money.at_most,
    "in_stock": truth_rule,
    "sort": sort_rule,
    "page": count_rule(999_999_999),
    "per_page": count_rule(100),
}
