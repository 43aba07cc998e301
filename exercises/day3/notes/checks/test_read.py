from grader.checks import ERROR
from grader.checks.notes import NOTES, listed, missing, note, read, unique, whole
from grader.checks.rest import address, created, location, make, nonsense


def test_gives_the_note(api, fake):
    """GET /notes/<id> answers 200 with just that note, and all of its five fields."""
    sent = [note(fake) for _ in range(3)]
    for fields, made in zip(sent, make(api, NOTES, *sent), strict=True):
        reply = api.get(address(NOTES, made["id"]))
        assert reply.status_code == 200
        assert reply.json() == whole(fields, made["id"])


def test_follows_the_location(api, fake):
    """A GET on the Location of a new note gives that note."""
    sent = note(fake)
    made = api.post(NOTES, json=sent)
    assert read(api, location(made)) == whole(sent, created(made)["id"])


def test_the_list(api, fake):
    """GET /notes answers 200 with a plain JSON array, in which each note has its five fields."""
    sent = [note(fake) for _ in range(3)]
    made = make(api, NOTES, *sent)
    notes = listed(api)
    missing(made, notes)
    by_id = {str(item.get("id")): item for item in notes}
    for fields, one in zip(sent, made, strict=True):
        assert by_id[str(one["id"])] == whole(fields, one["id"])
    unique(notes)


def test_unknown_is_404(api, fake):
    """GET on an unknown or nonsensical id answers 404 with a JSON error."""
    made = make(api, NOTES, note(fake))[0]
    for unknown in nonsense(fake, made["id"]):
        reply = api.get(f"{NOTES}/{unknown}")
        assert reply.status_code == 404
        assert reply.json() == ERROR
