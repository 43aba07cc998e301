"""/todos: a todo is {"id", "title", "completed", "due", "tags", "position"}, and belongs to who made it.

The README says what each method does, `openapi.yaml` says it word for word. When this file grows long, give sharing,
moving and the bulk modules of their own, and import their views in urls.py.

All views are made from MemberView, so that nobody gets in who is not logged in: see accounts/access.py.
"""

from accounts.access import MemberView
from api.http import not_implemented


class TodoList(MemberView):
    """/todos"""

    def get(self, request):
        """A page of what the user sees."""
        # TODO todo-app.filter: a condition for each parameter that is there; then count, sort and cut.
        return not_implemented()

    def post(self, request):
        """A new todo at the end of the user's list."""
        # TODO todo-app.crud: rules for its fields, with obey() of api/validation.py; 201, and its address in Location:
        #   reverse("todo", args=[todo.id]).
        return not_implemented()


class TodoDetail(MemberView):
    """/todos/<id>"""

    def get(self, request, todo_id):
        return not_implemented()

    def patch(self, request, todo_id):
        """Changes what the body names."""
        return not_implemented()

    def delete(self, request, todo_id):
        return not_implemented()


class Move(MemberView):
    """/todos/<id>/move"""

    def post(self, request, todo_id):
        """Puts it before another one, or at the end."""
        # TODO todo-app.reorder: what do two requests read when they come at the same time? The README has a way out.
        return not_implemented()


class ShareList(MemberView):
    """/todos/<id>/share"""

    def post(self, request, todo_id):
        """Lets another user see it, or edit it."""
        # TODO todo-app.share: a table of its own. Then all views above have to ask who sees, and who may edit.
        return not_implemented()


class ShareDetail(MemberView):
    """/todos/<id>/share/<email>"""

    def delete(self, request, todo_id, email):
        return not_implemented()


class Bulk(MemberView):
    """/todos/bulk"""

    def post(self, request):
        """Up to a hundred operations, all or none."""
        # TODO todo-app.bulk: one transaction around all of them. What makes it roll back?
        return not_implemented()
