"""A line in the log for each request."""

import logging

access_log = logging.getLogger("access")


class AccessLog:
    """A middleware: it sees each request, and each answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # TODO logging.json: what happened goes into `extra`: method, path, status, duration_ms. time.perf_counter() is
        #   a clock for how long something took.
        # TODO logging.levels: not all answers are worth the same level. access_log.log(level, …) takes it as a number.
        # TODO logging.trace: process_exception in api/middleware.py can leave the error on the request, and here it is
        #   given on: exc_info=error.
        # TODO logging.secrets: what of a request may be in a log that many people read?
        # TODO logging.injection: this path was written by somebody else, and there may be a newline in it.
        access_log.info(
            "%s %s?%s %s %s",
            request.method,
            request.path,
            request.META["QUERY_STRING"],
            dict(request.headers),
            response.status_code,
        )
        return response
