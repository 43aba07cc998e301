"""Who may come in. A view says it by the class that it is made from: JsonView is open to everybody.

JsonView calls check_access before get, post and so on. It raises ApiError to turn somebody away.
"""

from api.http import JsonView


class MemberView(JsonView):
    """For whoever is logged in."""

    def check_access(self, request):
        # TODO access.401: request.user is the user whose session it is, or Django's AnonymousUser. What tells them
        #   apart? Nobody, and whoever has a cookie that means nothing, is 401: "I don't know who you are".
        #   (Django has LoginRequiredMixin, but that one sends people to a login page.)
        pass


class AdminView(MemberView):
    """For admins."""

    def check_access(self, request):
        super().check_access(request)
        # TODO access.403: a user has the field is_admin. Who is known but no admin is 403: "I know you, and you may
        #   not". To log in again would not help.
