"""Notes as you know them from day 3. Everybody sees and changes all of them, until you have done access.owner."""

from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone

from api.http import ApiError, JsonView, read_object
from api.validation import TEXT, check
from notes.models import MOST_CHARACTERS, Note

# TODO access.401: these views are open to everybody. They should be made from MemberView, in accounts/access.py.
# TODO access.owner: a note belongs to who made it, request.user. Note.objects, wherever it stands below, finds notes of
#   all people. `request.user.notes` finds one's own, and can do what Note.objects can. Think of every door: the list,
#   the search, GET, PUT, PATCH, DELETE. Another's note is 404, as if it were not there.
# TODO access.no-escalation: fill() takes from the request what KINDS names. Could a client make itself the owner of a
#   note, or somebody else? Keep it so that it can't.
KINDS = {"title": TEXT, "body": TEXT}


class NoteList(JsonView):
    def get(self, request):
        notes = Note.objects.order_by("id")
        word = request.GET.get("q", "")
        if "\0" in word or len(word) > MOST_CHARACTERS:  # no note has such a text, and databases refuse to look for it
            notes = notes.none()
        elif word:
            notes = notes.filter(Q(title__icontains=word) | Q(body__icontains=word))
        return JsonResponse([note.as_json() for note in notes], safe=False)

    def post(self, request):
        now = timezone.now()
        note = Note(created_at=now, updated_at=now)
        fill(note, request)
        note.save()
        return JsonResponse(note.as_json(), status=201, headers={"Location": reverse("note", args=[note.id])})


class NoteDetail(JsonView):
    def get(self, request, note_id):
        return JsonResponse(find(note_id).as_json())

    def put(self, request, note_id):
        return self.change(request, note_id)

    def patch(self, request, note_id):
        return self.change(request, note_id, partial=True)

    def delete(self, request, note_id):
        find(note_id).delete()
        return HttpResponse(status=204)

    def change(self, request, note_id, partial=False):
        # Reading, changing and saving are one transaction, and the row is locked meanwhile: of two changes at the same
        # time the second one waits and starts from what the first one has left.
        with transaction.atomic():
            note = find(note_id, lock=True)
            fill(note, request, partial)
            note.updated_at = timezone.now()
            note.save()
        return JsonResponse(note.as_json())


def find(note_id, lock=False):
    notes = Note.objects.select_for_update() if lock else Note.objects
    try:
        return notes.get(id=note_id)
    except Note.DoesNotExist:
        raise ApiError(404, f"there is no note {note_id}") from None


def fill(note, request, partial=False):
    """Puts into the note what the client sent, all of it or with `partial` just what it names, if it is valid."""
    sent = read_object(request)
    if not partial:
        sent = {"title": None, "body": ""} | sent
    for field in KINDS:
        if field in sent:
            setattr(note, field, sent[field])
    check(note, KINDS)
