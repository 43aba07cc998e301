"""/users: a user is {"id", "name", "email"}. They live in memory and are gone when the server stops.

A view returns what becomes the answer: a dict or a list (sent as JSON), or a tuple with a status, or with a status and
headers: `return {"colour": "red"}, 202, {"X-Shade": "dark"}`. `abort(404, "words")` ends it with an error.
"""

from threading import Lock
from typing import Any

from flask import Blueprint

from web import not_yet

bp = Blueprint("users", __name__, url_prefix="/users")

# Given: the users by their id. Flask's server handles every request in a thread of its own, so whoever looks at the
# users or changes them does it inside `with lock:`.
users: dict[int, dict[str, Any]] = {}
lock = Lock()


@bp.get("")
def list_users():
    """All users, as a list."""
    # TODO methods.list: answer 200 with a JSON array of the users.
    # TODO methods.safe: neither this nor any other GET may change what the server remembers.
    return not_yet()


@bp.post("")
def create_user():
    """A new user from the body's name and email, both non-empty texts. 422 where one is missing."""
    # TODO methods.create: keep the user, answer 201 with it and, in the header Location, where it can be read.
    #   url_for("users.get_user", user_id=…) makes the address.
    # TODO methods.ids: the server chooses the id, also when the client sends one. No id may come twice, not even after
    #   its user was deleted.
    return not_yet()


@bp.get("/<int:user_id>")
def get_user(user_id: int):
    """One user. 404 where there is none."""
    # TODO methods.read: answer 200 with the user. What does Flask answer for /users/abc, and why?
    # TODO methods.head: HEAD must answer as GET does, with no body. Try `curl -I` before you write anything for it.
    return not_yet()


@bp.put("/<int:user_id>")
def replace_user(user_id: int):
    """The user as the body has it: name and email, both needed. 404 where there is none: PUT makes no new one."""
    # TODO methods.replace: answer 200 with the new user. It keeps its id. The same PUT twice leaves the same state.
    return not_yet()


@bp.delete("/<int:user_id>")
def delete_user(user_id: int):
    """Forgets the user. 404 where there is none."""
    # TODO methods.delete: answer 204, which has no body.
    return not_yet()


@bp.route("", methods=["PUT", "PATCH", "DELETE"])
@bp.route("/<int:user_id>", methods=["POST", "PATCH"])
def other_method(user_id: int | None = None):
    """The methods that these addresses don't have."""
    # TODO methods.not-allowed: answer 405 with a header Allow that names the methods there are.
    #   What happens if this function is not there at all?
    return not_yet()
