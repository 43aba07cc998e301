"""/auth/register, /auth/login, /auth/logout and /me: day 4's."""

import re
from typing import Any

from flask import Blueprint, abort, g
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

import access
import passwords
import tokens
from db import open_session
from settings import TOKEN_TTL_SECONDS
from users import User
from web import not_blank, obey, read_object, text_rule

bp = Blueprint("accounts", __name__)

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def email_rule(value: Any) -> str:
    """In lower case: to all that counts, Ada@Example.com and ada@example.com are one mailbox."""
    email = text_rule(1, 254)(value.lower() if isinstance(value, str) else value)
    if not EMAIL.fullmatch(email):
        raise ValueError("must be an e-mail address")
    return email


REGISTER_RULES = {"email": email_rule, "password": text_rule(10, 1000), "name": not_blank(text_rule(1, 100))}
LOGIN_RULES = {"email": text_rule(1, 1000), "password": text_rule(1, 1000)}


@bp.post("/auth/register")
def register():
    fields = obey(REGISTER_RULES, dict.fromkeys(REGISTER_RULES) | read_object())
    user = User(email=fields["email"], name=fields["name"], password_hash=passwords.hashed(fields["password"]))
    try:
        with open_session.begin() as session:
            session.add(user)
            session.flush()
            return user.as_json(), 201
    except IntegrityError:  # looking first would not do: somebody else may register between the look and the INSERT
        abort(409, "there is an account with this e-mail already")


@bp.post("/auth/login")
def login():
    fields = obey(LOGIN_RULES, dict.fromkeys(LOGIN_RULES) | read_object())
    with open_session() as session:
        user = session.scalar(select(User).where(User.email == fields["email"].lower()))
    right = passwords.fits(fields["password"], user.password_hash if user else None)
    if user is None or not right:
        access.refuse("wrong e-mail or password")  # not which of the two: that would tell who has an account
    answer = {"access_token": tokens.issue(user), "token_type": "Bearer", "expires_in": TOKEN_TTL_SECONDS}
    return answer, 200, {"Cache-Control": "no-store"}


@bp.post("/auth/logout")
def logout():
    """That the client forgets its token is not enough: somebody else may have a copy."""
    access.require_user()
    with open_session.begin() as session:
        tokens.revoke(session, g.claims)
    return "", 204


@bp.get("/me")
def get_me():
    access.require_user()
    return g.user.as_json()
