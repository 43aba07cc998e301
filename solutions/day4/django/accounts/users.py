"""All users, for admins."""

from django.http import JsonResponse

from accounts.access import AdminView
from accounts.models import User


class UserList(AdminView):
    def get(self, request):
        return JsonResponse([user.as_json() for user in User.objects.order_by("id")], safe=False)
