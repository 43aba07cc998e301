"""What every view shares: the errors of JsonView, and reading JSON bodies."""

import json

from django.views import View

from api.problems import ApiError, invalid


class JsonView(View):
    """A Django view that raises an error for a method that it does not have."""

    def http_method_not_allowed(self, request, *args, **kwargs):
        allowed = ", ".join(self._allowed_methods())
        raise ApiError(405, f"{request.method} is not allowed here", headers={"Allow": allowed})


class NoSuchAddress(View):
    def dispatch(self, request, *args, **kwargs):
        raise ApiError(404, "there is nothing at this address")


def read_json(request):
    """The value in the request's body: 415 when it isn't declared as JSON, 400 when it isn't JSON."""
    if request.content_type != "application/json":
        raise ApiError(415, "send the body as application/json")
    try:
        return json.loads(request.body.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):  # no JSON, or arrays in arrays in arrays …
        raise ApiError(400, "the body is not valid JSON") from None


def read_object(request):
    """The same for a body that must be a JSON object."""
    value = read_json(request)
    if not isinstance(value, dict):
        raise invalid([{"field": "body", "message": "must be a JSON object"}])
    return value


def _refuse_constant(name):
    """NaN and Infinity are Python's own additions to JSON."""
    raise ValueError(f"{name} is not JSON")
