"""/health: is the app well? Not without its database."""

from flask import Blueprint, abort

import db

bp = Blueprint("health", __name__)


@bp.get("/health")
def health():
    if not db.is_reachable():
        abort(503, "the database does not answer")
    return {"status": "ok", "database": "ok"}
