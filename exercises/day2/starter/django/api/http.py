"""What every view shares: reading JSON bodies, and errors that are JSON too."""

import json

from django.http import JsonResponse
from django.views import View


class ApiError(Exception):
    """Raised anywhere inside a view to answer with an error.

    For example `raise ApiError(404, "there is no user 7")`, or for a body that breaks a rule
    `raise ApiError(422, "invalid: email", {"email": "must be a text"})`.
    """

    def __init__(self, status, message, fields=None):
        super().__init__(message)
        self.status = status
        self.message = message
        self.fields = fields


def error_response(status, message, fields=None, headers=None):
    body = {"error": message}
    if fields:
        body["fields"] = fields
    return JsonResponse(body, status=status, headers=headers)


def not_implemented():
    """What every stub answers. When nothing calls it any more, delete it."""
    return error_response(501, "not implemented yet")


class JsonView(View):
    """A Django view whose errors are JSON. Write one method per HTTP method: get, post, put, patch, delete."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except ApiError as error:
            return error_response(error.status, error.message, error.fields)

    def http_method_not_allowed(self, request, *args, **kwargs):
        # TODO methods.not-allowed: Django calls this when a view has no method for the request. Answer with the
        # right status, a JSON error, and the header that lists what is possible here. `View` in Django's own
        # source (django/views/generic/base.py) does nearly the same: look at how it knows the list.
        return not_implemented()


class Health(JsonView):
    def get(self, request):
        return JsonResponse({"status": "ok"})


def read_json(request):
    """The value in the request's body. Views call this instead of reading the body themselves."""
    # TODO json.media-type: look at request.content_type before the body is read. What isn't declared as JSON is 415.
    # TODO json.malformed: this line raises ValueError for a broken body, and the client gets a 500 for its own
    # mistake. It should be 400. Three odd cases: bytes that are not UTF-8, ten thousand opening brackets, and NaN,
    # which Python's json reads although it is not JSON (see parse_constant).
    return json.loads(request.body)


def bad_request(request, exception):
    return error_response(400, "bad request")


def not_found(request, exception):
    return error_response(404, "no such address")


def server_error(request):
    return error_response(500, "something went wrong on our side")
