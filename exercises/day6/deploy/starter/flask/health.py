"""/health: is the app well? Not without its database. And the two questions that a platform asks."""

from flask import Blueprint

import db

bp = Blueprint("health", __name__)


@bp.get("/health")
def health():
    if not db.is_reachable():
        return {"status": "error", "database": "unreachable", "error": "the database does not answer"}, 503
    return {"status": "ok", "database": "ok"}


# TODO deploy.health: /health/live answers 200 with {"status": "ok"}, and looks at nothing else.
# TODO deploy.health: /health/ready answers the same if the database answers, and 503 if it does not.
