"""The shop that day 3's queries are asked about: its tables, and what a row of each holds.

Money is whole cents everywhere, so that every database adds it up to the same number. The DDL is what SQLite,
PostgreSQL and MariaDB all read; with MongoDB a row is a document with the same keys, and `_id` besides.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, NamedTuple

CANCELLED, OPEN, PAID, SHIPPED = "cancelled", "open", "paid", "shipped"


class Customer(NamedTuple):
    id: int
    name: str
    email: str
    city: str
    phone: str | None


class Product(NamedTuple):
    id: int
    name: str
    category: str
    price_cents: int


class Order(NamedTuple):
    id: int
    customer_id: int
    ordered_on: str
    status: str


class Item(NamedTuple):
    """A line of an order. `price_cents` is what one piece cost on that day; the discount is off the whole line."""

    id: int
    order_id: int
    product_id: int
    quantity: int
    price_cents: int
    discount_cents: int | None


class Review(NamedTuple):
    id: int
    product_id: int
    customer_id: int
    rating: int | None
    comment: str


class View(NamedTuple):
    """A visitor looked at a product; a large table of its own, for the task about indexes."""

    id: int
    visitor_id: int
    product_id: int
    viewed_at: int


@dataclasses.dataclass(frozen=True)
class Shop:
    """All rows. A product that nobody bought, an order without items: whatever a query may trip over is in it."""

    customers: Sequence[Customer]
    products: Sequence[Product]
    orders: Sequence[Order]
    order_items: Sequence[Item]
    reviews: Sequence[Review]


ROWS: dict[str, type[tuple[Any, ...]]] = {
    "customers": Customer,
    "products": Product,
    "orders": Order,
    "order_items": Item,
    "reviews": Review,
    "page_views": View,
}

SCHEMA = {
    "customers": """
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name VARCHAR(100) NOT NULL,
  email VARCHAR(200) NOT NULL,
  city VARCHAR(100) NOT NULL,
  phone VARCHAR(40)
)""",
    "products": """
CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  name VARCHAR(100) NOT NULL,
  category VARCHAR(40) NOT NULL,
  price_cents INTEGER NOT NULL
)""",
    "orders": """
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  ordered_on DATE NOT NULL,
  status VARCHAR(20) NOT NULL
)""",
    "order_items": """
CREATE TABLE order_items (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  product_id INTEGER NOT NULL REFERENCES products (id),
  quantity INTEGER NOT NULL,
  price_cents INTEGER NOT NULL,
  discount_cents INTEGER
)""",
    "reviews": """
CREATE TABLE reviews (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES products (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  rating INTEGER,
  comment VARCHAR(500) NOT NULL
)""",
    "page_views": """
CREATE TABLE page_views (
  id INTEGER PRIMARY KEY,
  visitor_id INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  viewed_at INTEGER NOT NULL
)""",
}

TABLES = tuple(name for name in SCHEMA if name != "page_views")


def columns(table: str) -> tuple[str, ...]:
    """The names of a table's columns, in order."""
    return tuple(ROWS[table]._fields)  # type: ignore[attr-defined]  # they are all named tuples


def as_tables(shop: Shop) -> dict[str, dict[str, Any]]:
    """Every table as a job of `services.querying` wants it; parents come before their children."""
    return {name: as_table(name, getattr(shop, name)) for name in TABLES}


def as_table(name: str, rows: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    """One of them."""
    return {"schema": SCHEMA[name].strip(), "columns": list(columns(name)), "rows": [list(row) for row in rows]}
