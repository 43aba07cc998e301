"""/notes: a note is {"id", "title", "body", "created_at", "updated_at"}. They live in the database.

    title        1 to 200 characters
    body         at most 10 000 characters; "" where the client leaves it out
    created_at   when it was made, and
    updated_at   when it was last changed: set by the server, in UTC, as text like 2026-03-01T09:30:00.123456+00:00

A view returns what becomes the answer: a dict or a list (sent as JSON), or a tuple with a status, or with a status and
headers: `return {"colour": "red"}, 202, {"X-Shade": "dark"}`. `abort(404, "words")` ends it with an error.
"""

from flask import Blueprint

from web import not_yet

bp = Blueprint("notes", __name__, url_prefix="/notes")

# TODO connect.schema: the table of the notes: `class Note(Base)`. db.py shows how a table is declared and used. A
#   method as_json(), which gives the dict of a note's five fields, will be of use in every view.
# TODO connect.survives: what is kept in a variable of this module is gone with the server. There is none here; keep it
#   so. Everything goes to the database at once, before the client gets its answer.
# TODO connect.shared: another server works on the same database. So nothing may be remembered from one request to the
#   next, not even for speed.
# TODO connect.injection: quotes, %, _ and \ in any field come back as they were. They do, as long as no SQL is put
#   together with an f-string or with +. But some texts a database can't take: see is_storable() in web.py.

# TODO notes.validate: POST, PUT and PATCH need the same rules, so write them once. What breaks one is answered 422, and
#   `fields` names every field that is wrong: `raise Invalid({"title": "what is wrong"})` from web.py answers so.
#   read_object() from there reads the body.


@bp.get("")
def list_notes():
    """All notes, as a list. With ?q=word only those that have the word in their title or body."""
    # TODO notes.read: answer 200 with a JSON array of the notes.
    # TODO notes.search: `request.args` has the query. Capitals and small letters are the same here. Let the database
    #   search: SQL does it with LIKE, and to LIKE, % and _ have a meaning. SQLAlchemy's columns have
    #   contains() and icontains(): look up what autoescape does.
    return not_yet()


@bp.post("")
def create_note():
    """A new note from the body's title and body."""
    # TODO notes.create: answer 201 with the note and, in the header Location, where it can be read.
    #   url_for("notes.get_note", note_id=…) makes the address.
    # TODO notes.timestamps: now() from db.py is the time, `.isoformat()` makes a text of it. At first both are equal.
    return not_yet()


@bp.get("/<id:note_id>")
def get_note(note_id: int):
    """One note. 404 where there is none."""
    # TODO notes.read: answer 200 with the note.
    return not_yet()


@bp.put("/<id:note_id>")
def replace_note(note_id: int):
    """The note as the body has it. What the body leaves out is as in a new note, not as it was before."""
    # TODO notes.update: answer 200 with the note. It keeps its id.
    # TODO notes.timestamps: updated_at moves, created_at stays.
    return not_yet()


@bp.patch("/<id:note_id>")
def change_note(note_id: int):
    """The note with some fields changed: those that the body names. All others stay."""
    # TODO notes.update: answer 200 with the whole note.
    return not_yet()


@bp.delete("/<id:note_id>")
def delete_note(note_id: int):
    """Forgets the note. 404 where there is none."""
    # TODO notes.delete: answer 204, which has no body. After that it is 404.
    return not_yet()
