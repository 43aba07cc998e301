import contextlib

from grader.checks.auth import LOGIN, ME, NOTES, tried
from grader.checks.hashes import strings
from grader.checks.notes import listed, note
from grader.checks.rest import address, make
from grader.server.answers import Unavailable


def test_is_gone(api, people):
    """DELETE /me answers 204 without a body; then login is 401, and so is /me with the old credentials."""
    person = people.fresh()
    credentials = person.credentials
    reply = person.api.delete(ME)
    assert reply.status_code == 204
    assert reply.content == b"", "a 204 answer has no body at all"
    assert api.post(LOGIN, json=person.account.login).status_code == 401
    assert tried(api, credentials).status_code == 401


def test_notes_are_gone(people, database, fake):
    """With the account go its notes: nothing of them is left in the database, and other users keep theirs."""
    person, someone = people.fresh(), people.someone()
    gone, kept = make(person.api, NOTES, note(fake))[0], make(someone.api, NOTES, note(fake))[0]
    assert person.api.delete(ME).status_code == 204
    assert someone.api.get(address(NOTES, kept["id"])).status_code == 200
    with contextlib.suppress(Unavailable):  # where nobody can look into the database
        left = any(gone["title"] in text for text in strings(database.tables()))
        assert not left, "a note of the deleted account is still in the database"


def test_again(people, fake):
    """The e-mail can register again: that is a new account, without the notes of the old one."""
    person = people.fresh()
    gone = make(person.api, NOTES, note(fake))[0]
    assert person.api.delete(ME).status_code == 204
    people.register(person.account)
    client = people.client()
    client.login(person.email, person.password)
    assert listed(client) == []
    assert client.get(address(NOTES, gone["id"])).status_code == 404


def test_nobody(api):
    """DELETE /me without credentials answers 401."""
    assert api.delete(ME).status_code == 401
