from grader.checks import ERROR
from grader.checks.auth import NOTES
from grader.checks.notes import listed, note, read_note, shown
from grader.checks.rest import address, make


def test_owner(people, fake):
    """Who made a note can read it, change it and delete it, and finds it in the list."""
    api = people.someone().api
    made = make(api, NOTES, note(fake))[0]
    where = address(NOTES, made["id"])
    assert api.get(where).status_code == 200
    assert str(made["id"]) in [str(item.get("id")) for item in listed(api)], "one's own note is not in the list"
    for method in ("PATCH", "PUT"):
        new = note(fake)
        assert api.request(method, where, json=new).status_code == 200
        assert read_note(api, made)["title"] == new["title"]
    assert api.delete(where).status_code == 204
    assert api.get(where).status_code == 404


def test_read(people, fake):
    """Another user's note is 404, as if there were none."""
    made = make(people.someone().api, NOTES, note(fake))[0]
    reply = people.other().api.get(address(NOTES, made["id"]))
    assert reply.status_code == 404
    assert reply.json() == ERROR


def test_change(people, fake):
    """PUT and PATCH on another user's note answer 404, and the note stays as it is."""
    owner = people.someone().api
    made = make(owner, NOTES, note(fake))[0]
    for method in ("PUT", "PATCH"):
        reply = people.other().api.request(method, address(NOTES, made["id"]), json=note(fake))
        assert reply.status_code == 404
        assert reply.json() == ERROR
        assert read_note(owner, made) == shown(made)


def test_delete(people, fake):
    """DELETE on another user's note answers 404, and the note is still there."""
    owner = people.someone().api
    made = make(owner, NOTES, note(fake))[0]
    reply = people.other().api.delete(address(NOTES, made["id"]))
    assert reply.status_code == 404
    assert reply.json() == ERROR
    assert read_note(owner, made) == shown(made)


def test_list(people, fake):
    """GET /notes, with or without ?q=, lists one's own notes and nobody else's."""
    someone, other = people.someone().api, people.other().api
    word = fake.word()
    mine = make(someone, NOTES, note(fake, title=f"{word} mine"))[0]
    theirs = make(other, NOTES, note(fake, body=f"theirs {word}"))[0]
    for api, own, foreign in ((someone, mine, theirs), (other, theirs, mine)):
        for query in ({}, {"q": word}):
            ids = [str(item.get("id")) for item in listed(api, **query)]
            assert str(own["id"]) in ids, "one's own note is not in the list"
            assert str(foreign["id"]) not in ids, "another user's note is in the list"
