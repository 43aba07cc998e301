import time
from datetime import UTC, datetime

from grader.checks.values import Miss, say


def moment(reply):
    """The aware time in an answer."""
    now = reply.json()["now"]
    try:
        found = datetime.fromisoformat(now)
    except (TypeError, ValueError):
        raise Miss('a time in ISO 8601 such as "2026-03-01T12:00:00Z"', say(now)) from None
    if found.tzinfo is None:
        raise Miss("a time that ends with Z or an offset such as +01:00", say(now))
    return found


def test_it_is_now(api):
    """GET /api/time answers 200 with {"now": …}, an ISO 8601 time with Z or an offset, right to 5 seconds."""
    reply = api.get("/api/time")
    assert reply.status_code == 200
    away = abs((moment(reply) - datetime.now(UTC)).total_seconds())
    assert away <= 5, f"the time is right to 5 seconds, but it is {away:.0f} seconds away"


def test_it_moves_on(api):
    """The time moves on between two calls."""
    first = moment(api.get("/api/time"))
    time.sleep(1.1)
    passed = (moment(api.get("/api/time")) - first).total_seconds()
    assert passed > 0, "a later call gives a later time"
