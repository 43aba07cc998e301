"""Errors as RFC 9457 wants them: application/problem+json, the same few members in every one."""

from http import HTTPStatus

from django.http import JsonResponse


class ApiError(Exception):
    """Raised anywhere inside a view to answer with an error: JsonView makes the answer.

    `fields` has a message for each field that breaks a rule.
    """

    def __init__(self, status, detail, fields=None, headers=None):
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.fields = fields
        self.headers = headers

    def answer(self):
        more = {}
        if self.fields:
            more["errors"] = [{"field": field, "message": message} for field, message in self.fields.items()]
        return problem(self.status, self.detail, self.headers, **more)


def invalid(fields):
    """422: the request can be read, but breaks a rule."""
    return ApiError(422, "not valid: " + ", ".join(fields), fields)


def problem(status, detail, headers=None, **more):
    # about:blank says: there is no more to it than the status. Then the title is that of the status.
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return JsonResponse(body, status=status, headers=headers, content_type="application/problem+json")


# What Django calls when something goes wrong before a view was found, or when a view ends in an unforeseen way.
def bad_request(request, exception):
    return problem(400, "the request can't be understood")


def not_found(request, exception):
    return problem(404, "there is nothing at this address")


def server_error(request):
    return problem(500, "something went wrong on our side; the log knows more")
