"""Who sends a request? 401 where nobody knows.

It runs before views, for whole blueprints: `bp.before_request(access.require_user)`.
"""

from typing import NoReturn

from flask import abort, g, make_response, request

import tokens
from db import open_session


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


def refuse(words: str, challenge: str = "Bearer") -> NoReturn:
    """401. WWW-Authenticate tells the client how it can say who it is."""
    abort(make_response({"error": words}, 401, {"WWW-Authenticate": challenge}))
