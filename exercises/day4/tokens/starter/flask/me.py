"""/me and /auth/logout: whoever is logged in."""

from flask import Blueprint

import access
from web import not_yet

bp = Blueprint("me", __name__)
bp.before_request(access.require_user)


@bp.get("/me")
def get_me():
    """The user who asks."""
    # TODO tokens.me: answer 200 with id, email and name. access.require_user() has put the user into flask's `g`.
    return not_yet()


@bp.post("/auth/logout")
def logout():
    """Ends the token that came with the request."""
    # TODO tokens.logout: tokens.revoke(), then 204, which has no body. The same token sent again is 401.
    return not_yet()
