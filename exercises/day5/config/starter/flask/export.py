"""GET /tickets/export: all tickets as CSV, where FEATURE_EXPORT is on."""

from flask import Blueprint

from web import not_yet

bp = Blueprint("export", __name__)


@bp.get("/tickets/export")
def export_tickets():
    # TODO config.change: 404 where FEATURE_EXPORT is off. Else text/csv, written by the module csv.
    return not_yet()
