"""Who may come in. A view says it by the class that it is made from: JsonView is open to everybody."""

from api.http import ApiError, JsonView


class MemberView(JsonView):
    """For whoever is logged in. (Django's LoginRequiredMixin sends everybody else to a login page: not for an API.)"""

    def check_access(self, request):
        if not request.user.is_authenticated:
            raise ApiError(401, "log in first")


class AdminView(MemberView):
    """For admins. Whoever is known, but none of them, hears 403: to log in again would not help."""

    def check_access(self, request):
        super().check_access(request)
        if not request.user.is_admin:
            raise ApiError(403, "this is for admins only")
