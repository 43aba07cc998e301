"""Who may come in. A view says it by the class that it is made from: JsonView is open to everybody.

401   I don't know who you are: no session, or one that is over
403   I know who you are, and you may not
"""

import time

from django.conf import settings

from api.http import JsonView
from api.problems import ApiError


class MemberView(JsonView):
    """For whoever is logged in. (Django's LoginRequiredMixin sends everybody else to a login page: not for an API.)"""

    def check_access(self, request):
        if not request.user.is_authenticated:
            raise ApiError(401, "log in first")
        stay_logged_in(request.session)


class AdminView(MemberView):
    """For admins. Whoever is known, but none of them, hears 403: to log in again would not help."""

    def check_access(self, request):
        super().check_access(request)
        if not request.user.is_admin:
            raise ApiError(403, "this is for admins only")


class AdminToWriteView(AdminView):
    """Everybody may read, admins may write."""

    def check_access(self, request):
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            super().check_access(request)


def stay_logged_in(session):
    """A session is over TOKEN_TTL_SECONDS after it was last saved, and who is active is not to be thrown out. Saving it
    at each request (SESSION_SAVE_EVERY_REQUEST) would make a write of every look, and SQLite has one writer at a time.
    So it is done now and then: when a tenth of its time is over.
    """
    now = time.time()
    if now - session.get("saved_at", 0) > settings.SESSION_COOKIE_AGE / 10:
        session["saved_at"] = now
