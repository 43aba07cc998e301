"""Which todos a user may see, edit, or do everything with."""

from django.db.models import Exists, OuterRef, Q

from api.problems import ApiError
from todos.models import Share, Todo


def visible(user):
    """What the user sees: their own todos, and what is shared with them. Each is there once: with a join in the place
    of EXISTS, a todo would come once for each of its shares.
    """
    return Todo.objects.filter(Q(owner=user) | Exists(Share.objects.filter(todo=OuterRef("pk"), user=user)))


def find(user, todo_id, lock=False):
    """404 where there is no such todo, or none that is to be seen: whether there is one is nobody else's business.

    Who is going to change it locks it: until the transaction ends, others who want to do so wait here.
    """
    todos = visible(user).select_for_update() if lock else visible(user)
    todo = todos.filter(pk=todo_id).first()
    if todo is None:
        raise ApiError(404, f"there is no todo {todo_id}")
    return todo


def find_own(user, todo_id):
    """As find() with a lock; 403 where it is somebody else's."""
    todo = find(user, todo_id, lock=True)
    if todo.owner_id != user.id:
        raise ApiError(403, "only its owner may do this")
    return todo


def find_to_edit(user, todo_id):
    """As find() with a lock; 403 where the user may only look at it."""
    todo = find(user, todo_id, lock=True)
    if todo.owner_id != user.id and not todo.shares.filter(user=user, can_edit=True).exists():
        raise ApiError(403, "you may look at this todo, but not edit it")
    return todo
