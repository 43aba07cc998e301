"""Who sends a request, and may they do this?

    401   I don't know who you are: no token, or one that proves nothing
    403   I know who you are, and you may not

Both run before views, for whole blueprints: `bp.before_request(access.require_user)`. One that returns nothing lets the
request pass; one that ends with abort() or returns an answer does not.
"""

from typing import NoReturn

from flask import abort, g, make_response, request

import tokens
from db import open_session


def require_user() -> None:
    """Runs before a view: who sends the request is in g.user, and what their token says in g.claims. Else it is 401."""
    # TODO access.401: `request.authorization` is what the header Authorization says, or None; it has a `type` (bearer,
    #   in small letters) and a `token`. tokens.read() says whose token it is. `g` lives as long as the request: g.user
    #   = …, g.claims = …


def require_admin() -> None:
    """Runs before a view that is for admins alone. Else it is 401 or 403."""
    # TODO access.403: first of all it must be somebody: require_user(). Then look at g.user.is_admin.
    require_user()


def refuse(words: str, challenge: str = "Bearer") -> NoReturn:
    """401. Given: WWW-Authenticate tells the client how it can say who it is."""
    abort(make_response({"error": words}, 401, {"WWW-Authenticate": challenge}))
