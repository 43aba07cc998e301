"""Whether the service is well: that takes a database that answers. And the two questions that a platform asks."""

from django.db import DatabaseError, InterfaceError, connection
from django.http import JsonResponse

from api.http import JsonView


class Health(JsonView):
    """/health"""

    def get(self, request):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
                cursor.fetchone()
        except (DatabaseError, InterfaceError):
            gone = {"status": "error", "database": "unreachable", "error": "the database does not answer"}
            return JsonResponse(gone, status=503)
        return JsonResponse({"status": "ok", "database": "ok"})


# TODO deploy.health: /health/live is 200 with {"status": "ok"} as long as the process answers, and looks at nothing
#   else.
# TODO deploy.health: /health/ready is 200 if the database answers, and 503 if it does not. Both go into api/urls.py.
