"""What one can do with one's own account: look at it, log out, delete it."""

from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpResponse, JsonResponse

from accounts.access import MemberView


class Me(MemberView):
    def get(self, request):
        return JsonResponse(request.user.as_json())

    def delete(self, request):
        user = request.user
        with transaction.atomic():
            user.delete()  # and with it its notes: on_delete=CASCADE says so
            logout(request)
        return HttpResponse(status=204)


class Logout(MemberView):
    def post(self, request):
        logout(request)  # deletes the session's row, so that the cookie leads nowhere, whoever has kept a copy of it
        return HttpResponse(status=204)
