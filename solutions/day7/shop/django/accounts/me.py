"""What one can do with one's own account: look at it, and log out."""

from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse

from accounts.access import MemberView


class Me(MemberView):
    def get(self, request):
        return JsonResponse(request.user.as_json())


class Logout(MemberView):
    def post(self, request):
        logout(request)  # deletes the session's row, so that the cookie leads nowhere, whoever has kept a copy of it
        return HttpResponse(status=204)
