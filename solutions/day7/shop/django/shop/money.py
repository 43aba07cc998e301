"""Money. Inside it is whole cents, which can be added up without a rest; outside a JSON number with two decimals."""

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation

DEAREST = 1_000_000


def price_rule(value):
    """The rule for a price: the cents. 19.99 * 100 is 1998.9999999999998, so it is rounded, and not cut off."""
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value <= DEAREST:
        raise ValueError(f"must be a number from 0 to {DEAREST}")
    if not math.isfinite(value) or round(value, 2) != value:
        raise ValueError("must have at most two decimals")
    return round(value * 100)


def amount(cents):
    """As answers have it."""
    return cents / 100


def at_least(text):
    """The cents of a lower limit in a query."""
    return limit(text, ROUND_CEILING)


def at_most(text):
    """The cents of an upper limit in a query."""
    return limit(text, ROUND_FLOOR)


def limit(text, rounding):
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError("must be a number") from None
    if not value.is_finite():
        raise ValueError("must be a number")
    value = max(min(value, Decimal(2 * DEAREST)), Decimal(-1))  # beyond them nothing changes any more
    return int((value * 100).to_integral_value(rounding))
