"""The right results of tasks 01 to 10, from the rows alone. Order counts where the task gives one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.checks.shop import CANCELLED, OPEN, Item, Order, Shop

Rows = list[tuple[Any, ...]]


def kept(shop: Shop) -> list[Order]:
    """The orders that are not cancelled."""
    return [order for order in shop.orders if order.status != CANCELLED]


def mean(numbers: Sequence[int]) -> float | None:
    """The average, as databases have it: of nothing there is none."""
    return sum(numbers) / len(numbers) if numbers else None


def costs(items: Sequence[Item]) -> int:
    """What lines of an order come to; no discount is none."""
    return sum(item.quantity * item.price_cents - (item.discount_cents or 0) for item in items)


def kitchen(shop: Shop) -> Rows:
    found = [
        (p.name, p.price_cents) for p in shop.products if p.category == "kitchen" and 1000 <= p.price_cents <= 5000
    ]
    return sorted(found, key=lambda row: (-row[1], row[0]))


def newest(shop: Shop) -> Rows:
    order = sorted(kept(shop), key=lambda order: (order.ordered_on, order.id), reverse=True)
    return [(order.id, order.ordered_on) for order in order[:5]]


def cities(shop: Shop) -> Rows:
    return [(city,) for city in sorted({customer.city for customer in shop.customers if customer.phone is None})]


def open_orders(shop: Shop) -> Rows:
    people = {customer.id: customer for customer in shop.customers}
    mine = [(order, people[order.customer_id]) for order in shop.orders if order.status == OPEN]
    return [(order.id, customer.name, customer.city) for order, customer in mine]


def everybody(shop: Shop) -> Rows:
    found: Rows = []
    for customer in shop.customers:
        mine: list[int | None] = [
            order.id for order in shop.orders if order.customer_id == customer.id and order.status == OPEN
        ]
        found += [(customer.id, customer.name, order_id) for order_id in mine or [None]]
    return found


def books(shop: Shop) -> Rows:
    names = {product.id: product.name for product in shop.products if product.category == "books"}
    good = {order.id for order in kept(shop)}
    lines = [item for item in shop.order_items if item.product_id in names and item.order_id in good]
    return [(item.order_id, names[item.product_id], item.quantity) for item in lines]


def ratings(shop: Shop) -> Rows:
    found: Rows = []
    for product_id in {review.product_id for review in shop.reviews}:
        mine = [review.rating for review in shop.reviews if review.product_id == product_id]
        given = [rating for rating in mine if rating is not None]
        found.append((product_id, len(mine), len(given), mean(given)))
    return found


def loyal(shop: Shop) -> Rows:
    found: Rows = []
    for customer in shop.customers:
        count = sum(order.customer_id == customer.id for order in kept(shop))
        found.append((customer.id, customer.name, count))
    return sorted((row for row in found if row[2] >= 3), key=lambda row: (-row[2], row[0]))


def totals(shop: Shop) -> Rows:
    lines = {order.id: [item for item in shop.order_items if item.order_id == order.id] for order in shop.orders}
    return [(order_id, len(mine), costs(mine)) for order_id, mine in lines.items()]


def dear(shop: Shop) -> Rows:
    found: Rows = []
    for product in shop.products:
        average = mean([other.price_cents for other in shop.products if other.category == product.category])
        if average is not None and product.price_cents > average:
            found.append(tuple(product))
    return found
