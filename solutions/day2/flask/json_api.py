"""Four things that go wrong with JSON: any value at the top, numbers, nesting and money."""

import math
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from flask import Blueprint, jsonify, request

from web import Invalid, is_number, read_object

bp = Blueprint("json_api", __name__)


@bp.post("/echo")
def echo():
    value = request.get_json()
    try:
        return jsonify({"received": value})
    except ValueError:  # 1e400 is JSON, but Python reads it as infinite, and infinite can't be written as JSON
        raise Invalid({"body": "holds a number that is too large"}) from None


@bp.post("/stats")
def stats():
    numbers = read_object().get("numbers")
    if not isinstance(numbers, list) or not all(is_number(number) for number in numbers):
        raise Invalid({"numbers": "must be a list of numbers"})
    if not numbers:
        return {"count": 0, "sum": 0, "mean": None, "min": None, "max": None}
    try:
        total = math.fsum(numbers)
    except OverflowError:
        raise Invalid({"numbers": "are too large to add up"}) from None
    return {
        "count": len(numbers),
        "sum": total,
        "mean": total / len(numbers),
        "min": min(numbers),
        "max": max(numbers),
    }


@bp.post("/orders/total")
def order_total():
    body = read_object()
    items, discount = body.get("items"), body.get("discount", {"percent": 0})
    wrong = {}
    if not isinstance(items, list) or not all(is_item(item) for item in items):
        wrong["items"] = "must be a list of objects with a price from 0 and a whole quantity from 1"
    if not is_discount(discount):
        wrong["discount"] = "must be an object with a percent from 0 to 100"
    if wrong:
        raise Invalid(wrong)

    # Decimal counts as people do with money: 0.1 + 0.2 is 0.3 there. Its text makes 0.1 of the float 0.1.
    gross = sum(Decimal(str(item["price"])) * item["quantity"] for item in items)
    net = gross * (100 - Decimal(str(discount["percent"]))) / 100
    try:
        total = net.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    except InvalidOperation:
        raise Invalid({"items": "come to too much"}) from None
    return {"total": float(total)}


def is_item(item: Any) -> bool:
    return (
        isinstance(item, dict)
        and is_number(item.get("price"))
        and item["price"] >= 0
        and isinstance(item.get("quantity"), int)
        and not isinstance(item["quantity"], bool)
        and item["quantity"] >= 1
    )


def is_discount(discount: Any) -> bool:
    return isinstance(discount, dict) and is_number(discount.get("percent")) and 0 <= discount["percent"] <= 100
