"""Notes: made, read, searched, changed and deleted, in the database.

A note is {"id": …, "title": …, "body": …, "created_at": …, "updated_at": …}. Its model is in notes/models.py.
read_object() and ApiError are in api/http.py, check() is in api/validation.py.
"""

from api.http import JsonView, not_implemented

# TODO connect.survives: what is kept in a variable of this module is gone with the server. There is none here; keep it
#   so. `note.save()` before the client gets its answer, and the note outlives everything.
# TODO connect.shared: another server works on the same database. So ask the database each time, and remember nothing.
# TODO connect.injection: quotes, %, _ and \ come back as they were. They do, as long as Django makes the SQL: not you
#   with an f-string, and not raw() or execute() with a text that came from outside in it.


class NoteList(JsonView):
    """/notes"""

    def get(self, request):
        # TODO notes.read: 200 with an array of all notes, Note.objects.all(). JsonResponse can write a time, but not a
        #   Note: make a dict of each. A method of the model is a good place for that.
        # TODO notes.search: ?q=word keeps the notes that have it in title or body: filter() with a lookup (title__…)
        #   that looks for a part of the text in any case, and Q from django.db.models for "or". An empty q is no
        #   search. A q with the character "\0" would be an error in PostgreSQL: it finds nothing.
        return not_implemented()

    def post(self, request):
        # TODO notes.create: read the body, make a Note of its title and body, check it, save it. 201 with the note, and
        #   Location says where to find it (django.urls.reverse). Without a body, the note's body is "".
        # TODO notes.timestamps: one look at the clock for both times.
        # TODO notes.validate: check(note, {"title": TEXT, "body": TEXT}) before save(). A title that is missing is 422.
        return not_implemented()


class NoteDetail(JsonView):
    """/notes/<id>; notes/urls.py already sends an id that is no number to the 404 handler"""

    def get(self, request, note_id):
        # TODO notes.read: 200 with the note. Note.objects.get(id=…) raises Note.DoesNotExist: make a 404 of it.
        return not_implemented()

    def put(self, request, note_id):
        # TODO notes.update: PUT replaces: title and body become what the request says, and a body that is absent "".
        # TODO notes.timestamps: updated_at moves on, created_at stays.
        return not_implemented()

    def patch(self, request, note_id):
        # TODO notes.update: PATCH changes just what the request names. If two clients change the same note at the same
        #   time, the second one should start from what the first one has left: look up transaction.atomic and
        #   select_for_update.
        return not_implemented()

    def delete(self, request, note_id):
        # TODO notes.delete: 204 and nothing in the body (not JSON either); the second time it is 404.
        return not_implemented()
