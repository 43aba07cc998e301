"""Who may come in. A view says it by the class that it is made from: JsonView is open to everybody."""

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


def stay_logged_in(session):
    """A session is over TOKEN_TTL_SECONDS after it was last saved, and who is active is not to be thrown out. Saving it
    at each request (SESSION_SAVE_EVERY_REQUEST) would make a write of every look, and SQLite has one writer at a time.
    So it is done now and then: when a tenth of its time is over.
    """
    now = time.time()
    if now - session.get("saved_at", 0) > settings.SESSION_COOKIE_AGE / 10:
        session["saved_at"] = now
