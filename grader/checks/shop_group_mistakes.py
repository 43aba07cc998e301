"""What common mistakes give in tasks 07 to 10, as `shop_mistakes` has it for those before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from grader.checks import shop_answers as right
from grader.checks.shop import Order, Shop
from grader.checks.shop_answers import Rows, costs, kept, mean
from grader.checks.shop_mistakes import Mistakes


# --- aggregate --------------------------------------------------------------------------------------------------------
def _rated(shop: Shop, change: Callable[[int, list[int | None]], tuple[Any, ...] | None]) -> Rows:
    found: Rows = []
    for product_id in {review.product_id for review in shop.reviews}:
        row = change(product_id, [review.rating for review in shop.reviews if review.product_id == product_id])
        found += [row] if row is not None else []
    return found


def _given(ratings: list[int | None]) -> list[int]:
    return [rating for rating in ratings if rating is not None]


def _only_rated(product: int, ratings: list[int | None]) -> tuple[Any, ...] | None:
    given = _given(ratings)
    return (product, len(given), len(given), mean(given)) if given else None


def _whole(product: int, ratings: list[int | None]) -> tuple[Any, ...]:
    given = _given(ratings)
    return (product, len(ratings), len(given), sum(given) // len(given) if given else None)


RATINGS: Mistakes = {
    "ratings counts reviews without a rating, too: COUNT(*) counts rows, COUNT(column) those that are not NULL": (
        lambda shop: _rated(shop, lambda p, r: (p, len(r), len(r), mean(_given(r))))
    ),
    "reviews leaves out those without a rating: COUNT(*) counts rows, COUNT(column) those that are not NULL": (
        lambda shop: _rated(shop, lambda p, r: (p, len(_given(r)), len(_given(r)), mean(_given(r))))
    ),
    "reviews without a rating were left out before they could be counted": lambda shop: _rated(shop, _only_rated),
    "a missing rating was taken for 0 in the average": (
        lambda shop: _rated(shop, lambda p, r: (p, len(r), len(_given(r)), mean([*_given(r), *[0] * r.count(None)])))
    ),
    "the averages are cut to whole numbers: a whole number divided by another gives one": (
        lambda shop: _rated(shop, _whole)
    ),
}


def _buyers(shop: Shop, orders: list[Order], least: int) -> Rows:
    counts = Counter(order.customer_id for order in orders)
    rows = [(c.id, c.name, counts[c.id]) for c in shop.customers if counts[c.id] >= least]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def _some_cancelled(shop: Shop) -> Rows:
    """Those with three of any kind, counted without the cancelled ones."""
    enough = {row[0] for row in _buyers(shop, list(shop.orders), 3)}
    return [row for row in _buyers(shop, kept(shop), 1) if row[0] in enough]


def _by_name(shop: Shop) -> Rows:
    names = {customer.id: customer.name for customer in shop.customers}
    firsts = {name: min(number for number in names if names[number] == name) for name in names.values()}
    counts = Counter(firsts[names[order.customer_id]] for order in kept(shop))
    rows = [(number, names[number], count) for number, count in counts.items() if count >= 3]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


LOYAL: Mistakes = {
    "customers with exactly three such orders are missing": lambda shop: _buyers(shop, kept(shop), 4),
    "cancelled orders were counted": lambda shop: _buyers(shop, list(shop.orders), 3),
    "customers with fewer than three orders, too": lambda shop: _buyers(shop, kept(shop), 1),
    "customers who reach three with a cancelled order, too": _some_cancelled,
    "customers with the same name were counted as one": lambda shop: _by_name(shop),
    "the right customers, but the one with the fewest orders comes first": (
        lambda shop: sorted(right.loyal(shop), key=lambda row: (row[2], row[0]))
    ),
    "the right customers, but those with as many orders are not in the order of their ids": (
        lambda shop: sorted(right.loyal(shop), key=lambda row: (-row[2], -row[0]))
    ),
}


def _totals(shop: Shop, change: Callable[[int, list[Any]], tuple[Any, ...] | None]) -> Rows:
    found: Rows = []
    for order in shop.orders:
        row = change(order.id, [item for item in shop.order_items if item.order_id == order.id])
        found += [row] if row is not None else []
    return found


def _null_swallows(order: int, items: list[Any]) -> tuple[Any, ...]:
    discounted = [item for item in items if item.discount_cents is not None]
    return (order, len(items), costs(discounted) if discounted else None)


TOTALS: Mistakes = {
    "orders without any line are missing: an inner join leaves them out": (
        lambda shop: [row for row in right.totals(shop) if row[1]]
    ),
    "an order without any line has 1: COUNT(*) counts the row of NULLs that a left join gives it": (
        lambda shop: _totals(shop, lambda order, items: (order, len(items) or 1, costs(items)))
    ),
    "an order without any line costs NULL: the sum of nothing is NULL, not 0": (
        lambda shop: _totals(shop, lambda order, items: (order, len(items), costs(items) if items else None))
    ),
    "lines without a discount count for nothing: a number less NULL is NULL": lambda shop: _totals(
        shop, _null_swallows
    ),
    "lines without a discount count for nothing: a number less NULL is NULL (and COALESCE comes too late)": (
        lambda shop: [(order, count, total or 0) for order, count, total in _totals(shop, _null_swallows)]
    ),
    "the discounts were forgotten": (
        lambda shop: _totals(shop, lambda o, items: (o, len(items), sum(i.quantity * i.price_cents for i in items)))
    ),
    "the discount was taken off each piece: it is for the whole line": lambda shop: _totals(shop, _each_piece),
    "every line was counted as one piece": (
        lambda shop: _totals(shop, lambda o, items: (o, len(items), costs([i._replace(quantity=1) for i in items])))
    ),
    "the products' prices of today were taken, not those of the lines": lambda shop: _prices_of_today(shop),
}


def _each_piece(order: int, items: list[Any]) -> tuple[Any, ...]:
    return (order, len(items), sum(i.quantity * (i.price_cents - (i.discount_cents or 0)) for i in items))


def _prices_of_today(shop: Shop) -> Rows:
    prices = {product.id: product.price_cents for product in shop.products}
    return _totals(
        shop, lambda o, items: (o, len(items), costs([i._replace(price_cents=prices[i.product_id]) for i in items]))
    )


# --- subquery ---------------------------------------------------------------------------------------------------------
def _dear(shop: Shop, holds: Callable[[int, float], bool], *, of_all: bool = False) -> Rows:
    found: Rows = []
    for product in shop.products:
        others = [other.price_cents for other in shop.products if of_all or other.category == product.category]
        found += [tuple(product)] if holds(product.price_cents, mean(others) or 0) else []
    return found


DEAR: Mistakes = {
    "the prices were compared with the average of all products": (
        lambda shop: _dear(shop, lambda price, average: price > average, of_all=True)
    ),
    "products that cost exactly the average, too": lambda shop: _dear(shop, lambda price, average: price >= average),
    "the products below the average": lambda shop: _dear(shop, lambda price, average: price < average),
    "only the dearest product of each category": (
        lambda shop: [tuple(p) for p in shop.products if p.price_cents == _most(shop, p.category)]
    ),
}


def _most(shop: Shop, category: str) -> int:
    return max(product.price_cents for product in shop.products if product.category == category)
