from grader.checks import containing
from grader.checks.notes import NOTES, awaited, listed, missing, note
from grader.checks.rest import make

PATIENCE = 10  # seconds; the server must not be restarted, but may take a moment to notice


def test_says_ok(api):
    """GET /health answers 200 with status "ok" and database "ok"."""
    reply = api.get("/health")
    assert reply.status_code == 200
    assert reply.json() == containing(status="ok", database="ok")


def test_notices_a_database_that_is_gone(api, fake, database):
    """With the database gone, GET /health answers 503 within 5 s; once it is back, 200 again, without a restart."""
    if not database.is_server:
        return  # a file can't be taken away from a running server
    made = make(api, NOTES, note(fake))
    assert api.get("/health").status_code == 200
    database.stop()
    for _ in range(2):
        reply = api.get("/health")
        assert reply.status_code == 503
        assert reply.json() == containing()
        assert reply.json().get("database") != "ok", "with the database gone, `database` is not ok"
    database.start()
    reply = awaited(lambda: api.get("/health"), 200, PATIENCE, "for GET /health, with the database back,")
    assert reply.json() == containing(status="ok", database="ok")
    awaited(lambda: api.get(NOTES), 200, PATIENCE, "for GET /notes, with the database back,")
    missing(made, listed(api))
