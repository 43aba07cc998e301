"""Users: what each HTTP method means for a list and for one thing in it."""

import itertools
import threading

from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from api.http import ApiError, JsonView, invalid, is_text, read_object

FIELDS = ("name", "email")

users = {}  # by id; a user is replaced as a whole, never changed in place
ids = itertools.count(1)  # only ever counts up, so an id is never used again
lock = threading.Lock()  # every request runs in a thread of its own


class UserList(JsonView):
    def get(self, request):
        with lock:
            return JsonResponse(list(users.values()), safe=False)

    def post(self, request):
        fields = read_user(request)
        with lock:
            user_id = next(ids)
            user = users[user_id] = {"id": user_id, **fields}
        return JsonResponse(user, status=201, headers={"Location": reverse("user", args=[user_id])})


class UserDetail(JsonView):
    def get(self, request, user_id):
        return JsonResponse(find(user_id))

    def put(self, request, user_id):
        fields = read_user(request)
        with lock:
            find(user_id)
            user = users[user_id] = {"id": user_id, **fields}
        return JsonResponse(user)

    def delete(self, request, user_id):
        with lock:
            find(user_id)
            del users[user_id]
        return HttpResponse(status=204)


def find(user_id):
    try:
        return users[user_id]
    except KeyError:
        raise ApiError(404, f"there is no user {user_id}") from None


def read_user(request):
    body = read_object(request)
    wrong = {field: "must be a text that is not empty" for field in FIELDS if not is_text(body.get(field))}
    if wrong:
        raise invalid(wrong)
    return {field: body[field] for field in FIELDS}
