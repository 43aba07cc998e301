"""/me and /auth/logout: whoever is logged in."""

from flask import Blueprint, g

import access
import tokens
from db import open_session

bp = Blueprint("me", __name__)
bp.before_request(access.require_user)


@bp.get("/me")
def get_me():
    return g.user.as_json()


@bp.post("/auth/logout")
def logout():
    """That the client forgets its token is not enough: somebody else may have a copy."""
    with open_session.begin() as session:
        tokens.revoke(session, g.claims)
    return "", 204
