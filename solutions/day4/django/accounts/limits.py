"""Slows down whoever guesses passwords: after ten wrong logins for one e-mail within a minute, the next one waits.

They are counted in the database, so that all servers on it count together.
"""

import math
from datetime import timedelta

from django.utils import timezone

from accounts.models import FailedLogin
from api.http import ApiError

MOST = 10
WHILE = timedelta(minutes=1)
LONGEST = 254  # characters of an e-mail; what is longer has no account, and no room in the column


def check(email):
    """Raises 429 while there are too many wrong logins for this e-mail, also for the right password."""
    now = timezone.now()
    recent = FailedLogin.objects.filter(email=email[:LONGEST], at__gt=now - WHILE).order_by("-at")[:MOST]
    times = [failed.at for failed in recent]
    if len(times) == MOST:
        seconds = math.ceil((times[-1] + WHILE - now).total_seconds())
        raise ApiError(429, "too many wrong logins, try again later", headers={"Retry-After": str(seconds)})


def remember(email):
    """Counts a wrong login, and forgets those that no longer count."""
    now = timezone.now()
    FailedLogin.objects.filter(at__lt=now - WHILE).delete()
    FailedLogin.objects.create(email=email[:LONGEST], at=now)
