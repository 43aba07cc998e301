from grader.checks.notes import NOTES, listed, missing, note, read, shown, unique, whole
from grader.checks.rest import address, created, location, make


def test_answers_with_the_note(api, fake):
    """POST /notes answers 201 with the new note: id, title, body, created_at and updated_at."""
    sent = note(fake)
    reply = api.post(NOTES, json=sent)
    assert reply.status_code == 201
    assert reply.json() == whole(sent)


def test_body_may_be_absent(api, fake):
    """A note without a body has an empty one: "body" is "", not null and not missing."""
    sent = {"title": note(fake)["title"]}
    reply = api.post(NOTES, json=sent)
    assert reply.status_code == 201
    assert reply.json() == whole(sent | {"body": ""})


def test_names_the_location(api, fake):
    """The answer's Location header is the address of the new note."""
    reply = api.post(NOTES, json=note(fake))
    made = created(reply)
    where = location(reply)
    if where != address(NOTES, made["id"]):  # any other address will do, if the note is there
        assert read(api, where) == shown(made)


def test_takes_texts_as_they_are(api, fake):
    """Title and body come back as they were sent: blanks around them, lines, accents and emoji included."""
    word = fake.word()
    for text in (f" {word} ", f"{word}\n\n- {word}\n", f"Zoë, 王小明 and 🦄 {word}", f"{word}\t{word}", word.upper()):
        sent = {"title": text, "body": f"{text}\n{text}"}
        reply = api.post(NOTES, json=sent)
        assert reply.status_code == 201
        assert reply.json() == whole(sent)


def test_ignores_extra_fields(api, fake):
    """An id in the body, and fields that a note does not have, are ignored."""
    sent, wanted = note(fake), fake.integer(10**6, 10**7)
    reply = api.post(NOTES, json=sent | {"id": wanted, fake.word(): fake.word(), "pinned": True})
    assert reply.status_code == 201
    assert reply.json() == whole(sent)
    assert reply.json()["id"] != wanted


def test_is_in_the_list(api, fake):
    """Every new note is in the list, as it was made, and each has an id of its own."""
    made = make(api, NOTES, *(note(fake) for _ in range(fake.integer(3, 6))))
    missing(made, listed(api))
    unique(made)
