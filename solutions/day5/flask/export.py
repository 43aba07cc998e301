"""GET /tickets/export: all tickets as CSV, where FEATURE_EXPORT is on."""

import csv
import io

from flask import Blueprint, Response, abort
from sqlalchemy import select

import settings
from db import open_session
from tickets import Ticket

bp = Blueprint("export", __name__)

COLUMNS = ("id", "title", "priority", "status", "reporter_email")


@bp.get("/tickets/export")
def export_tickets():
    if not settings.FEATURE_EXPORT:
        abort(404, "there is no export here")
    text = io.StringIO()
    lines = csv.writer(text)  # quotes what has to be quoted
    lines.writerow(COLUMNS)
    with open_session() as session:
        for ticket in session.scalars(select(Ticket).order_by(Ticket.id)):
            lines.writerow([getattr(ticket, column) for column in COLUMNS])
    save = {"Content-Disposition": "attachment; filename=tickets.csv"}
    return Response(text.getvalue(), mimetype="text/csv", headers=save)
