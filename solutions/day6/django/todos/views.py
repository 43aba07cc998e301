"""The Todo backend: a public contract, which anybody's page may use as its backend."""

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from api.http import ApiError, JsonView, read_object
from api.validation import FLAG, TEXT, WHOLE_NUMBER_OR_NULL, check
from todos.models import Todo

KINDS = {"title": TEXT, "completed": FLAG, "order": WHOLE_NUMBER_OR_NULL}


class TodoList(JsonView):
    def get(self, request):
        return JsonResponse([as_json(todo, request) for todo in Todo.objects.order_by("id")], safe=False)

    def post(self, request):
        todo = Todo()
        fill(todo, request, ("title", "order"))
        todo.save()
        body = as_json(todo, request)
        return JsonResponse(body, status=201, headers={"Location": body["url"]})

    def delete(self, request):
        Todo.objects.all().delete()
        return HttpResponse(status=204)


class TodoDetail(JsonView):
    def get(self, request, todo_id):
        return JsonResponse(as_json(find(todo_id), request))

    def patch(self, request, todo_id):
        with transaction.atomic():
            todo = find(todo_id, lock=True)
            fill(todo, request, ("title", "completed", "order"))
            todo.save()
        return JsonResponse(as_json(todo, request))

    def delete(self, request, todo_id):
        find(todo_id).delete()
        return HttpResponse(status=204)


def as_json(todo, request):
    """The todo with the whole address that it has for this client: the host is the one that the request names."""
    return {
        "id": todo.id,
        "title": todo.title,
        "completed": todo.completed,
        "order": todo.order,
        "url": request.build_absolute_uri(reverse("todo", args=[todo.id])),
    }


def find(todo_id, lock=False):
    todos = Todo.objects.select_for_update() if lock else Todo.objects
    try:
        return todos.get(id=todo_id)
    except Todo.DoesNotExist:
        raise ApiError(404, f"there is no todo {todo_id}") from None


def fill(todo, request, fields):
    """Puts those fields that the client sent into the todo, if they are valid."""
    sent = read_object(request)
    for field in fields:
        if field in sent:
            setattr(todo, field, sent[field])
    check(todo, KINDS)
