"""Who sends a request, and may they do this?

    401   I don't know who you are: no token, or one that proves nothing
    403   I know who you are, and you may not

They run before views, for whole blueprints: `bp.before_request(access.require_user)`.
"""

from typing import NoReturn

from flask import abort, g, request

import tokens
from db import open_session
from web import problem


def require_user() -> None:
    """Runs before a view: who sends the request is in g.user, and what their token says in g.claims. Else it is 401."""
    credentials = request.authorization
    if credentials is None or credentials.type != "bearer" or not credentials.token:
        refuse("log in first, and send the token in the header Authorization: Bearer …")
    with open_session() as session:
        found = tokens.read(session, credentials.token)
    if found is None:
        refuse("the token is not valid, or not any more", 'Bearer error="invalid_token"')
    g.user, g.claims = found


def require_admin() -> None:
    """Runs before a view that is for admins alone. Else it is 401 or 403."""
    require_user()
    if not g.user.is_admin:
        abort(403, "only admins may do this")


def require_admin_to_write() -> None:
    """Runs before views that everybody may read."""
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        require_admin()


def refuse(words: str, challenge: str = "Bearer") -> NoReturn:
    """401. WWW-Authenticate tells the client how it can say who it is."""
    abort(problem(401, words, {"WWW-Authenticate": challenge}))
