"""Which view answers which address."""

from django.urls import path

from tickets.export import Export
from tickets.views import TicketDetail, TicketList

urlpatterns = [
    path("tickets", TicketList.as_view()),
    path("tickets/export", Export.as_view()),
    path("tickets/<int:ticket_id>", TicketDetail.as_view(), name="ticket"),
]
