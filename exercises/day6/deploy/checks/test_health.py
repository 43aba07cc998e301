import time

from grader.checks import containing
from grader.checks.notes import awaited
from grader.checks.values import Miss

LIVE, READY = "/health/live", "/health/ready"
PATIENCE = 10  # seconds; the server must not be restarted, but may take a moment to notice
SETTLED = 3  # seconds: of several workers the last one begins after the first has answered, and may need the database


def test_live(api):
    """GET /health/live answers 200 with status "ok"."""
    reply = api.get(LIVE)
    assert reply.status_code == 200
    assert reply.json() == containing(status="ok")


def test_ready(api):
    """GET /health/ready answers 200 with status "ok" while the database answers."""
    reply = api.get(READY)
    assert reply.status_code == 200
    assert reply.json() == containing(status="ok")


def test_while_the_database_is_gone(api, database):
    """With the database gone, /health/ready answers 503 within 5 s, and 200 once it is back; /health/live stays 200."""
    if not database.is_server:
        return  # a file can't be taken away from a running server
    assert api.get(READY).status_code == 200
    time.sleep(SETTLED)
    database.stop()
    for _ in range(2):
        assert api.get(LIVE).status_code == 200
        reply = api.get(READY)
        assert reply.status_code == 503
        if reply.json().get("status") == "ok":
            raise Miss("another status than ok, with the database gone", 'the text "ok"')
    database.start()
    awaited(lambda: api.get(READY), 200, PATIENCE, f"for GET {READY}, with the database back,")
