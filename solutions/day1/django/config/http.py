"""What the views share: JSON bodies in, errors as JSON out, and the methods that an address has."""

import functools
import json

from django.http import JsonResponse


def refused(status, error, fields=None, headers=None):
    body = {"error": error} | ({"fields": fields} if fields else {})
    return JsonResponse(body, status=status, headers=headers)


def methods(*allowed):
    """Like Django's require_http_methods, but with a body of JSON."""

    def decorate(view):
        @functools.wraps(view)
        def checked(request, *args, **kwargs):
            if request.method not in allowed:
                return refused(405, "this does not work here", headers={"Allow": ", ".join(allowed)})
            return view(request, *args, **kwargs)

        return checked

    return decorate


def read_object(request):
    """The object in the body; an empty one where the body is no JSON object."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
