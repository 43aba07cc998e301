import time

from grader.checks.moments import after, present, times
from grader.checks.notes import NOTES, listed, note, read_note
from grader.checks.rest import address, make

LONG_AGO = {"created_at": "2001-02-03T04:05:06Z", "updated_at": "2001-02-03T04:05:06Z"}


def test_are_utc(api, fake):
    """created_at and updated_at are ISO 8601 in UTC: 2026-01-31T09:30:00Z, with decimals or +00:00 if you like."""
    made = make(api, NOTES, note(fake))[0]
    times(made)
    times(read_note(api, made))
    for item in listed(api):
        if item.get("id") == made["id"]:
            times(item)


def test_say_now(api, fake):
    """A new note was created now, by the server's clock in UTC, and last changed when it was created."""
    made = make(api, NOTES, note(fake))[0]
    assert times(made) == {"created_at": present(), "updated_at": present()}
    assert times(made) == times(made | {"updated_at": made["created_at"]})


def test_stay_when_read(api, fake):
    """A note that is read has the very times that the answer to POST had."""
    made = make(api, NOTES, note(fake))[0]
    for _ in range(2):
        assert times(read_note(api, made)) == times(made)


def test_are_the_servers(api, fake):
    """A created_at or updated_at that the client sends is ignored, in POST, PATCH and PUT."""
    made = make(api, NOTES, note(fake) | LONG_AGO)[0]
    assert times(made) == {"created_at": present(), "updated_at": present()}
    expected = {"created_at": times(made)["created_at"], "updated_at": present()}
    for method, change in (("PATCH", LONG_AGO), ("PUT", note(fake) | LONG_AGO)):
        reply = api.request(method, address(NOTES, made["id"]), json=change)
        assert reply.status_code == 200
        assert times(reply.json()) == expected
        assert times(read_note(api, made)) == expected


def test_move_with_a_change(api, fake):
    """PATCH and PUT move updated_at on; created_at stays, and so do both times of every other note."""
    patched, put, other = make(api, NOTES, *(note(fake) for _ in range(3)))
    time.sleep(1.2)
    changes = (("PATCH", patched, {"body": fake.word()}), ("PUT", put, note(fake)))
    for method, made, change in changes:
        was = times(made)
        reply = api.request(method, address(NOTES, made["id"]), json=change)
        assert reply.status_code == 200
        for one in (reply.json(), read_note(api, made)):
            assert times(one) == {"created_at": was["created_at"], "updated_at": after(was["updated_at"])}
    assert times(read_note(api, other)) == times(other)
