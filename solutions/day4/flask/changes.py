"""POST /auth/password and DELETE /me: what changes an account, or ends it."""

from flask import Blueprint, g
from sqlalchemy import delete, update

import access
import passwords
from accounts import password_rule
from db import open_session
from users import User
from web import Invalid, obey, read_object, text_rule

bp = Blueprint("changes", __name__)
bp.before_request(access.require_user)

CHANGE_RULES = {"old": text_rule(1, 1000), "new": password_rule}


@bp.post("/auth/password")
def change_password():
    """Asks for the old one, so that a token alone, found on an open computer, is not enough to take an account over."""
    fields = obey(CHANGE_RULES, dict.fromkeys(CHANGE_RULES) | read_object())
    if not passwords.fits(fields["old"], g.user.password_hash):
        raise Invalid({"old": "is not your password"})
    change = {"password_hash": passwords.hashed(fields["new"]), "token_version": User.token_version + 1}
    with open_session.begin() as session:
        session.execute(update(User).where(User.id == g.user.id).values(change))
    return "", 204


@bp.delete("/me")
def delete_me():
    """The notes go with their owner: the database sees to it (ON DELETE CASCADE in notes.py)."""
    with open_session.begin() as session:
        session.execute(delete(User).where(User.id == g.user.id))
    return "", 204
