"""All tickets for a spreadsheet, where FEATURE_EXPORT is on."""

import csv

from api.http import JsonView
from api.problems import ApiError
from django.conf import settings
from django.http import HttpResponse

from tickets.models import Ticket

COLUMNS = ["id", "title", "priority", "status", "reporter_email"]


class Export(JsonView):
    def get(self, request):
        if not settings.FEATURE_EXPORT:
            raise ApiError(404, "there is nothing at this address")
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        table = csv.writer(response)
        table.writerow(COLUMNS)
        table.writerows(Ticket.objects.order_by("id").values_list(*COLUMNS))
        return response
