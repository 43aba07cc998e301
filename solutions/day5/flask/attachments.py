"""/tickets/<id>/attachments: files from strangers.

A file lies in UPLOAD_DIR under a name drawn here; all that its sender says about it is either a row in the database or
not believed.
"""

import hashlib
import re
import uuid
from typing import Any

from flask import Blueprint, abort, request, send_file, url_for
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

import settings
import tickets
from db import Base, open_session
from rules import Invalid

bp = Blueprint("attachments", __name__, url_prefix="/tickets/<id:ticket_id>/attachments")

MAX_FILE = 5 * 1024 * 1024
MAX_FORM = MAX_FILE + 64 * 1024  # the form around the file takes some bytes
SIGNATURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"%PDF-": "application/pdf"}


class Attachment(Base):
    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content_type: Mapped[str] = mapped_column(String(40))
    stored_as: Mapped[str] = mapped_column(String(32))

    def as_json(self) -> dict[str, Any]:
        names = ("id", "filename", "size", "sha256", "content_type")
        return {name: getattr(self, name) for name in names}


@bp.post("")
def add_attachment(ticket_id: int):
    request.max_content_length = MAX_FORM  # for this request alone
    with open_session() as session:
        tickets.find(session, ticket_id)
    sent = request.files.get("file")
    if sent is None:
        raise Invalid({"file": "must be a part of the form"})
    content = sent.read()
    if len(content) > MAX_FILE:
        abort(413, "the file is over 5 MiB")
    attachment = Attachment(
        ticket_id=ticket_id,
        filename=clean_name(sent.filename or ""),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content_type=detect(content),
        stored_as=uuid.uuid4().hex,
    )
    settings.UPLOAD_DIR.mkdir(parents=True, exist_ok=True)
    (settings.UPLOAD_DIR / attachment.stored_as).write_bytes(content)
    with open_session.begin() as session:
        session.add(attachment)
        session.flush()
        where = url_for("attachments.get_attachment", ticket_id=ticket_id, attachment_id=attachment.id)
        return attachment.as_json(), 201, {"Location": where}


@bp.get("/<id:attachment_id>")
def get_attachment(ticket_id: int, attachment_id: int):
    wanted = select(Attachment).where(Attachment.id == attachment_id, Attachment.ticket_id == ticket_id)
    with open_session() as session:
        found = session.scalar(wanted)
    if found is None:
        abort(404, f"ticket {ticket_id} has no attachment {attachment_id}")
    return send_file(
        settings.UPLOAD_DIR.resolve() / found.stored_as,  # Flask takes a relative path from the app's own folder
        mimetype=found.content_type,
        as_attachment=True,  # a browser saves it, and shows nothing
        download_name=found.filename,
    )


def detect(content: bytes) -> str:
    """What it is, by its content. Ends in 415 for what is not allowed."""
    for signature, content_type in SIGNATURES.items():
        if content.startswith(signature):
            return content_type
    try:
        if "\0" not in content.decode("utf-8"):
            return "text/plain"  # HTML and scripts too: never as what they are
    except UnicodeDecodeError:
        pass
    abort(415, "only PNG, JPEG, PDF and text are taken")


def clean_name(name: str) -> str:
    """The last part of the path that the client sent, without what has no place in a name. Only ever shown."""
    last = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "", last)[:200] or "file"
