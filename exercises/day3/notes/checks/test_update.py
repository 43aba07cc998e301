from grader.checks import ERROR
from grader.checks.notes import NOTES, listed, missing, note, read, whole
from grader.checks.rest import address, make, nonsense


def test_patch_changes_one_field(api, fake):
    """PATCH /notes/<id> answers 200 with the note, in which only what the body names has changed."""
    now = note(fake)
    made = make(api, NOTES, now)[0]
    where, new = address(NOTES, made["id"]), note(fake)
    for field in fake.shuffled(["title", "body"]):
        now = now | {field: new[field]}
        reply = api.patch(where, json={field: new[field]})
        assert reply.status_code == 200
        assert reply.json() == whole(now, made["id"])
        assert read(api, where) == whole(now, made["id"])


def test_patch_can_empty_the_body(api, fake):
    """PATCH with "body": "" empties the body: an empty text is a value like any other."""
    sent = note(fake)
    made = make(api, NOTES, sent)[0]
    where = address(NOTES, made["id"])
    reply = api.patch(where, json={"body": ""})
    assert reply.status_code == 200
    assert reply.json() == whole(sent | {"body": ""}, made["id"])
    assert read(api, where) == whole(sent | {"body": ""}, made["id"])


def test_patch_with_nothing(api, fake):
    """PATCH with an empty object answers 200 and leaves title and body as they are."""
    sent = note(fake)
    made = make(api, NOTES, sent)[0]
    reply = api.patch(address(NOTES, made["id"]), json={})
    assert reply.status_code == 200
    assert reply.json() == whole(sent, made["id"])


def test_put_replaces(api, fake):
    """PUT /notes/<id> answers 200 with the new note, and a GET gives the same."""
    made = make(api, NOTES, note(fake))[0]
    where, new = address(NOTES, made["id"]), note(fake)
    for _ in range(2):
        reply = api.put(where, json=new)
        assert reply.status_code == 200
        assert reply.json() == whole(new, made["id"])
        assert read(api, where) == whole(new, made["id"])


def test_put_without_a_body(api, fake):
    """PUT without "body" leaves the note with an empty one: PUT replaces, it does not merge."""
    made = make(api, NOTES, note(fake))[0]
    where, title = address(NOTES, made["id"]), note(fake)["title"]
    reply = api.put(where, json={"title": title})
    assert reply.status_code == 200
    assert reply.json() == whole({"title": title, "body": ""}, made["id"])
    assert read(api, where) == whole({"title": title, "body": ""}, made["id"])


def test_takes_texts_as_they_are(api, fake):
    """PUT and PATCH store quotes, %, backslashes, lines and emoji as they are, as POST does."""
    made = make(api, NOTES, note(fake))[0]
    where = address(NOTES, made["id"])
    for text in ('it\'s 100 % "done"; --', "a\\b\n\tc ", "🦄 Zoë 王小明", "'); DROP TABLE notes; --"):
        for method in ("PUT", "PATCH"):
            new = {"title": f"{text}{fake.word()}", "body": f"{fake.word()} {text}"}
            reply = api.request(method, where, json=new)
            assert reply.status_code == 200
            assert reply.json() == whole(new, made["id"])
            assert read(api, where) == whole(new, made["id"])


def test_the_id_stays(api, fake):
    """Neither PATCH nor PUT changes an id, and fields that a note does not have are ignored."""
    sent, new = note(fake), note(fake)
    made = make(api, NOTES, sent)[0]
    where = address(NOTES, made["id"])
    extra = {"id": fake.integer(10**6, 10**7), "colour": fake.word()}
    reply = api.patch(where, json=extra)
    assert reply.status_code == 200
    assert reply.json() == whole(sent, made["id"])
    reply = api.put(where, json=new | extra)
    assert reply.status_code == 200
    assert reply.json() == whole(new, made["id"])
    assert read(api, where) == whole(new, made["id"])


def test_others_stay(api, fake):
    """PATCH and PUT change one note and no other; the list has the note as it is now."""
    before, one, after = make(api, NOTES, *(note(fake) for _ in range(3)))
    where, new = address(NOTES, one["id"]), note(fake)
    assert api.patch(where, json={"title": fake.word()}).status_code == 200
    assert api.put(where, json=new).status_code == 200
    missing([before, new | {"id": one["id"]}, after], listed(api))


def test_unknown_is_404(api, fake):
    """PATCH and PUT on an unknown or nonsensical id answer 404 with a JSON error, and make no note."""
    made = make(api, NOTES, note(fake))[0]
    for unknown in nonsense(fake, made["id"]):
        for method in ("PATCH", "PUT"):
            reply = api.request(method, f"{NOTES}/{unknown}", json=note(fake))
            assert reply.status_code == 404
            assert reply.json() == ERROR
        assert api.get(f"{NOTES}/{unknown}").status_code == 404
    missing([made], listed(api))
