"""/todos: a todo is {"id", "title", "completed", "due", "tags", "position"}, and belongs to who made it."""

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from accounts.access import MemberView
from api.http import read_object
from todos import order
from todos.finding import find, find_own, find_to_edit
from todos.listing import page_of
from todos.models import Todo
from todos.rules import changes, new_todo, read_query


class TodoList(MemberView):
    def get(self, request):
        todos, total = page_of(request.user, read_query(request))
        return JsonResponse({"items": [todo.as_json() for todo in todos], "total": total})

    def post(self, request):
        fields = new_todo(read_object(request))
        with transaction.atomic():
            order.hold(request.user.id)
            todo = create(request.user, fields)
        return JsonResponse(todo.as_json(), status=201, headers={"Location": reverse("todo", args=[todo.id])})


class TodoDetail(MemberView):
    def get(self, request, todo_id):
        return JsonResponse(find(request.user, todo_id).as_json())

    def patch(self, request, todo_id):
        fields = changes(read_object(request))
        with transaction.atomic():
            todo = find_to_edit(request.user, todo_id)
            todo.change(fields)
        return JsonResponse(todo.as_json())

    def delete(self, request, todo_id):
        with transaction.atomic():
            find_own(request.user, todo_id).delete()
        return HttpResponse(status=204)


def create(user, fields):
    """A new todo at the end of the user's list. order.hold() comes before."""
    columns = {name: value for name, value in fields.items() if name != "tags"}
    todo = Todo.objects.create(owner=user, position=order.at_the_end(user), **columns)
    todo.add_tags(fields["tags"])
    return todo
