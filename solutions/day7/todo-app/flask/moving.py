"""POST /todos/<id>/move: an order of one's own."""

from typing import Any

from flask import Blueprint, g
from sqlalchemy import update

import access
from db import open_session
from tables import Todo, find_own, hold_order, last_position, own
from web import Invalid, read_object

bp = Blueprint("moving", __name__, url_prefix="/todos")
bp.before_request(access.require_user)


@bp.post("/<id:todo_id>/move")
def move_todo(todo_id: int):
    """Makes room before the other one by moving it, and all after it, one further. The gap that is left where the todo
    was does no harm: only the order counts.
    """
    body = read_object()
    if "before" not in body:
        raise Invalid({"before": "must be the id of another todo, or null"})
    with open_session.begin() as session:
        hold_order(session)
        todo = find_own(session, todo_id)
        if body["before"] is None:
            place = last_position(session) + 1
        else:
            before = session.scalar(own().where(Todo.id == before_rule(body["before"], todo_id)))
            if before is None:
                raise Invalid({"before": "is none of your todos"})
            place = before.position
            after = (Todo.owner_id == g.user.id, Todo.position >= place)
            session.execute(update(Todo).where(*after).values(position=Todo.position + 1))
        todo.position = place
        return todo.as_json()


def before_rule(value: Any, todo_id: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10**9 or value == todo_id:
        raise Invalid({"before": "must be the id of another todo, or null"})
    return value
