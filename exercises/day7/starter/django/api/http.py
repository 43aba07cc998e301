"""What every view shares: reading JSON bodies, and errors that are JSON too. Finished."""

import json
import logging

from django.db import InterfaceError, OperationalError
from django.http import JsonResponse
from django.views import View

logger = logging.getLogger(__name__)


class ApiError(Exception):
    """Raised anywhere inside a view to answer with an error.

    For example `raise ApiError(404, "there is nothing with the id 7")`; for a body that breaks a rule there is `invalid` below.
    """

    def __init__(self, status, message, fields=None, headers=None):
        super().__init__(message)
        self.status = status
        self.message = message
        self.fields = fields
        self.headers = headers


def error_response(status, message, fields=None, headers=None):
    body = {"error": message}
    if fields:
        body["fields"] = fields
    return JsonResponse(body, status=status, headers=headers)


def not_implemented():
    """What every stub answers. When nothing calls it any more, delete it."""
    return error_response(501, "not implemented yet")


class JsonView(View):
    """A Django view whose errors are JSON. Write one method per HTTP method: get, post, put, patch, delete.

    While the database is gone, its views answer 503: not your fault, try again later. The reason is printed.
    """

    def dispatch(self, request, *args, **kwargs):
        try:
            self.check_access(request)
            return super().dispatch(request, *args, **kwargs)
        except ApiError as error:
            return error_response(error.status, error.message, error.fields, error.headers)
        except (OperationalError, InterfaceError) as error:  # the database is gone, or too busy, or has no such table
            logger.error("the database failed: %s", error)
            return error_response(503, "the database does not answer")

    def check_access(self, request):
        """Called first. A view that is not for everybody raises ApiError here: see accounts/access.py."""

    def http_method_not_allowed(self, request, *args, **kwargs):
        allowed = ", ".join(self._allowed_methods())
        return error_response(405, f"{request.method} is not allowed here", headers={"Allow": allowed})


def read_json(request):
    """The value in the request's body: 415 when it isn't declared as JSON, 400 when it isn't JSON."""
    if request.content_type != "application/json":
        raise ApiError(415, "send the body as application/json")
    try:
        return json.loads(request.body.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise ApiError(400, "the body is not valid JSON") from None


def read_object(request):
    """The same for a body that must be a JSON object."""
    value = read_json(request)
    if not isinstance(value, dict):
        raise invalid({"body": "must be a JSON object"})
    return value


def invalid(fields):
    """The error for JSON that breaks a rule; `fields` holds a message for each wrong field."""
    return ApiError(422, "invalid: " + ", ".join(fields), fields)


def _refuse_constant(name):
    """NaN and Infinity are Python's own additions to JSON."""
    raise ValueError(f"{name} is not JSON")


def bad_request(request, exception):
    return error_response(400, "bad request")


def not_found(request, exception):
    return error_response(404, "no such address")


def server_error(request):
    return error_response(500, "something went wrong on our side")
