"""Errors: what a view raises, and how an error looks to a client. All errors of the service are made here."""

from django.http import JsonResponse


class ApiError(Exception):
    """Raised anywhere inside a view to answer with an error: the middleware Problems makes the answer.

    For example `raise ApiError(404, "there is no ticket 7")`. `errors` is a list of {"field", "message"}, one for each
    thing that is wrong with what the client sent.
    """

    def __init__(self, status, detail, errors=None, headers=None):
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = headers


def problem(status, detail, errors=None, headers=None):
    # TODO errors.problem: this is the old form. The new one has type, title, status and detail, and says of itself that
    #   it is application/problem+json: JsonResponse takes a content_type. http.HTTPStatus knows a title for each
    #   status.
    # TODO errors.validation: `errors` is thrown away. It belongs into the body, where there are any.
    return JsonResponse({"error": detail}, status=status, headers=headers)


def not_implemented():
    """What every stub answers. When nothing calls it any more, delete it."""
    return problem(501, "not implemented yet")


def invalid(errors):
    """The error for JSON that breaks a rule; `errors` is a list of {"field", "message"}."""
    return ApiError(422, "invalid: " + ", ".join(error["field"] for error in errors), errors)


# What Django calls when something goes wrong before a view was found, or in a middleware; see config/urls.py.
def bad_request(request, exception):
    return problem(400, "the request can't be understood")


def not_found(request, exception):
    return problem(404, "there is nothing at this address")


def server_error(request):
    return problem(500, "something went wrong on our side")
