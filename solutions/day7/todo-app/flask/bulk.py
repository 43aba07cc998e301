"""POST /todos/bulk: up to a hundred changes, all or none."""

from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.exceptions import Forbidden, NotFound

import access
from db import open_session
from rules import changes, new_todo
from tables import find_own, find_to_edit, hold_order
from todos import create
from web import Invalid, read_object

bp = Blueprint("bulk", __name__, url_prefix="/todos")
bp.before_request(access.require_user)

MOST = 100
LARGEST_ID = 10**9 - 1


@bp.post("/bulk")
def change_many():
    """What is wrong with an operation leaves the block as an exception, and that rolls everything back."""
    operations = read_object().get("operations")
    if not isinstance(operations, list) or not 1 <= len(operations) <= MOST:
        raise Invalid({"operations": f"must be a list of 1 to {MOST} operations"})
    with open_session.begin() as session:
        hold_order(session)
        results = [checked(session, number, operation) for number, operation in enumerate(operations)]
    return {"results": results}


def checked(session: Session, number: int, operation: Any) -> dict[str, Any]:
    """One operation. Whatever is wrong with it is a 422 that says where."""
    place = f"operations.{number}"
    try:
        return done(session, operation)
    except Invalid as error:
        raise Invalid({f"{place}.{field}": words for field, words in error.fields.items()}) from None
    except (NotFound, Forbidden) as error:
        raise Invalid({f"{place}.id": error.description or "is none that you may change"}) from None


def done(session: Session, operation: Any) -> dict[str, Any]:
    if not isinstance(operation, dict) or operation.get("op") not in ("create", "update", "delete"):
        raise Invalid({"op": "must be create, update or delete"})
    kind = operation["op"]
    if kind == "delete":
        todo = find_own(session, id_of(operation))
        session.delete(todo)
        session.flush()
        return {"op": kind, "id": todo.id, "todo": None}
    fields = operation.get("todo")
    if not isinstance(fields, dict):
        raise Invalid({"todo": "must be an object"})
    if kind == "create":
        todo = create(session, new_todo(fields))
    else:
        todo = find_to_edit(session, id_of(operation))
        todo.set(changes(fields))
        session.flush()
    return {"op": kind, "id": todo.id, "todo": todo.as_json()}


def id_of(operation: dict[str, Any]) -> int:
    value = operation.get("id")
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= LARGEST_ID:
        raise Invalid({"id": "must be the id of a todo"})
    return value
