"""What is done around every view.

    app.before_request(function)   is called before the view; what it returns, or raises, is the answer instead
    app.after_request(function)    is called with each answer, and returns it; with those of errors, too
"""

from flask import Flask


def wrap(app: Flask) -> None:
    """Called once, when the app is made."""
    # TODO errors.request-id: before each request, g.request_id is the X-Request-ID that was sent, if it is a good one,
    #   else a new one (uuid.uuid4()). After it, it is a header of the answer.
    # TODO errors.limits: app.config["MAX_CONTENT_LENGTH"] limits bodies. The query is in request.query_string.
    # TODO errors.security-headers: X-Content-Type-Options on each answer.
