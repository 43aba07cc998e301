"""GET /boom: a bug on purpose, to see what becomes of one."""

from flask import Blueprint

bp = Blueprint("boom", __name__)


@bp.get("/boom")
def boom():
    raise RuntimeError("this one is on purpose")
