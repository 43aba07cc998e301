"""/health: is the app well? Not without its database."""

from flask import Blueprint

import db

bp = Blueprint("health", __name__)


@bp.get("/health")
def health():
    if not db.is_reachable():
        return {"status": "error", "database": "unreachable", "error": "the database does not answer"}, 503
    return {"status": "ok", "database": "ok"}
