"""/tickets/<id>/attachments: files from strangers."""

from flask import Blueprint

from web import not_yet

bp = Blueprint("attachments", __name__, url_prefix="/tickets/<id:ticket_id>/attachments")

# TODO uploads.store: a table for what is known of a file (tickets.py shows how one is made). The files themselves lie in
#   settings.UPLOAD_DIR.


@bp.post("")
def add_attachment(ticket_id: int):
    # TODO uploads.store: `request.files["file"]` is the file: read() gives its content, filename the name that it was
    #   sent under. tickets.find() is the ticket, or 404.
    # TODO uploads.limit: 5 MiB, for this route alone: request.max_content_length.
    # TODO uploads.type: look at the first bytes. 415 for what is not allowed.
    # TODO uploads.names: a name from outside is never a path.
    return not_yet()


@bp.get("/<id:attachment_id>")
def get_attachment(ticket_id: int, attachment_id: int):
    # TODO uploads.download: send_file(path, as_attachment=True, …)
    return not_yet()
