from grader.checks.notes import NOTES, listed, missing, note, read_note, shown, unique
from grader.checks.rest import make


def test_each_sees_the_other(api, fake, app):
    """Two servers on one database: what one has stored, the other finds at once, in both directions."""
    other = app.second()
    everything = []
    for _ in range(3):
        for writer, reader in ((api, other), (other, api)):
            listed(reader)  # whoever has just looked must look again, not remember
            made = make(writer, NOTES, note(fake))[0]
            everything.append(made)
            assert read_note(reader, made) == shown(made)
            missing(everything, listed(reader))


def test_ids_are_the_databases(api, fake, app):
    """Two servers on one database never give the same id to two notes."""
    other = app.second()
    made = [make(server, NOTES, note(fake))[0] for server in (api, other, other, api, api, other)]
    unique(made)
    for server in (api, other):
        missing(made, listed(server))
