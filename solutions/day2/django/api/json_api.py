"""JSON in earnest: any value back, numbers summed up, a nested order."""

import math
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.http import JsonResponse

from api.http import ApiError, JsonView, invalid, is_number, read_json, read_object


class Echo(JsonView):
    def post(self, request):
        try:
            return JsonResponse({"received": read_json(request)}, json_dumps_params={"allow_nan": False})
        except (ValueError, RecursionError):  # 1e400, or nested just too deeply
            raise ApiError(422, "this value can't be written back as JSON") from None


class Stats(JsonView):
    def post(self, request):
        numbers = read_object(request).get("numbers")
        if not isinstance(numbers, list) or not all(is_number(number) for number in numbers):
            raise invalid({"numbers": "must be an array of numbers"})
        if not numbers:
            return JsonResponse({"count": 0, "sum": 0, "mean": None, "min": None, "max": None})
        try:
            total = math.fsum(numbers)
        except OverflowError:
            raise invalid({"numbers": "are too large to be summed up"}) from None
        return JsonResponse(
            {
                "count": len(numbers),
                "sum": total,
                "mean": total / len(numbers),
                "min": min(numbers),
                "max": max(numbers),
            }
        )


class OrderTotal(JsonView):
    def post(self, request):
        order = read_object(request)
        items = order.get("items")
        discount = order.get("discount", {"percent": 0})
        wrong = {}
        if not isinstance(items, list) or not all(is_item(item) for item in items):
            wrong["items"] = "must be an array of {price, quantity}: a price from 0, a whole quantity from 1"
        if not is_discount(discount):
            wrong["discount"] = "must have a percent from 0 to 100"
        if wrong:
            raise invalid(wrong)
        try:
            total = add_up(items, discount["percent"])
        except InvalidOperation:
            raise invalid({"items": "come to more than can be counted in cents"}) from None
        return JsonResponse({"total": float(total)})


def add_up(items, percent):
    """Decimals, because 0.1 + 0.2 are not 0.3 in binary; rounded once, at the end."""
    total = sum(exact(item["price"]) * item["quantity"] for item in items)
    return (total * (100 - exact(percent)) / 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def exact(number):
    """The decimal that the client wrote: str() of a float is its shortest form, 0.1 and not 0.1000000000000000055."""
    return Decimal(str(number))


def is_item(item):
    return (
        isinstance(item, dict)
        and is_number(item.get("price"))
        and item["price"] >= 0
        and is_number(item.get("quantity"))
        and isinstance(item["quantity"], int)
        and item["quantity"] >= 1
    )


def is_discount(discount):
    return isinstance(discount, dict) and is_number(discount.get("percent")) and 0 <= discount["percent"] <= 100
