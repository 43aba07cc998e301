"""Whether the API can do its work: that takes a database that answers."""

from django.http import JsonResponse

from api.http import JsonView


class Health(JsonView):
    """/health"""

    def get(self, request):
        # TODO connect.health: ask the database something, however small: `from django.db import connection`, and
        #   `with connection.cursor() as cursor:` it can execute("SELECT 1"). When it answers, add "database": "ok".
        #   When it does not, Django raises DatabaseError or InterfaceError, both in django.db. Then answer 503 with
        #   {"status": "error", "database": "unreachable", "error": "…"}.
        return JsonResponse({"status": "ok"})
