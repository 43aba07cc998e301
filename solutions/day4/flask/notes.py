"""/notes: a note is {"id", "title", "body", "created_at", "updated_at"}, and belongs to who made it.

Another's note is answered 404, not 403: that there is one is nobody else's business.
"""

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, g, request, url_for
from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

import access
from db import Base, now, open_session
from web import is_storable, obey, read_object, text_rule

bp = Blueprint("notes", __name__, url_prefix="/notes")
bp.before_request(access.require_user)  # all of them at once: a route that is added later can't be forgotten


class Note(Base):
    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "body": self.body,
            "created_at": self.created_at.isoformat(),
            "updated_at": self.updated_at.isoformat(),
        }


NOTE_RULES = {"title": text_rule(1, 200), "body": text_rule(0, 10_000)}


@bp.get("")
def list_notes():
    word = request.args.get("q", "")
    if not is_storable(word):
        return []
    query = select(Note).where(Note.owner_id == g.user.id).order_by(Note.id)
    if word:
        # autoescape makes % and _ plain characters, which LIKE would take for "anything" and "any character"
        found = Note.title.icontains(word, autoescape=True) | Note.body.icontains(word, autoescape=True)
        query = query.where(found)
    with open_session() as session:
        return [note.as_json() for note in session.scalars(query)]


@bp.post("")
def create_note():
    fields = read_note()
    moment = now()
    with open_session.begin() as session:
        note = Note(**fields, owner_id=g.user.id, created_at=moment, updated_at=moment)
        session.add(note)
        session.flush()  # sends the INSERT, so that the note gets its id
        return note.as_json(), 201, {"Location": url_for("notes.get_note", note_id=note.id)}


@bp.get("/<id:note_id>")
def get_note(note_id: int):
    with open_session() as session:
        return find(session, note_id).as_json()


@bp.put("/<id:note_id>")
def replace_note(note_id: int):
    return update(note_id, read_note())


@bp.patch("/<id:note_id>")
def change_note(note_id: int):
    return update(note_id, obey(NOTE_RULES, read_object()))


@bp.delete("/<id:note_id>")
def delete_note(note_id: int):
    with open_session.begin() as session:
        session.delete(find(session, note_id))
    return "", 204


def update(note_id: int, fields: dict[str, str]) -> dict[str, Any]:
    with open_session.begin() as session:
        note = find(session, note_id)
        for name, value in fields.items():
            setattr(note, name, value)
        note.updated_at = now()
        return note.as_json()


def find(session: Session, note_id: int) -> Note:
    note = session.scalar(select(Note).where(Note.id == note_id, Note.owner_id == g.user.id))
    if note is None:
        abort(404, f"there is no note {note_id}")
    return note


def read_note() -> dict[str, str]:
    """A whole note from the request's body, which may leave out the note's body."""
    return obey(NOTE_RULES, {"title": None, "body": ""} | read_object())
