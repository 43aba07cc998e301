"""Errors as RFC 9457 wants them: application/problem+json, the same few members in every one."""

import sys
from http import HTTPStatus

from django.http import JsonResponse


class ApiError(Exception):
    """Raised anywhere inside a view to answer with an error: the middleware Problems makes the answer.

    `errors` is a list of {"field", "message"}, one for each thing that is wrong with what the client sent.
    """

    def __init__(self, status, detail, errors=None, headers=None):
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = headers


def problem(status, detail, errors=None, headers=None, **more):
    # about:blank means: nothing that the status does not say. Then the title is that of the status.
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    if errors:
        body["errors"] = errors
    return JsonResponse(body | more, status=status, headers=headers, content_type="application/problem+json")


def invalid(errors):
    """The error for JSON that breaks a rule; `errors` is a list of {"field", "message"}."""
    return ApiError(422, "invalid: " + ", ".join(error["field"] for error in errors), errors)


# What Django calls when something goes wrong before a view was found, or in a middleware.
def bad_request(request, exception):
    return problem(400, "the request can't be understood")


def not_found(request, exception):
    return problem(404, "there is nothing at this address")


def server_error(request):
    request.failure = sys.exc_info()[1]  # for the log
    return problem(500, "something went wrong on our side; the log knows more")
