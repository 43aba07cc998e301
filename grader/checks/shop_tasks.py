"""The twelve tasks: what each result must look like, and mistakes that are known by what they give.

What is right is computed here in plain Python from the rows; no reference query goes where learner code runs. So are
the results of common mistakes: a learner who has made just one of them reads which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.checks import shop_answers as answers
from grader.checks import shop_group_mistakes as group_mistakes
from grader.checks import shop_mistakes as mistakes
from grader.checks.shop import OPEN, Shop
from grader.checks.shop_rows import CUT, VISITOR

Row = tuple[Any, ...]
Answer = Callable[[Shop], Sequence[Row]]


@dataclass(frozen=True)
class Task:
    """One of 01 to 10. `order` are the columns that rows are sorted by, where that is asked for.

    `near` are columns of averages, which databases round in their own ways. `absent` says in words which rows may be
    missing as a group, by a test of a row.
    """

    number: str
    says: str
    columns: tuple[str, ...]
    right: Answer
    mistakes: Mapping[str, Answer]
    order: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    absent: Mapping[str, Callable[[Row], bool]] | None = None


READS = (
    Task(
        "01",
        "kitchen products from 1000 to 5000 cents, the dearest first, then by name",
        ("name", "price_cents"),
        answers.kitchen,
        mistakes.KITCHEN,
        order=("price_cents", "name"),
    ),
    Task(
        "02",
        "the five newest orders that are not cancelled",
        ("id", "ordered_on"),
        answers.newest,
        mistakes.NEWEST,
        order=("ordered_on", "id"),
    ),
    Task(
        "03",
        "the cities of customers without a phone, each once, from A to Z",
        ("city",),
        answers.cities,
        mistakes.CITIES,
        order=("city",),
    ),
    Task(
        "04",
        "the open orders, each with its customer's name and city",
        ("order_id", "customer", "city"),
        answers.open_orders,
        mistakes.OPEN_ORDERS,
    ),
    Task(
        "05",
        "all customers with their open orders",
        ("customer_id", "name", "order_id"),
        answers.everybody,
        mistakes.EVERYBODY,
        absent={"customers without an open order": lambda row: row[2] is None},
    ),
    Task(
        "06",
        "the books in orders that are not cancelled",
        ("order_id", "product", "quantity"),
        answers.books,
        mistakes.BOOKS,
    ),
    Task(
        "07",
        "for each product with reviews, how many reviews and ratings it has, and its average rating",
        ("product_id", "reviews", "ratings", "average_rating"),
        answers.ratings,
        group_mistakes.RATINGS,
        near=("average_rating",),
        absent={"products whose reviews have no rating at all": lambda row: row[3] is None},
    ),
    Task(
        "08",
        "the customers with three orders or more that are not cancelled",
        ("customer_id", "name", "orders"),
        answers.loyal,
        group_mistakes.LOYAL,
        order=("orders", "customer_id"),
        absent={"customers with exactly three such orders": lambda row: row[2] == 3},
    ),
    Task(
        "09",
        "for every order, how many lines it has and what it costs",
        ("order_id", "items", "total_cents"),
        answers.totals,
        group_mistakes.TOTALS,
        absent={"orders without any line": lambda row: row[1] == 0},
    ),
    Task(
        "10",
        "the products that cost more than the average of their category",
        ("id", "name", "category", "price_cents"),
        answers.dear,
        group_mistakes.DEAR,
    ),
)
TASKS = {task.number: task for task in READS}
CHANGE, INDEX = "11", "12"
NUMBERS = (*TASKS, CHANGE, INDEX)

# What the planner is asked about in task 12; the learner reads the same in the exercise's text.
INDEXED = "page_views"
INDEX_QUERY = f"SELECT id, product_id, viewed_at FROM page_views WHERE visitor_id = {VISITOR} ORDER BY viewed_at DESC"  # noqa: S608
INDEX_FIND = {
    "find": INDEXED,
    "filter": {"visitor_id": VISITOR},
    "projection": {"_id": 0, "id": 1, "product_id": 1, "viewed_at": 1},
    "sort": {"viewed_at": -1},
}


def is_overdue(status: str, ordered_on: str) -> bool:
    """Whether task 11 cancels an order."""
    return status == OPEN and ordered_on < CUT.isoformat()
