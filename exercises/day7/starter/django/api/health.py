"""Whether the API can do its work: that takes a database that answers."""

from django.db import DatabaseError, InterfaceError, connection
from django.http import JsonResponse

from api.http import JsonView


class Health(JsonView):
    def get(self, request):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
                cursor.fetchone()
        except (DatabaseError, InterfaceError):
            gone = {"status": "error", "database": "unreachable", "error": "the database does not answer"}
            return JsonResponse(gone, status=503)
        return JsonResponse({"status": "ok", "database": "ok"})
