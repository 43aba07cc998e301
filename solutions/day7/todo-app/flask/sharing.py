"""/todos/<id>/share: who else sees a todo, and who may edit it."""

from flask import Blueprint, abort, g
from sqlalchemy import delete, select

import access
from accounts import email_rule
from db import open_session
from rules import completed_rule
from tables import Share, find_own
from users import User
from web import Invalid, obey, read_object

bp = Blueprint("sharing", __name__, url_prefix="/todos")
bp.before_request(access.require_user)

SHARE_RULES = {"email": email_rule, "can_edit": completed_rule}


@bp.post("/<id:todo_id>/share")
def share_todo(todo_id: int):
    fields = obey(SHARE_RULES, {"email": None, "can_edit": False} | read_object())
    with open_session.begin() as session:
        todo = find_own(session, todo_id)
        user = session.scalar(select(User).where(User.email == fields["email"]))
        if user is None or user.id == g.user.id:
            raise Invalid({"email": "is nobody's, or your own"})
        session.merge(Share(todo_id=todo.id, user_id=user.id, can_edit=fields["can_edit"]))
    return fields


@bp.delete("/<id:todo_id>/share/<email>")
def unshare_todo(todo_id: int, email: str):
    with open_session.begin() as session:
        todo = find_own(session, todo_id)
        whose = select(User.id).where(User.email == stored_form(email)).scalar_subquery()
        ended = session.execute(delete(Share).where(Share.todo_id == todo.id, Share.user_id == whose))
        if ended.rowcount == 0:
            abort(404, "it is not shared with this e-mail")
    return "", 204


def stored_form(email: str) -> str:
    """404 for a text that can't be anybody's address."""
    try:
        return email_rule(email)
    except ValueError:
        abort(404, "it is not shared with this e-mail")
