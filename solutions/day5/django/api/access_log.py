"""A line in the log for each request."""

import logging
import time

access_log = logging.getLogger("access")


class AccessLog:
    """Writes a line for each request. No query, no header and no body is in it: those may hold what is secret."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started = time.perf_counter()
        response = self.get_response(request)
        status = response.status_code
        level = logging.ERROR if status >= 500 else logging.WARNING if status >= 400 else logging.INFO
        facts = {
            "method": request.method,
            "path": request.path,
            "status": status,
            "duration_ms": round((time.perf_counter() - started) * 1000, 2),
        }
        message = f"{request.method} {request.path} {status}"
        access_log.log(level, "%s", message, extra=facts, exc_info=getattr(request, "failure", None))
        return response
