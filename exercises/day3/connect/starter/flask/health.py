"""/health: is the app well? Not without its database."""

from flask import Blueprint

bp = Blueprint("health", __name__)


@bp.get("/health")
def health():
    # TODO connect.health: ask is_reachable() in db.py. Yes: {"status": "ok", "database": "ok"}.
    #   No: 503 with {"status": "error", "database": "unreachable", "error": "…"}.
    return {"status": "ok"}
