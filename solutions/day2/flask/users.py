"""/users: a user is {"id", "name", "email"}. They live in memory and are gone when the server stops."""

from itertools import count
from threading import Lock
from typing import Any

from flask import Blueprint, abort, url_for

from web import Invalid, read_object

bp = Blueprint("users", __name__, url_prefix="/users")

users: dict[int, dict[str, Any]] = {}
ids = count(1)
lock = Lock()  # Flask's server handles every request in a thread of its own


@bp.get("")
def list_users():
    with lock:
        return list(users.values())


@bp.post("")
def create_user():
    fields = read_user()
    with lock:
        user = {"id": next(ids)} | fields
        users[user["id"]] = user
    return user, 201, {"Location": url_for("users.get_user", user_id=user["id"])}


@bp.get("/<int:user_id>")
def get_user(user_id: int):
    with lock:
        return find(user_id)


@bp.put("/<int:user_id>")
def replace_user(user_id: int):
    fields = read_user()
    with lock:
        find(user_id)
        users[user_id] = {"id": user_id} | fields
        return users[user_id]


@bp.delete("/<int:user_id>")
def delete_user(user_id: int):
    with lock:
        find(user_id)
        del users[user_id]
    return "", 204


def find(user_id: int) -> dict[str, Any]:
    if user_id not in users:
        abort(404, f"there is no user {user_id}")
    return users[user_id]


def read_user() -> dict[str, str]:
    """The name and e-mail that the client sent. Raises Invalid where one is missing, blank or no text."""
    body = read_object()
    fields = {field: body.get(field) for field in ("name", "email")}
    wrong = [field for field, value in fields.items() if not isinstance(value, str) or not value.strip()]
    if wrong:
        raise Invalid({field: "must be a non-empty text" for field in wrong})
    return fields
