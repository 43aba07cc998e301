"""What happens to every request, whichever view answers it. MIDDLEWARE in the settings has the order.

Django makes one object of each class at the start and calls it for every request. `get_response` is whatever comes
next: the next middleware, or the view in the end.
"""

from api.problems import ApiError, problem
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.http.multipartparser import MultiPartParserError


class RequestId:
    """Gives each request an id, and the answer as well."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # TODO errors.request-id: what has the client sent in X-Request-ID (look up request.headers)? If it is harmless,
        #   take it, otherwise make a new one. Mind that a pattern which ends with $ lets a newline pass; re.fullmatch
        #   does not. `response["Name"] = value` sets a header.
        return self.get_response(request)


class Problems:
    """Turns what a view raises into an answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # TODO errors.limits: a query of more than 8 000 characters (request.META["QUERY_STRING"]) is answered here, and
        #   no view sees it. Here you return a problem; process_exception is for what views raise.
        return self.get_response(request)

    def process_exception(self, request, error):
        """Called by Django with what a view has raised. What is returned here is the answer.

        Where nothing is returned, Django makes an answer of its own; with DEBUG that is a page with all details.
        """
        match error:
            case ApiError():
                return problem(error.status, error.detail, error.errors, error.headers)
            case Http404():
                return problem(404, "there is nothing at this address")
            case OperationalError() | InterfaceError():  # the database is gone, or too busy
                return problem(503, "the database does not answer, try again later")
            # TODO errors.limits: RequestDataTooBig, of django.core.exceptions, is 413. It is a kind of
            #   SuspiciousOperation, so it has to stand before that.
            case BadRequest() | SuspiciousOperation() | MultiPartParserError():
                return problem(400, "the request can't be understood")
        # TODO errors.unexpected: all that is left is nobody's fault but ours. What may the client know of it?
        # TODO logging.trace: and where does the trace of it go?
        return None
