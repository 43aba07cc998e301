"""Four things that go wrong with JSON: any value at the top, numbers, nesting and money."""

from flask import Blueprint

from web import not_yet

bp = Blueprint("json_api", __name__)


@bp.post("/echo")
def echo():
    """{"received": the value}, for any JSON value."""
    # TODO json.echo: not only objects are JSON. null, 0.1, "" and [] are whole documents too.
    # TODO json.malformed: a body that is no JSON gets 400 and an error in JSON. What does request.get_json() do?
    # TODO json.media-type: a body that isn't declared as application/json gets 415.
    # TODO json.unicode: names with accents, CJK and emoji come back as they were sent.
    return not_yet()


@bp.post("/stats")
def stats():
    """Of {"numbers": [...]}: {"count", "sum", "mean", "min", "max"}. 422 where one is no number."""
    # TODO json.stats: of an empty list, count and sum are 0, the rest is null. To JSON, true is no number; to Python?
    return not_yet()


@bp.post("/orders/total")
def order_total():
    """Of {"items": [{"price", "quantity"}], "discount": {"percent"}}: {"total"}, in whole cents.

    price      a number from 0
    quantity   a whole number from 1
    percent    a number from 0 to 100; the discount may be absent
    """
    # TODO json.nested: round once, at the end, half a cent up; anything that breaks a rule is 422. No items: 0.
    #   Try round(2.675, 2), round(0.125, 2) and 0.1 + 0.2 in a Python shell first. The module decimal was made for it.
    return not_yet()
