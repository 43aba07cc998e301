"""The log."""

from flask import Flask, Response, request


def wrap(app: Flask) -> None:
    """Called once, when the app is made."""
    # TODO logging.json: a line of JSON for each request, on standard output. How long did it take? Note the time in
    #   before_request: `g.began = time.perf_counter()`.
    # TODO logging.levels: error for 5xx, warning for 4xx, else info; and LOG_LEVEL says from which on.
    # TODO logging.secrets: what is in headers, bodies and queries is nobody's business. The development server logs
    #   each address to standard error, with its query: logging.getLogger("werkzeug") is the one to silence.
    # TODO logging.injection: whatever is printed has to be JSON, also what libraries log.
    app.after_request(write_line)


def write_line(response: Response) -> Response:
    """Somebody needed it once, to find a bug."""
    print(f"{request.method} {request.path} {response.status_code} {dict(request.headers)}")
    return response
