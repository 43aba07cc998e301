"""Tickets: made, listed, read, changed and deleted."""

from api.http import JsonView
from api.problems import ApiError
from api.validation import read_page, read_ticket
from attachments.files import remove_files
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from tickets.mails import tell_reporter
from tickets.models import Ticket, Watcher


class TicketList(JsonView):
    def get(self, request):
        page, per_page = read_page(request)
        total = Ticket.objects.count()
        start = (page - 1) * per_page
        tickets = Ticket.objects.order_by("id").prefetch_related("watchers") if start < total else Ticket.objects.none()
        items = [ticket.as_json() for ticket in tickets[start : start + per_page]]
        return JsonResponse({"items": items, "total": total})

    def post(self, request):
        ticket, fields = Ticket(), read_ticket(request)
        with transaction.atomic():
            fill(ticket, fields)
        return JsonResponse(ticket.as_json(), status=201, headers={"Location": reverse("ticket", args=[ticket.id])})


class TicketDetail(JsonView):
    def get(self, request, ticket_id):
        return JsonResponse(find(ticket_id).as_json())

    def patch(self, request, ticket_id):
        fields = read_ticket(request, partial=True)
        # The row is locked while it is changed: of two who close a ticket at the same time, the second one waits, and
        # finds it closed.
        with transaction.atomic():
            ticket = find(ticket_id, lock=True)
            was = ticket.status
            fill(ticket, fields)
        if was == "open" and ticket.status == "closed":
            tell_reporter(ticket)  # when the change is safely stored; a mail can't be taken back
        return JsonResponse(ticket.as_json())

    def delete(self, request, ticket_id):
        with transaction.atomic():
            ticket = find(ticket_id, lock=True)
            files = [attachment.file for attachment in ticket.attachments.all()]
            ticket.delete()
        remove_files(files)
        return HttpResponse(status=204)


def find(ticket_id, lock=False):
    tickets = Ticket.objects.select_for_update() if lock else Ticket.objects
    try:
        return tickets.get(id=ticket_id)
    except Ticket.DoesNotExist:
        raise ApiError(404, f"there is no ticket {ticket_id}") from None


def fill(ticket, fields):
    """Puts valid fields into the ticket, and saves it with its watchers."""
    for name, value in fields.items():
        if name != "watchers":
            setattr(ticket, name, value)
    ticket.save()
    if "watchers" in fields:
        ticket.watchers.all().delete()
        Watcher.objects.bulk_create(Watcher(ticket=ticket, email=watcher["email"]) for watcher in fields["watchers"])
