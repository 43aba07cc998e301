from grader.checks.notes import NOTES, absent, listed, missing, note, read_note, shown, stored
from grader.checks.rest import make

OWN = "it is another database's"


def test_lies_in_that_database(api, fake, app, database):
    """A note lies in a table of the database that DATABASE_URL names, also once the server has stopped."""
    made = make(api, NOTES, note(fake))[0]
    assert read_note(api, made) == shown(made)
    app.stop()
    stored(made["title"], database.tables())


def test_another_url_is_another_database(api, fake, app, database):
    """With another DATABASE_URL, the server shows other data; the first database keeps its own."""
    here = make(api, NOTES, note(fake), note(fake))
    other = app.second({"DATABASE_URL": database.another()})
    absent(here, listed(other), "title", OWN)
    there = make(other, NOTES, note(fake), note(fake), note(fake))
    missing(there, listed(other))
    missing(here, listed(api))
    absent(there, listed(api), "title", OWN)
