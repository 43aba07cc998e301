"""The addresses that belong to the service as a whole: whether it is well, and what it does if something is wrong."""

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


class Boom(JsonView):
    """A mistake on purpose, to see what the service makes of one."""

    def get(self, request):
        raise RuntimeError("boom, on purpose")
