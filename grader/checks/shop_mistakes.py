"""What common mistakes give in tasks 01 to 06: the words for a learner who has made just this one, and its result.

Each differs from the right result in every shop (a test holds that for many seeds), so these are also the proof that
the rows tell wrong queries from right ones. Those of 07 to 10 are in `shop_group_mistakes`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from grader.checks import shop_answers as right
from grader.checks.shop import CANCELLED, OPEN, Order, Shop
from grader.checks.shop_answers import Rows, kept

Mistakes = Mapping[str, Callable[[Shop], Rows]]


# --- select -----------------------------------------------------------------------------------------------------------
def _kitchen(shop: Shop, low: int = 1000, high: int = 5000, category: str = "kitchen") -> Rows:
    mine = [p for p in shop.products if category in ("", p.category) and low <= p.price_cents <= high]
    return sorted(((p.name, p.price_cents) for p in mine), key=lambda row: (-row[1], row[0]))


def _kitchen_by(sign: int, *, names_reversed: bool = False) -> Callable[[Shop], Rows]:
    def wrong(shop: Shop) -> Rows:
        rows = sorted(_kitchen(shop), reverse=names_reversed)
        return sorted(rows, key=lambda row: sign * row[1])

    return wrong


KITCHEN: Mistakes = {
    "the products at the limits of the price are missing: from 1000 to 5000 includes both": (
        lambda shop: _kitchen(shop, 1001, 4999)
    ),
    "products that cost exactly 1000 are missing": lambda shop: _kitchen(shop, 1001),
    "products that cost exactly 5000 are missing": lambda shop: _kitchen(shop, high=4999),
    "products of other categories, too": lambda shop: _kitchen(shop, category=""),
    "products that are too cheap, too": lambda shop: _kitchen(shop, 0),
    "products that are too dear, too": lambda shop: _kitchen(shop, high=10**9),
    "the right products, but the cheapest come first": _kitchen_by(1),
    "the right products, but those of the same price are not from A to Z": _kitchen_by(-1, names_reversed=True),
}


def _newest(orders: list[Order], *, day_down: bool = True, id_down: bool = True, count: int | None = 5) -> Rows:
    rows = sorted((order.id, order.ordered_on) for order in orders)
    rows = sorted(rows, reverse=id_down)
    return sorted(rows, key=lambda row: row[1], reverse=day_down)[:count]


NEWEST: Mistakes = {
    "cancelled orders, too": lambda shop: _newest(list(shop.orders)),
    "the oldest orders": lambda shop: _newest(kept(shop), day_down=False),
    "of the orders of one day, the lower ids come first": lambda shop: _newest(kept(shop), id_down=False),
    "the orders with the highest ids, which are not the newest": (
        lambda shop: [(o.id, o.ordered_on) for o in sorted(kept(shop), key=lambda o: -o.id)[:5]]
    ),
    "all orders, not just five": lambda shop: _newest(kept(shop), count=None),
}


def _cities(shop: Shop, *, phone: bool) -> list[str]:
    return sorted(customer.city for customer in shop.customers if (customer.phone is not None) is phone)


CITIES: Mistakes = {
    "a city comes once for each of its customers": lambda shop: [(city,) for city in _cities(shop, phone=False)],
    "no city at all: nothing equals NULL, not even NULL": lambda _: [],
    "the cities of customers with a phone": lambda shop: [(city,) for city in sorted({*_cities(shop, phone=True)})],
    "the cities of all customers": lambda shop: [(city,) for city in sorted({c.city for c in shop.customers})],
    "the right cities, but from Z to A": lambda shop: right.cities(shop)[::-1],
}


# --- join -------------------------------------------------------------------------------------------------------------
def _with_customer(shop: Shop, orders: list[Order]) -> Rows:
    people = {customer.id: customer for customer in shop.customers}
    return [(o.id, people[o.customer_id].name, people[o.customer_id].city) for o in orders]


OPEN_ORDERS: Mistakes = {
    "every order with every customer: the join has no condition, or one that always holds": (
        lambda shop: [(o.id, c.name, c.city) for o in shop.orders if o.status == OPEN for c in shop.customers]
    ),
    "orders that are not open, too": lambda shop: _with_customer(shop, list(shop.orders)),
}


def _left(shop: Shop, keep: Callable[[Order], bool]) -> Rows:
    found: Rows = []
    for customer in shop.customers:
        mine: list[int | None] = [order.id for order in shop.orders if order.customer_id == customer.id and keep(order)]
        found += [(customer.id, customer.name, order_id) for order_id in mine or [None]]
    return found


def _or_null(shop: Shop) -> Rows:
    buyers = {order.customer_id for order in shop.orders}
    return [row for row in right.everybody(shop) if row[2] is not None or row[0] not in buyers]


EVERYBODY: Mistakes = {
    "customers without an open order are missing: an inner join leaves them out, and so does a condition in WHERE": (
        lambda shop: [row for row in right.everybody(shop) if row[2] is not None]
    ),
    "customers are missing who have orders, but no open one: the condition belongs into the join": _or_null,
    "orders that are not open, too": lambda shop: _left(shop, lambda _: True),
    "cancelled orders are left out, but paid and shipped ones are not": (
        lambda shop: _left(shop, lambda order: order.status != CANCELLED)
    ),
}


def _books(shop: Shop, orders: list[Order], category: str = "books") -> Rows:
    names = {product.id: product.name for product in shop.products if category in ("", product.category)}
    good = {order.id for order in orders}
    lines = [item for item in shop.order_items if item.product_id in names and item.order_id in good]
    return [(item.order_id, names[item.product_id], item.quantity) for item in lines]


BOOKS: Mistakes = {
    "books of cancelled orders, too": lambda shop: _books(shop, list(shop.orders)),
    "products that are no books, too": lambda shop: _books(shop, kept(shop), ""),
    "a line is missing where an order has two that look the same": lambda shop: [*dict.fromkeys(right.books(shop))],
    "two lines of an order for the same product were added up": (
        lambda shop: [(*key, sum(r[2] for r in right.books(shop) if r[:2] == key)) for key in _pairs(shop)]
    ),
}


def _pairs(shop: Shop) -> list[tuple[Any, ...]]:
    return list(dict.fromkeys(row[:2] for row in right.books(shop)))
