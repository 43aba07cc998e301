"""Health, a page, a path with a name in it, a query, and messages that live in memory."""

import re
from threading import Lock

from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from config.http import methods, read_object, refused

kept = []
lock = Lock()  # runserver handles every request in a thread of its own


@methods("GET", "HEAD")
def health(request):
    return JsonResponse({"status": "ok"})


@methods("GET", "HEAD")
def home(request):
    return HttpResponse("<!doctype html><title>Day 1</title><h1>It works</h1>")


@methods("GET", "HEAD")
def hello(request, name):
    return JsonResponse({"message": f"Hello, {name}!"})


@methods("GET", "HEAD")
def search(request):
    q, limit = request.GET.get("q", ""), request.GET.get("limit", "10")
    fields = {}
    if not q:
        fields["q"] = "must not be empty"
    if not re.fullmatch("[0-9]{1,3}", limit) or not 1 <= int(limit) <= 100:
        fields["limit"] = "must be a whole number from 1 to 100"
    if fields:
        return refused(422, "the query is not valid", fields)
    return JsonResponse({"q": q, "limit": int(limit)})


@methods("GET", "HEAD", "POST")
def messages(request):
    if request.method != "POST":
        with lock:
            return JsonResponse(kept, safe=False)
    text = read_object(request).get("text")
    if not isinstance(text, str) or not text:
        return refused(422, "the message is not valid", {"text": "must be a text"})
    with lock:
        made = {"id": len(kept) + 1, "text": text}
        kept.append(made)
    return JsonResponse(made, status=201, headers={"Location": reverse("message", args=[made["id"]])})


@methods("GET", "HEAD")
def message(request, message_id):
    with lock:
        found = [one for one in kept if one["id"] == message_id]
    return JsonResponse(found[0]) if found else refused(404, f"there is no message {message_id}")


def not_found(request, exception):
    return refused(404, "there is nothing at this address")


def server_error(request):
    return refused(500, "something went wrong here")
