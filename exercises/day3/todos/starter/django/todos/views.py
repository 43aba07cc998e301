"""The Todo backend: a public contract, which anybody's page may use as its backend.

A todo is {"title": …, "completed": …, "order": …, "url": …}. Other origins get in by todos.cors in config/settings.py.
"""

from api.http import JsonView, not_implemented


class TodoList(JsonView):
    """/todos"""

    def get(self, request):
        # TODO todos.list: 200 with an array of all todos.
        return not_implemented()

    def post(self, request):
        # TODO todos.create: a todo with the title, and the order if there is one; 201 with the todo. `url` is the whole
        #   address of it, with http:// and host: request.build_absolute_uri() makes that of what reverse() gives.
        return not_implemented()

    def delete(self, request):
        # TODO todos.delete: all of them; 204.
        return not_implemented()


class TodoDetail(JsonView):
    """/todos/<id>, which is a todo's url"""

    def get(self, request, todo_id):
        # TODO todos.create: 200 with the todo, or 404.
        return not_implemented()

    def patch(self, request, todo_id):
        # TODO todos.change: title, completed, order: whichever the request names. 200 with the whole todo.
        return not_implemented()

    def delete(self, request, todo_id):
        # TODO todos.delete: this one; 204. After that, a GET is 404.
        return not_implemented()
