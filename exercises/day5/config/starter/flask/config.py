"""GET /config: which settings are in force."""

from flask import Blueprint

from web import not_yet

bp = Blueprint("config", __name__)


@bp.get("/config")
def show_config():
    # TODO config.visible: all twelve, and "***" for each secret.
    return not_yet()
