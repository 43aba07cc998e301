"""Requests of a check that are under way at the same time: a crowd's, and the next one while an answer is looked at."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from grader.checks.api import Api
from grader.checks.crowd import Crowd
from grader.checks.exchange import Patience
from grader.checks.recording import Sent
from grader.checks.rest import make
from grader.checks.values import Miss
from grader.server.address import Address

MANY = 12
SECONDS = 5.0  # far more than any of these takes


class App(ThreadingHTTPServer):
    """Knows what it was asked, in order; `answering` is called for each before it answers."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.lock = threading.Condition()
        self.wait_for = 0  # requests that must have come before any is answered
        self.address = Address(f"http://127.0.0.1:{self.server_address[1]}")

    def came(self, what: str) -> None:
        with self.lock:
            self.asked.append(what)
            self.lock.notify_all()
            assert self.lock.wait_for(lambda: len(self.asked) >= self.wait_for, SECONDS)

    def has_been_asked(self, count: int) -> bool:
        with self.lock:
            return self.lock.wait_for(lambda: len(self.asked) >= count, SECONDS)


class Handler(BaseHTTPRequestHandler):
    server: App
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.came(f"{self.command} {self.path} {body}".strip())
        said = json.dumps({"id": len(self.server.asked), "path": self.path, "body": body}).encode()
        self.send_response(201 if self.command == "POST" else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_POST = do_GET  # noqa: N815  # the name that the library looks for

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def app() -> Iterator[App]:
    with App() as made:
        threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture
def api(app: App) -> Iterator[Api]:
    made = Api(app.address, "http://127.0.0.1:8080", [], Patience(SECONDS))
    yield made
    made.session.close()


def crowd_of(app: App, record: list[Sent]) -> Crowd:
    return Crowd(lambda own: Api(app.address, "http://127.0.0.1:8080", own, Patience(SECONDS)), record)


# --- a crowd ----------------------------------------------------------------------------------------------------------
def test_all_are_sent_before_any_is_answered(app):
    """An app that answers nobody before all have asked answers all of them, each with its own."""
    app.wait_for = MANY
    record: list[Sent] = []
    replies = crowd_of(app, record).send([("GET", f"/things/{number}", {}) for number in range(MANY)])
    assert [reply.json()["path"] for reply in replies] == [f"/things/{number}" for number in range(MANY)]
    assert [sent.target for sent in record] == [f"/things/{number}" for number in range(MANY)]


def test_one_thread_sends(app, monkeypatch):
    """Nobody has to wait for a processor of their own between the first request and the last."""
    senders = set()
    real = Api.send

    def seen(self: Api, asked: object) -> None:
        senders.add(threading.get_ident())
        real(self, asked)

    monkeypatch.setattr(Api, "send", seen)
    crowd_of(app, []).send([("POST", "/things", {"json": {"n": number}}) for number in range(MANY)], 2.0)
    assert senders == {threading.get_ident()} and len(app.asked) == MANY


def test_a_crowd_without_an_app(app):
    """Nobody listens: the first one's Miss is raised, and all are in the record."""
    app.shutdown()
    app.server_close()
    record: list[Sent] = []
    with pytest.raises(Miss) as caught:
        crowd_of(app, record).send([("GET", "/a", {}), ("GET", "/b", {})])
    assert caught.value.got == "no connection: nothing listens there"
    assert [(sent.target, bool(sent.error)) for sent in record] == [("/a", True), ("/b", True)]


# --- one after the other ----------------------------------------------------------------------------------------------
def test_the_next_is_sent_while_an_answer_is_looked_at(app, api):
    """But not before the whole of that answer has come; the record has it when its turn comes."""
    answers = api.each("POST", "/things", [{"n": 1}, {"n": 2}, {"n": 3}])
    for number in (1, 2, 3):
        reply = next(answers)
        assert json.loads(reply.json()["body"]) == {"n": number} and reply.json()["id"] == number
        assert app.has_been_asked(min(number + 1, 3))
        assert len(app.asked) == min(number + 1, 3) and len(api.record) == number
    assert next(answers, None) is None
    assert list(api.each("POST", "/things", [])) == [] and len(app.asked) == 3


def test_what_was_sent_for_nothing(app, api):
    """Whoever stops in the middle gets the answers to their own next requests, and no trace of the one before."""
    answers = api.each("POST", "/things", [{"n": 1}, {"n": 2}])
    next(answers)
    assert app.has_been_asked(2)
    answers.close()
    assert api.get("/own").json()["path"] == "/own"
    assert [sent.target for sent in api.record] == ["/things", "/own"]


def test_an_app_that_goes_in_between(app, api, monkeypatch):
    """The answers that came are given first."""
    monkeypatch.setattr(Handler, "protocol_version", "HTTP/1.0")  # each request has a connection of its own
    answers = api.each("POST", "/things", [{"n": 1}, {"n": 2}, {"n": 3}])
    assert next(answers).status_code == 201
    assert app.has_been_asked(2)
    app.shutdown()
    app.server_close()
    assert next(answers).status_code == 201
    with pytest.raises(Miss, match="an answer to POST /things"):
        next(answers)
    assert len(api.record) == 3 and api.record[2].error == "no connection: nothing listens there"


def test_things_are_made_in_order(app, api):
    """`make` is what checks use: its things are in the order of their bodies."""
    made = make(api, "/things", *({"n": number} for number in range(20)))
    assert [thing["id"] for thing in made] == list(range(1, 21))
    assert [json.loads(thing["body"])["n"] for thing in made] == list(range(20))
