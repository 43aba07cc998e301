"""Who sends a request?

Whoever reads may be nobody, whoever writes must be somebody. Both run before views, for whole blueprints:
`bp.before_request(access.require_writer)`.
"""

from typing import NoReturn

from flask import abort, g, request

import tokens
from db import open_session
from web import problem

READING = ("GET", "HEAD", "OPTIONS")


def find_user() -> None:
    """Puts who sends the request into g.user, and what their token says into g.claims. Both are None for nobody."""
    g.user = g.claims = None
    credentials = request.authorization
    if credentials is not None and credentials.type == "bearer" and credentials.token:
        with open_session() as session:
            g.user, g.claims = tokens.read(session, credentials.token) or (None, None)


def require_user() -> None:
    """Runs before a view. Where nobody is logged in it is 401."""
    find_user()
    if g.user is None:
        refuse("log in first, and send the token in the header Authorization: Bearer …")


def require_writer() -> None:
    """Runs before a view: reading is for everybody, writing for whoever is logged in."""
    if request.method in READING:
        find_user()
    else:
        require_user()


def refuse(words: str) -> NoReturn:
    """401. WWW-Authenticate tells the client how it can say who it is."""
    response = problem(401, words)
    response.headers["WWW-Authenticate"] = "Bearer"
    abort(response)
