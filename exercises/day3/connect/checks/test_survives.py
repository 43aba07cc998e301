from grader.checks.notes import NOTES, listed, missing, note, read_note, shown, unique
from grader.checks.rest import make


def test_a_kill(api, fake, app):
    """What POST has answered with 201 is there after a kill, even the last note: it was stored before the answer."""
    made = make(api, NOTES, *(note(fake) for _ in range(fake.integer(3, 6))))
    app.restart()
    for one in made:
        assert read_note(api, one) == shown(one)
    missing(made, listed(api))


def test_goes_on_after_a_kill(api, fake, app):
    """After a kill and a new start the server works as before: new notes are added to the old ones."""
    old = make(api, NOTES, note(fake), note(fake))
    app.restart()
    new = make(api, NOTES, note(fake), note(fake))
    unique(old + new)
    missing(old + new, listed(api))
