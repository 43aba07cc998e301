"""How the service is: two questions, since a platform does two different things with the answers."""

from django.db import DatabaseError, InterfaceError, connection
from django.http import JsonResponse

from api.http import JsonView


class Live(JsonView):
    """Does the process still answer? If not, it is restarted. So this must not ask the database: a restart of ours
    doesn't mend that, and would only add to the trouble."""

    def get(self, request):
        return JsonResponse({"status": "ok"})


class Ready(JsonView):
    """Can it do its work? If not, it gets no requests until it can."""

    def get(self, request):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
                cursor.fetchone()
        except (DatabaseError, InterfaceError):
            gone = {"status": "error", "database": "unreachable", "error": "the database does not answer"}
            return JsonResponse(gone, status=503)
        return JsonResponse({"status": "ok", "database": "ok"})
