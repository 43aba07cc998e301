"""What happens to every request, whichever view answers it. MIDDLEWARE in the settings has the order."""

import re
import traceback
import uuid

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.http.multipartparser import MultiPartParserError

from api.logs import request_id
from api.problems import ApiError, problem


class RequestId:
    """Gives each request an id: the client's own, if it is harmless, or else a new one. The answer says which."""

    HARMLESS = re.compile(r"[A-Za-z0-9._-]{1,128}")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        chosen = given if self.HARMLESS.fullmatch(given) else uuid.uuid4().hex
        request_id.set(chosen)
        response = self.get_response(request)
        response["X-Request-ID"] = chosen
        return response


class Problems:
    """Turns what a view raises into an answer, and refuses a query that no view should have to read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if len(request.META.get("QUERY_STRING", "")) > settings.MAX_QUERY_LENGTH:
            return problem(414, f"the query has more than {settings.MAX_QUERY_LENGTH} characters")
        return self.get_response(request)

    def process_exception(self, request, error):
        """Called by Django with what a view has raised."""
        match error:
            case ApiError():
                return problem(error.status, error.detail, error.errors, error.headers)
            case RequestDataTooBig():
                return problem(413, "the body is larger than 1 MiB")
            case Http404():
                return problem(404, "there is nothing at this address")
            case BadRequest() | SuspiciousOperation() | MultiPartParserError():
                return problem(400, "the request can't be understood")
        request.failure = error  # for the log
        if isinstance(error, (OperationalError, InterfaceError)):  # the database is gone, or too busy
            return problem(503, "the database does not answer, try again later")
        more = {"traceback": "".join(traceback.format_exception(error))} if settings.DEBUG else {}
        return problem(500, "something went wrong on our side; the log knows more", **more)
