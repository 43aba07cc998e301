"""What every view shares: who may come in, what becomes of errors, and reading JSON bodies."""

import json
import logging

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.views import View

from api.problems import ApiError, invalid, problem

logger = logging.getLogger(__name__)


class JsonView(View):
    """A Django view whose errors are problem details."""

    def dispatch(self, request, *args, **kwargs):
        try:
            self.check_access(request)
            return super().dispatch(request, *args, **kwargs)
        except ApiError as error:
            return error.answer()
        except RequestDataTooBig:
            return problem(413, "the body is larger than 1 MiB")
        except (OperationalError, InterfaceError) as error:  # the database is gone, or too busy
            logger.error("the database failed: %s", error)
            return problem(503, "the database does not answer, please try again later")

    def check_access(self, request):
        """Called first. A view that is not for everybody raises ApiError here: see accounts/access.py."""

    def http_method_not_allowed(self, request, *args, **kwargs):
        allowed = ", ".join(self._allowed_methods())
        return problem(405, f"{request.method} is not allowed here", {"Allow": allowed})


def read_object(request):
    """The body, which must be a JSON object: 415 when it isn't declared as JSON, 400 when it isn't JSON."""
    if request.content_type != "application/json":
        raise ApiError(415, "send the body as application/json")
    try:
        value = json.loads(request.body.decode("utf-8"), parse_constant=refuse)
    except (ValueError, RecursionError):  # no JSON, or arrays in arrays in arrays …
        raise ApiError(400, "the body is not valid JSON") from None
    if not isinstance(value, dict):
        raise invalid({"body": "must be a JSON object"})
    return value


def refuse(constant):
    """NaN and Infinity are Python's own additions to JSON."""
    raise ValueError(f"{constant} is not JSON")
