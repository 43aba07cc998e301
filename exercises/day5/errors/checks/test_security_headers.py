import re

from grader.checks.tickets import BOOM, TICKETS, made, ticket, where

# What development servers say of themselves, whatever the app says besides.
DEVELOPMENT = re.compile(r"(?i)\b(?:werkzeug|wsgiserver|basehttp|simplehttp)/\S+(?: c?python/[^\s,]+)?")


def answers(api, fake):
    """Answers of all kinds."""
    one = made(api, fake)
    yield api.get("/health")
    yield api.get(TICKETS)
    yield api.post(TICKETS, json=ticket(fake))
    yield api.get(where(one))
    yield api.delete(where(one))
    yield api.get(where(one))
    yield api.get(f"/{fake.word()}")
    yield api.patch(TICKETS, json={})
    yield api.post(TICKETS, json={})
    yield api.post(TICKETS, data="{", headers={"Content-Type": "application/json"})
    yield api.post(TICKETS, data="a", headers={"Content-Type": "text/plain"})
    yield api.get(BOOM)


def test_nosniff(api, fake):
    """X-Content-Type-Options: nosniff is on every answer, errors too."""
    for reply in answers(api, fake):
        assert reply.headers.get("X-Content-Type-Options", "").strip().lower() == "nosniff"


def test_nothing_about_the_software(api, fake):
    """No answer has an X-Powered-By, nor a version in Server."""
    for reply in answers(api, fake):
        assert "X-Powered-By" not in reply.headers, "X-Powered-By tells what you run: take it away"
        server = DEVELOPMENT.sub("", reply.headers.get("Server", ""))
        assert not re.search(r"/\s*v?\d|\d+\.\d+", server), "Server names a version: take it out"
