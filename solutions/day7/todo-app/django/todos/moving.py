"""POST /todos/<id>/move: an order of one's own."""

from django.db import transaction
from django.http import JsonResponse

from accounts.access import MemberView
from api.http import read_object
from api.problems import invalid
from api.validation import obey
from todos import order
from todos.finding import find_own
from todos.rules import id_rule


class Move(MemberView):
    def post(self, request, todo_id):
        """The gap that is left where the todo was does no harm."""
        before = obey({"before": before_rule}, {"before": ""} | read_object(request))["before"]
        with transaction.atomic():
            order.hold(request.user.id)
            todo = find_own(request.user, todo_id)
            todo.position = place_before(before, todo, request.user)
            todo.save(update_fields=["position"])
        return JsonResponse(todo.as_json())


def before_rule(value):
    return None if value is None else id_rule(value)


def place_before(before, todo, owner):
    """The position for the todo: at the end, or that of the other one, which goes one further with all after it."""
    if before is None:
        return order.at_the_end(owner)
    other = owner.todos.exclude(pk=todo.pk).filter(pk=before).first()
    if other is None:
        raise invalid({"before": "must be another one of your todos, or null"})
    order.make_room(owner, other.position)
    return other.position
