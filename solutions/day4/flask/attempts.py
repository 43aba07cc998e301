"""Wrong logins, counted by e-mail: who guesses passwords gets no more than ten guesses a minute.

The counts are in memory, so each server counts for itself, and a restart begins anew. Several servers would keep them
where all of them look, in the database or in Redis.
"""

import math
import time
from threading import Lock

from flask import abort, make_response

WINDOW = 60  # seconds
MOST = 10

attempts: dict[str, list[float]] = {}
lock = Lock()


def begin(email: str) -> None:
    """Counts a login before its outcome is known, so that many at the same time can't slip through. 429 if there were
    too many.
    """
    moment = time.monotonic()
    with lock:
        forget_old(moment)
        earlier = attempts.setdefault(email, [])
        if len(earlier) >= MOST:
            wait = math.ceil(earlier[0] + WINDOW - moment)
            words = f"too many wrong logins, try again in {wait} seconds"
            abort(make_response({"error": words}, 429, {"Retry-After": str(wait)}))
        earlier.append(moment)


def succeeded(email: str) -> None:
    with lock:
        attempts.pop(email, None)


def forget_old(moment: float) -> None:
    """Only the last minute counts. This also keeps the dict from growing for ever."""
    for email, times in list(attempts.items()):
        attempts[email] = [then for then in times if then > moment - WINDOW]
        if not attempts[email]:
            del attempts[email]
