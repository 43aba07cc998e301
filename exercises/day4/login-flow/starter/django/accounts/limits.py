"""Slows down whoever guesses passwords: after ten wrong logins for one e-mail within a minute, the next one waits."""


def check(email):
    """Raises 429 while there are too many wrong logins for this e-mail."""
    # TODO login-flow.rate-limit: count the wrong logins of the last minute: a model FailedLogin in accounts/models.py,
    #   with the e-mail and the time, would do. From ten on: ApiError(429, …) with the header Retry-After, a whole
    #   number of seconds. ApiError takes `headers`.


def remember(email):
    """Counts a wrong login."""
    # TODO login-flow.rate-limit: keep it, and throw away what is too old to count.
