"""/todos: a todo is {"id", "title", "completed", "due", "tags", "position"}, and belongs to who made it."""

from typing import Any

from flask import Blueprint, g, request, url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

import access
from db import open_session
from rules import changes, new_todo, read_query
from tables import Tag, Todo, find, find_own, find_to_edit, hold_order, last_position, visible
from web import read_object

bp = Blueprint("todos", __name__, url_prefix="/todos")
bp.before_request(access.require_user)  # all of them at once: a route that is added later can't be forgotten


@bp.get("")
def list_todos():
    wanted = read_query(request.args.to_dict())
    query = matching(wanted)
    first = (wanted["page"] - 1) * wanted["per_page"]
    with open_session() as session:
        total = session.scalar(select(func.count()).select_from(query.subquery()))
        items = session.scalars(ordered(query, wanted["sort"]).limit(wanted["per_page"]).offset(first))
        return {"items": [todo.as_json() for todo in items], "total": total}


@bp.post("")
def create_todo():
    fields = new_todo(read_object())
    with open_session.begin() as session:
        hold_order(session)
        todo = create(session, fields)
        return todo.as_json(), 201, {"Location": url_for("todos.get_todo", todo_id=todo.id)}


@bp.get("/<id:todo_id>")
def get_todo(todo_id: int):
    with open_session() as session:
        return find(session, todo_id).as_json()


@bp.patch("/<id:todo_id>")
def change_todo(todo_id: int):
    fields = changes(read_object())
    with open_session.begin() as session:
        todo = find_to_edit(session, todo_id)
        todo.set(fields)
        return todo.as_json()


@bp.delete("/<id:todo_id>")
def delete_todo(todo_id: int):
    with open_session.begin() as session:
        session.delete(find_own(session, todo_id))
    return "", 204


def create(session: Session, fields: dict[str, Any]) -> Todo:
    """A new todo at the end of the user's list. hold_order() comes before."""
    todo = Todo(owner_id=g.user.id, position=last_position(session) + 1)
    todo.set(fields)
    session.add(todo)
    session.flush()  # sends the INSERT, so that the todo gets its id
    return todo


# --- the list ---------------------------------------------------------------------------------------------------------
def matching(wanted: dict[str, Any]) -> Select[tuple[Todo]]:
    """All that the user sees and that fits every parameter."""
    query = select(Todo).where(visible())
    if "completed" in wanted:
        query = query.where(Todo.completed.is_(wanted["completed"] == "true"))
    if "tag" in wanted:
        query = query.where(Todo.tags.any(Tag.name == wanted["tag"]))
    if "due_before" in wanted:
        query = query.where(Todo.due < wanted["due_before"])
    if "q" in wanted:
        # autoescape makes % and _ plain characters, which LIKE would take for "anything" and "any character"
        query = query.where(Todo.title.icontains(wanted["q"], autoescape=True))
    return query


def ordered(query: Select[tuple[Todo]], sort: str) -> Select[tuple[Todo]]:
    """What has no due date comes last in both directions; databases do not agree where NULL belongs."""
    column = {"position": Todo.position, "title": Todo.title, "due": Todo.due}[sort.removeprefix("-")]
    direction = column.desc() if sort.startswith("-") else column.asc()
    return query.order_by(column.is_(None), direction, Todo.position, Todo.id)
