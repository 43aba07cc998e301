"""A first API: a greeting, greetings in four languages, the time, and a counter."""

from datetime import UTC, datetime
from threading import Lock

from django.http import JsonResponse

from config.http import methods, read_object, refused

GREETINGS = {"en": "Hello", "es": "Hola", "fr": "Bonjour", "de": "Hallo"}
lock = Lock()
count = 0


@methods("GET", "HEAD")
def hello(request):
    return JsonResponse({"message": "Hello, World!"})


@methods("POST")
def greetings(request):
    body = read_object(request)
    name, language = body.get("name"), body.get("language")
    fields = {}
    if not isinstance(name, str) or not name:
        fields["name"] = "must be a text"
    if not isinstance(language, str) or language not in GREETINGS:
        fields["language"] = f"must be one of {', '.join(GREETINGS)}"
    if fields:
        return refused(422, "; ".join(f"{field} {what}" for field, what in fields.items()), fields)
    return JsonResponse({"greeting": f"{GREETINGS[language]}, {name}!"}, status=201)


@methods("GET", "HEAD")
def time(request):
    return JsonResponse({"now": datetime.now(UTC).isoformat()})


@methods("GET", "HEAD")
def visits(request):
    global count
    with lock:
        count += 1
        return JsonResponse({"visits": count})
