"""Words for a query that gave nothing, and for an order that was changed as it should not have been."""

from __future__ import annotations

from typing import Any

from grader.checks.shop import Order, columns
from grader.checks.values import Miss, say


def unlike(order: Order, wanted: Order, got: Order) -> Miss:
    """An order that task 11 has left as it should not be."""
    names = [name for name in columns("orders") if getattr(wanted, name) != getattr(got, name)]
    column = names[0]
    facts = f"order {order.id} ({order.status}, of {order.ordered_on})"
    if wanted == order:
        return Miss(f"{facts} to stay as it was", f"{column} = {say(getattr(got, column))}")
    return Miss(f"{facts} to have {column} = {say(getattr(wanted, column))}", say(getattr(got, column)))


def refusal(file: str, title: str, outcome: dict[str, Any]) -> Miss:
    """Why a query gave nothing, in words."""
    words = str(outcome.get("words", ""))
    expected, got = {
        "two": (f"one statement in {file}", "more than one"),
        "writes": (f"{file} only to read", f"a statement that writes: {words}"),
        "forbidden": (f"{file} to ask about the shop alone", words),
        "nothing": (f"rows from {file}", "a statement that gives none"),
        "slow": (f"an answer to {file} within {outcome.get('seconds', 5)} s", "none: it was stopped"),
        "large": (f"a few rows from {file}", words),
        "form": (f"a command of MongoDB in {file}", words),
        "late": (f"an answer to {file}", "none: the queries before it took too long"),
    }.get(str(outcome["refused"]), (f"{file} to run on {title}", f"its answer: {words}"))
    return Miss(expected, got)
