"""/todos: a todo is {"id", "title", "completed", "order", "url"}, as the Todo-Backend specification has it."""

from typing import Any

from flask import Blueprint, abort, url_for
from sqlalchemy import BigInteger, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from db import Base, open_session
from web import obey, read_object, text_rule

bp = Blueprint("todos", __name__, url_prefix="/todos")


class Todo(Base):
    __tablename__ = "todos"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(500))
    completed: Mapped[bool] = mapped_column(default=False)
    order: Mapped[int | None] = mapped_column(BigInteger)

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "completed": self.completed,
            "order": self.order,
            "url": address(self),
        }


def address(todo: Todo) -> str:
    """The todo's whole URL; the request's Host header says what this server is called."""
    return url_for("todos.get_todo", todo_id=todo.id, _external=True)


# --- rules ------------------------------------------------------------------------------------------------------------
def completed_rule(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def order_rule(value: Any) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**53:
        raise ValueError("must be a whole number or null")
    return value


TODO_RULES = {"title": text_rule(1, 500), "completed": completed_rule, "order": order_rule}


# --- routes -----------------------------------------------------------------------------------------------------------
@bp.get("")
def list_todos():
    with open_session() as session:
        return [todo.as_json() for todo in session.scalars(select(Todo).order_by(Todo.id))]


@bp.post("")
def create_todo():
    fields = obey(TODO_RULES, {"title": None} | read_object())
    with open_session.begin() as session:
        todo = Todo(**fields)
        session.add(todo)
        session.flush()  # sends the INSERT, so that the todo gets its id
        return todo.as_json(), 201, {"Location": address(todo)}


@bp.delete("")
def delete_todos():
    with open_session.begin() as session:
        session.execute(delete(Todo))
    return "", 204


@bp.get("/<id:todo_id>")
def get_todo(todo_id: int):
    with open_session() as session:
        return find(session, todo_id).as_json()


@bp.patch("/<id:todo_id>")
def change_todo(todo_id: int):
    changes = obey(TODO_RULES, read_object())
    with open_session.begin() as session:
        todo = find(session, todo_id)
        for name, value in changes.items():
            setattr(todo, name, value)
        return todo.as_json()


@bp.delete("/<id:todo_id>")
def delete_todo(todo_id: int):
    with open_session.begin() as session:
        session.delete(find(session, todo_id))
    return "", 204


def find(session: Session, todo_id: int) -> Todo:
    todo = session.get(Todo, todo_id)
    if todo is None:
        abort(404, f"there is no todo {todo_id}")
    return todo
