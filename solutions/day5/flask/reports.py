"""/reports: numbers about the tickets of one reporter, `?reporter=ada@example.com`."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from flask import Blueprint, request
from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from db import open_session
from rules import Invalid
from tickets import Ticket

bp = Blueprint("reports", __name__, url_prefix="/reports")


def of_reporter() -> Select[tuple[Ticket]]:
    """The tickets that a report is about, in order of creation."""
    return select(Ticket).where(Ticket.reporter_email == request.args.get("reporter", "")).order_by(Ticket.id)


@bp.get("/priorities")
def priorities():
    """How many tickets there are of each priority, from the first to the last."""
    first, last = read_priority("from", 1), read_priority("to", 5)
    counts = {str(priority): 0 for priority in range(first, last + 1)}
    with open_session() as session:
        for ticket in session.scalars(of_reporter()):
            if str(ticket.priority) in counts:
                counts[str(ticket.priority)] += 1
    return {"priorities": counts}


@bp.get("/opened")
def opened():
    """How many tickets were made at a moment or later."""
    since = read_moment("since")
    with open_session() as session:
        return {"count": len(session.scalars(of_reporter().where(Ticket.created_at >= since)).all())}


@bp.get("/statuses")
def statuses():
    """How many tickets are open and how many are closed."""
    with open_session() as session:
        return count_statuses(session.scalars(of_reporter()))


def count_statuses(tickets):
    counts = {"open": 0, "closed": 0}
    for ticket in tickets:
        counts[ticket.status] += 1
    return counts


@bp.get("/average")
def average():
    """The mean of the priorities, with two decimals."""
    with open_session() as session:
        found = [ticket.priority for ticket in session.scalars(of_reporter())]
    return {"average": mean(found) if found else None}


def mean(numbers):
    return float((Decimal(sum(numbers)) / len(numbers)).quantize(Decimal("0.01"), ROUND_HALF_UP))


@bp.get("/watchers")
def watchers():
    """Each ticket and who watches it."""
    with open_session() as session:
        return [
            {"id": ticket.id, "title": ticket.title, "watchers": [watcher.email for watcher in ticket.watchers]}
            for ticket in session.scalars(of_reporter().options(selectinload(Ticket.watchers)))
        ]


# --- parameters -------------------------------------------------------------------------------------------------------
def read_priority(name: str, absent: int) -> int:
    try:
        priority = int(request.args.get(name, absent))
    except ValueError:
        priority = 0
    if not 1 <= priority <= 5:
        raise Invalid({name: "must be a whole number from 1 to 5"})
    return priority


def read_moment(name: str) -> datetime:
    """A moment in ISO 8601, in UTC."""
    try:
        moment = datetime.fromisoformat(request.args.get(name, ""))
    except ValueError:
        raise Invalid({name: "must be a moment like 2026-01-31T14:00:00Z"}) from None
    if moment.tzinfo is None:
        raise Invalid({name: "must have an offset from UTC: Z or +05:30"})
    return moment.astimezone(UTC)
