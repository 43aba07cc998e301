from grader.checks.notes import NOTES, listed, missing, note, read_note, shown, unique
from grader.checks.rest import make


def test_first_start(fake, app, database):
    """On a database without a single table, the server makes its tables by itself, and then it works."""
    other = app.second({"DATABASE_URL": database.another()})
    listed(other)
    made = make(other, NOTES, note(fake), note(fake))
    for one in made:
        assert read_note(other, one) == shown(one)
    missing(made, listed(other))


def test_second_start(api, fake, app):
    """A server that is stopped and started again finds its tables there, and every note in them."""
    made = make(api, NOTES, note(fake), note(fake))
    app.stop()
    app.start()
    for one in made:
        assert read_note(api, one) == shown(one)
    missing(made, listed(api))


def test_new_notes_after_a_second_start(api, fake, app):
    """After a second start, new notes are added to the old ones, under ids of their own."""
    old = make(api, NOTES, note(fake), note(fake))
    app.stop()
    app.start()
    new = make(api, NOTES, note(fake), note(fake))
    unique(old + new)
    missing(old + new, listed(api))
