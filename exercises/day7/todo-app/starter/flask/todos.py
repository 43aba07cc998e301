"""/todos: a todo is {"id", "title", "completed", "due", "tags", "position"}, and belongs to who made it.

The README says what each route does, `openapi.yaml` says it word for word. When this file grows long, give sharing,
moving and the bulk modules of their own, and add them to routes.py.
"""

from flask import Blueprint
from sqlalchemy.orm import Mapped, mapped_column

import access
from db import Base
from web import not_yet

bp = Blueprint("todos", __name__, url_prefix="/todos")
bp.before_request(access.require_user)  # all of them at once: a route that is added later can't be forgotten


class Todo(Base):
    __tablename__ = "todos"

    # TODO todo-app.crud: the columns. Tags belong into a table of their own if you want to search for one of them.
    # TODO todo-app.owner: whose it is: `mapped_column(ForeignKey("users.id", ondelete="CASCADE"))`.
    id: Mapped[int] = mapped_column(primary_key=True)


@bp.get("")
def list_todos():
    """A page of what the user sees."""
    # TODO todo-app.filter: a condition for each parameter that is there; then count, sort and cut.
    return not_yet()


@bp.post("")
def create_todo():
    """A new todo at the end of the user's list."""
    # TODO todo-app.crud: rules for its fields, with obey() of web.py; 201, and its address in Location.
    return not_yet()


@bp.get("/<id:todo_id>")
def get_todo(todo_id: int):
    return not_yet()


@bp.patch("/<id:todo_id>")
def change_todo(todo_id: int):
    """Changes what the body names."""
    return not_yet()


@bp.delete("/<id:todo_id>")
def delete_todo(todo_id: int):
    return not_yet()


@bp.post("/<id:todo_id>/move")
def move_todo(todo_id: int):
    """Puts it before another one, or at the end."""
    # TODO todo-app.reorder: what do two requests read when they come at the same time? The README has a way out.
    return not_yet()


@bp.post("/<id:todo_id>/share")
def share_todo(todo_id: int):
    """Lets another user see it, or edit it."""
    # TODO todo-app.share: a table of its own. Then all routes above have to ask who sees, and who may edit.
    return not_yet()


@bp.delete("/<id:todo_id>/share/<email>")
def unshare_todo(todo_id: int, email: str):
    return not_yet()


@bp.post("/bulk")
def change_many():
    """Up to a hundred operations, all or none."""
    # TODO todo-app.bulk: one transaction around all of them. What makes it roll back?
    return not_yet()
