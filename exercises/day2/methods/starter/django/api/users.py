"""Users: what each HTTP method means for a list and for one thing in it.

A user is {"id": …, "name": …, "email": …} and lives in memory, until the server stops.
"""

import threading

from api.http import JsonView, not_implemented

users = {}  # by id
lock = threading.Lock()  # every request runs in a thread of its own: change `users` inside of `with lock:`

# TODO methods.ids: where do ids come from? No two users ever share one, not even after the first was deleted.


class UserList(JsonView):
    """/users"""

    def get(self, request):
        # TODO methods.list: 200 with an array of all users. JsonResponse wants to be told that it may send an array.
        return not_implemented()

    def post(self, request):
        # TODO methods.create: read the body with read_json from api/http.py, check it, keep the user under a new id.
        # The status says that something was made, the Location header says where to find it (django.urls.reverse).
        return not_implemented()


class UserDetail(JsonView):
    """/users/<id>; api/urls.py already sends an id that is no number to the 404 handler"""

    def get(self, request, user_id):
        # TODO methods.read: 200 with the user, or raise ApiError(404, …).
        # TODO methods.safe: reading changes nothing, however often it is done.
        # TODO methods.head: find out what Django does with a HEAD request when a view has get().
        return not_implemented()

    def put(self, request, user_id):
        # TODO methods.replace: the new user takes the place of the old one as a whole; only the id stays.
        # A missing field is 422 with {"error": …, "fields": {"email": …}}; an unknown user is 404.
        return not_implemented()

    def delete(self, request, user_id):
        # TODO methods.delete: 204 and nothing in the body (not JSON either); the second time it is 404.
        return not_implemented()
