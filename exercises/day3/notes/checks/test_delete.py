from grader.checks import ERROR
from grader.checks.notes import NOTES, absent, listed, missing, note
from grader.checks.rest import address, make, nonsense


def test_answers_204(api, fake):
    """DELETE /notes/<id> answers 204 with an empty body."""
    made = make(api, NOTES, note(fake))[0]
    reply = api.delete(address(NOTES, made["id"]))
    assert reply.status_code == 204
    assert reply.content == b"", "a 204 answer has no body at all"


def test_then_404(api, fake):
    """Once a note is deleted, GET, PATCH, PUT and a second DELETE answer 404 with a JSON error."""
    made = make(api, NOTES, note(fake))[0]
    where = address(NOTES, made["id"])
    assert api.delete(where).status_code == 204
    for method, how in (("GET", {}), ("PATCH", {"json": note(fake)}), ("PUT", {"json": note(fake)}), ("DELETE", {})):
        reply = api.request(method, where, **how)
        assert reply.status_code == 404
        assert reply.json() == ERROR


def test_is_gone_from_the_list(api, fake):
    """A deleted note is no longer in the list; every other one still is."""
    first, one, last = make(api, NOTES, *(note(fake) for _ in range(3)))
    assert api.delete(address(NOTES, one["id"])).status_code == 204
    notes = listed(api)
    absent([one], notes, "id", "it was deleted")
    missing([first, last], notes)


def test_unknown_is_404(api, fake):
    """DELETE of an unknown or nonsensical id answers 404 and deletes nothing."""
    made = make(api, NOTES, note(fake), note(fake))
    for unknown in nonsense(fake, made[1]["id"]):
        reply = api.delete(f"{NOTES}/{unknown}")
        assert reply.status_code == 404
        assert reply.json() == ERROR
    missing(made, listed(api))
