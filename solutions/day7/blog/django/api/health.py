"""Whether the API can do its work: that takes a database that answers."""

from django.db import DatabaseError, InterfaceError, connection
from django.http import JsonResponse

from api.http import JsonView
from api.problems import ApiError


class Health(JsonView):
    def get(self, request):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
                cursor.fetchone()
        except (DatabaseError, InterfaceError):
            raise ApiError(503, "the database does not answer") from None
        return JsonResponse({"status": "ok", "database": "ok"})
