import csv
import io

from grader.checks.tickets import NO_FILE, made, most_on_a_page
from grader.checks.values import Miss, say

EXPORT = "/tickets/export"
COLUMNS = ["id", "title", "priority", "status", "reporter_email"]


def test_page_size(api, app, fake):
    """MAX_PAGE_SIZE is the largest per_page, also above 100."""
    size = fake.integer(101, 300)
    app.restart({"MAX_PAGE_SIZE": str(size)}, NO_FILE)
    most_on_a_page(api, size)


def test_export_on(api, app, fake):
    """With FEATURE_EXPORT=on, GET /tickets/export answers 200 with all tickets as CSV."""
    tickets = [made(api, fake, title=f'{fake.word()}, "{fake.word()}" é; {fake.word()}') for _ in range(3)]
    app.restart({"FEATURE_EXPORT": "on"}, NO_FILE)
    reply = api.get(EXPORT)
    assert reply.status_code == 200
    assert reply.media_type == "text/csv"
    rows = list(csv.reader(io.StringIO(reply.text, newline="")))
    assert rows[:1] == [COLUMNS]
    for one in tickets:
        wanted = [str(one[column]) for column in COLUMNS]
        if wanted not in rows:
            near = next((row for row in rows if row[:1] == wanted[:1]), None)
            raise Miss(f"in the CSV the row {say(wanted)}", "none with that id" if near is None else say(near))


def test_export_off(api, app):
    """With FEATURE_EXPORT=off, and where it is not set, GET /tickets/export is 404."""
    for value in ("off", None):
        app.restart({"FEATURE_EXPORT": value}, NO_FILE)
        assert api.get(EXPORT).status_code == 404
