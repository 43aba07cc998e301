"""/health: is the app well? Not without its database. And the two questions that a platform asks."""

from flask import Blueprint

import db

bp = Blueprint("health", __name__)


@bp.get("/health")
def health():
    if not db.is_reachable():
        return {"status": "error", "database": "unreachable", "error": "the database does not answer"}, 503
    return {"status": "ok", "database": "ok"}


@bp.get("/health/live")
def live():
    """Whoever gets no answer here starts this server anew. That would not bring a database back, so it isn't asked."""
    return {"status": "ok"}


@bp.get("/health/ready")
def ready():
    """Whoever gets no 200 here sends visitors elsewhere for a while."""
    if not db.is_reachable():
        return {"status": "error", "error": "the database does not answer"}, 503
    return {"status": "ok"}
