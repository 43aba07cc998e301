"""Day 1: your first server. Start it with `python manage.py runserver 8080`.

A view is a function that takes a request and returns a response: `JsonResponse({"colour": "red"}, status=202)`, or
`HttpResponse("<p>…")` for HTML; `headers={"X-Shade": "dark"}` in either adds a header. Below, every address leads to
one view, which answers "not implemented yet": take them one by one.
"""

from django.http import JsonResponse
from django.urls import path


def not_yet(request, **kwargs):
    """What every address answers until you write its view. When nothing uses it any more, delete it."""
    return JsonResponse({"error": "not implemented yet"}, status=501)


# TODO routing.structure: views belong into a file of their own, views.py, and this one imports them from there.

urlpatterns = [
    # TODO setup.health: tell whoever asks that all is well, as JSON.
    path("health", not_yet),
    # TODO routing.home: a page for people, in HTML, with one <h1>.
    path("", not_yet),
    # TODO routing.path: greet whoever stands in the path; the view gets it as the argument `name`.
    path("hello/<str:name>", not_yet),
    # TODO routing.query: request.GET has what stands behind the question mark, as texts.
    # TODO routing.method: what does DELETE /search answer, and with which header? Look for HttpResponseNotAllowed.
    path("search", not_yet),
    # TODO routing.post: GET gives all messages so far, in order; POST keeps one, answers 201 with it and its address.
    path("messages", not_yet),
    # TODO hello-api.hello
    path("api/hello", not_yet),
    # TODO hello-api.greet: in four languages.
    path("api/greetings", not_yet),
    # TODO hello-api.time
    path("api/time", not_yet),
    # TODO hello-api.visits: runserver handles every request in a thread of its own. Mind two at the same time.
    path("api/visits", not_yet),
]

# TODO routing.not-found: Django answers an unknown address with HTML. Programs want JSON: set handler404 here to the
#   name of a view of yours, as text ("config.views.not_found"); it takes the request and an exception.
# TODO setup.starts: the file Procfile says how a hosting service starts this server. It listens at 127.0.0.1 and a port
#   of its own choice there. It should be 0.0.0.0 and the port in the environment variable PORT.
