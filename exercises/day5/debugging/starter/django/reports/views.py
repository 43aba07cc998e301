"""Reports about the tickets of one reporter. Five people have complained: see the README.

TODO debugging.off-by-one, debugging.timezone, debugging.mutable-default, debugging.rounding, debugging.n-plus-one: each
is a mistake of a line or two somewhere in this module. Find them, and don't write it anew.
"""

from collections import Counter
from datetime import UTC
from decimal import ROUND_HALF_UP, Decimal

from api.http import JsonView
from api.problems import invalid
from api.validation import fault
from django.http import JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive
from tickets.models import Ticket


class Priorities(JsonView):
    """How many tickets there are of each priority from one to another, both included."""

    def get(self, request):
        first, last = whole_number(request, "from"), whole_number(request, "to")
        counts = Counter(tickets_of(request).values_list("priority", flat=True))
        return JsonResponse({"priorities": {str(priority): counts[priority] for priority in range(first, last)}})


class Opened(JsonView):
    """How many tickets were made at a moment or later."""

    def get(self, request):
        return JsonResponse({"count": tickets_of(request).filter(created_at__gte=moment(request, "since")).count()})


class Statuses(JsonView):
    """How many tickets are open, and how many closed."""

    def get(self, request):
        return JsonResponse(count_statuses(tickets_of(request)))


class Average(JsonView):
    """The mean of the priorities."""

    def get(self, request):
        priorities = list(tickets_of(request).values_list("priority", flat=True))
        return JsonResponse({"average": mean(priorities) if priorities else None})


class Watchers(JsonView):
    """Each ticket, and who watches it."""

    def get(self, request):
        return JsonResponse([watched(ticket) for ticket in tickets_of(request)], safe=False)


def count_statuses(tickets, counts={"open": 0, "closed": 0}):
    for ticket in tickets:
        counts[ticket.status] += 1
    return counts


def mean(numbers):
    """With two decimals, halves up. Decimal counts as people do; round() would make 2.12 of 2.125."""
    return float(sum(to_cents(Decimal(number) / len(numbers)) for number in numbers))


def to_cents(exact):
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def watched(ticket):
    emails = [watcher.email for watcher in ticket.watchers.all()]
    return {"id": ticket.id, "title": ticket.title, "watchers": emails}


# --- what a client asks for -------------------------------------------------------------------------------------------
def tickets_of(request):
    return Ticket.objects.filter(reporter_email=request.GET.get("reporter", "").replace("\0", "")).order_by("id")


def whole_number(request, name):
    """A priority in the query. Nobody needs more of them than there are, and a report of a million would be no help."""
    text = request.GET.get(name, "")
    if text not in ("1", "2", "3", "4", "5"):
        raise invalid(fault(name, "must be a whole number from 1 to 5"))
    return int(text)


def moment(request, name):
    """A moment in the query, with its offset from UTC."""
    try:
        value = parse_datetime(request.GET.get(name, ""))
    except ValueError:  # it has the form of a moment, but February has no 31st day
        value = None
    if value is None or is_naive(value):
        raise invalid(fault(name, "must be a moment in ISO 8601 with its offset from UTC: 2026-01-31T14:00:00Z"))
    return value.replace(tzinfo=UTC)
