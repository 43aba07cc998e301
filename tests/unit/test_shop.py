"""The shop of day 3's queries: its rows, what is right on them, and that they tell the known mistakes from it."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections import Counter
from datetime import date

import pytest

from grader.checks.query_rows import agree, settled
from grader.checks.shop import CANCELLED, OPEN, SCHEMA, TABLES, Customer, Item, Order, Product, Review, Shop, as_tables
from grader.checks.shop_rows import FAMILY, GIVEN, LOOKS, VISITOR, draw_shop, draw_views
from grader.checks.shop_tasks import NUMBERS, READS, TASKS, is_overdue

SHOPS = [draw_shop(seed) for seed in range(40)]
TINY = Shop(
    customers=(
        Customer(1, "Ada", "a@example.com", "Cork", None),
        Customer(2, "Ada", "b@example.com", "Bergen", "+1 2"),
        Customer(3, "Zoë", "z@example.com", "Cork", None),
    ),
    products=(
        Product(1, "Jug", "kitchen", 1000),
        Product(2, "Pan", "kitchen", 5000),
        Product(3, "Ladle", "kitchen", 999),
        Product(4, "Bowl", "kitchen", 5000),
        Product(5, "Atlas", "books", 2000),
        Product(6, "Diary", "books", 1000),
    ),
    orders=(
        Order(11, 1, "2025-01-01", "open"),
        Order(12, 1, "2024-12-31", "open"),
        Order(13, 1, "2025-03-01", "paid"),
        Order(14, 2, "2025-03-01", "cancelled"),
        Order(15, 2, "2025-03-01", "shipped"),
        Order(16, 2, "2025-02-01", "open"),
        Order(17, 2, "2025-04-01", "paid"),
    ),
    order_items=(
        Item(1, 11, 5, 2, 1500, None),
        Item(2, 11, 5, 2, 1500, 100),
        Item(3, 14, 6, 1, 1000, None),
        Item(4, 13, 1, 3, 900, 0),
    ),
    reviews=(Review(1, 5, 1, 4, "a"), Review(2, 5, 2, None, "b"), Review(3, 5, 3, 3, "c"), Review(4, 6, 1, None, "d")),
)


@pytest.mark.parametrize(
    ("number", "rows"),
    [
        ("01", [("Bowl", 5000), ("Pan", 5000), ("Jug", 1000)]),
        ("02", [(17, "2025-04-01"), (15, "2025-03-01"), (13, "2025-03-01"), (16, "2025-02-01"), (11, "2025-01-01")]),
        ("03", [("Cork",)]),
        ("04", [(11, "Ada", "Cork"), (12, "Ada", "Cork"), (16, "Ada", "Bergen")]),
        ("05", [(1, "Ada", 11), (1, "Ada", 12), (2, "Ada", 16), (3, "Zoë", None)]),
        ("06", [(11, "Atlas", 2), (11, "Atlas", 2)]),
        ("07", [(5, 3, 2, 3.5), (6, 1, 0, None)]),
        ("08", [(1, "Ada", 3), (2, "Ada", 3)]),
        ("09", [(11, 2, 5900), (12, 0, 0), (13, 1, 2700), (14, 1, 1000), (15, 0, 0), (16, 0, 0), (17, 0, 0)]),
        ("10", [(2, "Pan", "kitchen", 5000), (4, "Bowl", "kitchen", 5000), (5, "Atlas", "books", 2000)]),
    ],
)
def test_right(number, rows):
    """The right results of a shop that is small enough to work them out by hand."""
    found = TASKS[number].right(TINY)
    assert found == rows if TASKS[number].order else Counter(found) == Counter(rows)


def test_overdue():
    """Task 11 is about open orders from before the first of January, without that day."""
    assert is_overdue("open", "2024-12-31") and not is_overdue("open", "2025-01-01")
    assert not is_overdue("paid", "2024-12-31") and not is_overdue(CANCELLED, "2024-01-01")


def test_seeds():
    """The same seed gives the same shop, another one another."""
    assert draw_shop(7) == draw_shop(7) and draw_shop(7) != draw_shop(8)
    assert draw_views(7) == draw_views(7) and draw_views(7) != draw_views(8)


@pytest.mark.parametrize("task", READS, ids=lambda task: task.number)
def test_mistakes_are_told_apart(task):
    """On every shop each known mistake gives something else than what is right, and all have the task's columns."""
    for shop in SHOPS:
        right = [settled(task, row) for row in task.right(shop)]
        assert right
        for words, mistake in task.mistakes.items():
            assert not agree(task, [settled(task, row) for row in mistake(shop)], right), words


def test_what_is_in_every_shop():
    """The cases that the tasks turn on: namesakes, ties, limits, empty orders, lines and ratings without a value."""
    for shop in SHOPS:
        assert all(count > 1 for _, count in Counter(c.name for c in shop.customers).most_common(2))
        assert {c.id for c in shop.customers} - {o.customer_id for o in shop.orders}
        assert {p.id for p in shop.products} - {i.product_id for i in shop.order_items}
        assert {p.id for p in shop.products} - {r.product_id for r in shop.reviews}
        prices = [p.price_cents for p in shop.products if p.category == "kitchen"]
        assert {999, 1000, 5000, 5001} <= {*prices} and Counter(prices).most_common(1)[0][1] >= 5
        assert {o.id for o in shop.orders} - {i.order_id for i in shop.order_items}
        assert {o.ordered_on for o in shop.orders if o.status == OPEN} >= {"2024-12-31", "2025-01-01"}
        assert max(Counter((i.order_id, i.product_id, i.quantity) for i in shop.order_items).values()) > 1
        assert any(i.discount_cents is None for i in shop.order_items) and any(
            i.discount_cents for i in shop.order_items
        )
        assert any(row[3] is None for row in TASKS["07"].right(shop))
        assert any(row[2] == 3 for row in TASKS["08"].right(shop))


def test_it_is_a_database():
    """SQLite takes schema and rows with all references checked; days are real ones, and nothing is very large."""
    for shop in SHOPS[:10]:
        connection = sqlite3.connect(":memory:")
        connection.execute("PRAGMA foreign_keys = ON")
        for name, table in as_tables(shop).items():
            marks = ", ".join("?" * len(table["columns"]))
            connection.execute(table["schema"])
            connection.executemany(
                f"INSERT INTO {name} ({', '.join(table['columns'])}) VALUES ({marks})", table["rows"]
            )
        assert all(date.fromisoformat(order.ordered_on) for order in shop.orders)
        assert len(json.dumps(as_tables(shop))) < 60_000
        connection.close()


def test_tables():
    """Every table has a schema, and the shop has rows for all but the one that belongs to task 12."""
    assert [field.name for field in dataclasses.fields(Shop)] == list(TABLES)
    assert {*SCHEMA} - {*TABLES} == {"page_views"}
    assert tuple(f"{number:02}" for number in range(1, 13)) == NUMBERS


def test_alphabets_agree():
    """What is sorted by begins with words of which none begins with another, in plain letters."""
    for words in (LOOKS, GIVEN):
        assert not [(one, other) for one in words for other in words if one != other and other.startswith(one)]
    assert all(word.isascii() for word in LOOKS) and len({*GIVEN}) == len(GIVEN) and len({*FAMILY}) == len(FAMILY)
    assert sorted(LOOKS) == sorted(LOOKS, key=str.lower)


def test_views():
    """Task 12 has 10 000 rows or more, of which the query wants few, and no two of the same second."""
    views = draw_views(3)
    assert len(views) >= 10_000 and len({view.viewed_at for view in views}) == len(views)
    assert 5 < sum(view.visitor_id == VISITOR for view in views) < 20
