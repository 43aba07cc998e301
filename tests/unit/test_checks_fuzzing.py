"""The bounded fuzz: what is sent, in which order, and what counts as a fault."""

import json
import random
import sys

import pytest

from grader.checks import fuzzing
from grader.checks.fuzz_base import base_of, sample
from grader.checks.fuzz_cases import Case, drawn, encoded, escaped
from grader.checks.fuzz_odd import changed, odd_cases, places
from grader.checks.reply import Reply
from grader.checks.values import Miss
from grader.server.answers import Unavailable

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "cups", "version": "1"},
    "paths": {
        "/auth/logout": {"post": {"responses": {"204": {"description": "done"}}}},
        "/cups": {
            "get": {
                "parameters": [{"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1}}],
                "responses": {"200": {"description": "a page"}},
            },
            "post": {
                "requestBody": {"required": True, "content": {"application/json": {"schema": {"$ref": "#/x/Cup"}}}},
                "responses": {"201": {"description": "made"}},
            },
        },
        "/cups/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": ["integer", "string"]}}],
            "delete": {"responses": {"204": {"description": "gone"}}},
        },
    },
    "x": {
        "Cup": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": {"type": "string", "minLength": 1, "maxLength": 20},
                "id": {"type": "integer", "description": "of the saucer"},
                "sizes": {"type": "array", "items": {"type": "integer"}},
            },
        }
    },
}
OPERATIONS = {"POST /auth/logout", "GET /cups", "POST /cups", "DELETE /cups/{id}"}


class Client:
    """An app that answers whatever a function of (method, target, body) says."""

    def __init__(self, status):
        self.status = status
        self.sent = []
        self.record = []

    def request(self, method, target, *, data, headers):
        self.sent.append((method, target, data, headers))
        self.record.append(target)
        return Reply(self.status(method, target, data), {}, b"")


def test_every_operation_is_met_and_the_logout_comes_last():
    """Each operation has several requests, the first of all a plain one."""
    cases = fuzzing.planned(DOCUMENT, 7, {})
    assert {case.operation for case in cases} == OPERATIONS
    logouts = [place for place, case in enumerate(cases) if case.template == "/auth/logout"]
    assert logouts == list(range(len(cases) - len(logouts), len(cases)))
    assert cases[0].operation in OPERATIONS
    assert all(len(case.target) <= fuzzing.LONGEST for case in cases)


def test_the_same_seed_gives_the_same_requests():
    """And another seed gives others."""
    assert fuzzing.planned(DOCUMENT, 7, {"id": [3]}) == fuzzing.planned(DOCUMENT, 7, {"id": [3]})
    assert fuzzing.planned(DOCUMENT, 7, {}) != fuzzing.planned(DOCUMENT, 8, {})


def test_draws_good_and_bad_bodies():
    """Some of the drawn bodies keep the schema, some break it."""
    bodies = [case.body for case in drawn(DOCUMENT, 3)["POST /cups"]]
    good = [body for body in bodies if is_cup(body)]
    assert good
    assert len(good) < len(bodies)


def is_cup(body):
    try:
        value = json.loads(body)
        return 1 <= len(value["name"]) <= 20
    except (ValueError, TypeError, KeyError):
        return False


def test_known_ids_are_asked_for():
    """Most of what is deleted does not exist, some of it does."""
    ids = [case.path["id"] for case in fuzzing.planned(DOCUMENT, 7, {"id": [4711]}) if case.method == "DELETE"]
    assert "4711" in ids
    assert len(set(ids)) > 5


def test_an_app_that_never_fails_gets_them_all():
    """Any status below 500 will do, and few exchanges are kept for the report."""
    client = Client(lambda method, target, body: 422 if body else 404)
    assert fuzzing.fuzz(DOCUMENT, client, 7, {}) == len(client.sent) > 100
    assert len(client.record) <= fuzzing.KEPT


@pytest.mark.parametrize("seed", range(2))
def test_a_careless_app_is_found_out(seed):
    """A page that is no number, a body that is no object, a name that is no text: whichever comes first."""

    def status(method, target, body):
        if method == "POST" and body:
            try:
                value = json.loads(body)
            except (ValueError, RecursionError):
                return 400
            return 201 if isinstance(value, dict) else 500
        return 200

    with pytest.raises(Miss, match="POST /cups") as miss:
        fuzzing.fuzz(DOCUMENT, Client(status), seed, {})
    assert "500 Internal Server Error" in miss.value.got


def test_a_route_that_is_not_written_yet():
    """The starter's 501 is no odd request's fault: it is told for what it is."""
    with pytest.raises(Miss, match="not implemented yet") as miss:
        fuzzing.fuzz(DOCUMENT, Client(lambda method, *_: 501 if method == "POST" else 200), 7, {})
    assert miss.value.got == '501 Not Implemented: "not implemented yet", so this route is still to be written'


def test_who_is_slow_gets_fewer(monkeypatch):
    """When the time is up it is enough, and that is no fault."""
    monkeypatch.setattr(fuzzing, "SECONDS", 0.0)
    client = Client(lambda *_: 200)
    assert fuzzing.fuzz(DOCUMENT, client, 7, {}) <= 1


def test_without_schemathesis(monkeypatch):
    """The goal is not judged, and the message says what to install."""
    monkeypatch.setitem(sys.modules, "schemathesis", None)
    with pytest.raises(Unavailable, match=r"pip install 'backend-week\[fuzz\]'"):
        drawn(DOCUMENT, 1)


def test_leaves_no_folder_behind(tmp_path, monkeypatch):
    """Hypothesis would keep its examples where the process happens to be."""
    monkeypatch.chdir(tmp_path)
    drawn(DOCUMENT, 1)
    assert list(tmp_path.iterdir()) == []


def test_addresses():
    """Path parameters stand as they are, queries are encoded, an odd one is not mended."""
    assert Case("GET", "/a/{id}/b/{c}", {"id": "%00", "c": "x"}, "q=%FF").target == "/a/%00/b/x?q=%FF"
    assert Case("GET", "/a/{id}").target == "/a/0"
    assert escaped("a b/ü") == "a%20b%2F%C3%BC"
    assert escaped("%C3%BC") == "%C3%BC"
    assert encoded({"a": [1, "x y"], "b": None, "c": {"d": True}}) == "a=1&a=x+y&b=null&c=%7B%22d%22%3A+true%7D"


def test_one_odd_value_in_each_place():
    """The rest of the body stays as it was."""
    body = {"name": "a", "sizes": [1, 2]}
    assert list(places(body)) == [("name",), ("sizes",), ("sizes", 0), ("sizes", 1)]
    assert changed(body, ("sizes", 1), None) == {"name": "a", "sizes": [1, None]}
    assert body == {"name": "a", "sizes": [1, 2]}


def test_the_base_is_a_request_that_should_work():
    """Its body is made of the schema, and what is known stands in it by its name."""
    base = base_of(DOCUMENT, Case("POST", "/cups"), {"id": [9]}, random.Random(1))
    assert json.loads(base.body) == {"name": "x", "id": 9, "sizes": [1]}
    assert base.headers == {"Content-Type": "application/json"}
    first, _ = odd_cases(DOCUMENT, base, random.Random(1))
    assert any(case.body and b'"name": null' in case.body for case in first)


def test_samples():
    """A schema's own examples come first; a reference is followed; what goes round in circles ends."""
    assert sample({}, {"type": "string", "examples": ["lamp"]}) == "lamp"
    assert sample({}, {"allOf": [{"properties": {"a": {"const": 1}}}], "properties": {"b": {"default": 2}}}) == {
        "a": 1,
        "b": 2,
    }
    assert sample({}, {"oneOf": [{"type": "boolean"}, {"type": "null"}]}) is True
    assert sample({}, {"type": ["string", "null"], "format": "date"}) == "2030-01-31"
    round_and_round = {"a": {"type": "array", "items": {"$ref": "#/a"}}}
    assert isinstance(sample(round_and_round, round_and_round["a"]), list)
