"""POST /todos/bulk: up to a hundred changes, all or none."""

from django.db import transaction
from django.http import JsonResponse

from accounts.access import MemberView
from api.http import read_object
from api.problems import ApiError, invalid
from api.validation import obey
from todos import order
from todos.finding import find_own, find_to_edit, visible
from todos.rules import changes, id_rule, is_id, new_todo
from todos.views import create

MOST = 100


class Bulk(MemberView):
    def post(self, request):
        """What is wrong with an operation leaves the block as an exception, and that rolls everything back."""
        operations = read_object(request).get("operations")
        if not isinstance(operations, list) or not 1 <= len(operations) <= MOST:
            raise invalid({"operations": f"must be a list of 1 to {MOST} operations"})
        with transaction.atomic():
            hold_all(request.user, operations)
            results = [checked(request.user, number, one) for number, one in enumerate(operations)]
        return JsonResponse({"results": results})


def hold_all(user, operations):
    """Holds the order of everybody whose todos are named, since they may be shared ones: two bulks that change the same
    todos come one after the other. All hold in the same order, or two could wait for each other for ever.
    """
    named = [one["id"] for one in operations if isinstance(one, dict) and is_id(one.get("id"))]
    owners = visible(user).filter(pk__in=named).values_list("owner_id", flat=True)
    for owner in sorted({user.id, *owners}):
        order.hold(owner)


def checked(user, number, operation):
    """One operation. Whatever is wrong with it is a 422 that says where."""
    try:
        return done(user, operation)
    except ApiError as error:
        wrong = error.fields or {"id": error.detail}
        raise invalid({f"operations.{number}.{field}": words for field, words in wrong.items()}) from None


def done(user, operation):
    if not isinstance(operation, dict) or operation.get("op") not in ("create", "update", "delete"):
        raise invalid({"op": "must be create, update or delete"})
    kind = operation["op"]
    if kind == "delete":
        todo_id = id_of(operation)
        find_own(user, todo_id).delete()
        return {"op": kind, "id": todo_id, "todo": None}
    fields = operation.get("todo")
    if not isinstance(fields, dict):
        raise invalid({"todo": "must be an object"})
    if kind == "create":
        todo = create(user, new_todo(fields))
    else:
        todo = find_to_edit(user, id_of(operation))
        todo.change(changes(fields))
    return {"op": kind, "id": todo.id, "todo": todo.as_json()}


def id_of(operation):
    return obey({"id": id_rule}, {"id": None} | operation)["id"]
