"""What checks of errors and logs share, on answers and lines that are made up."""

from __future__ import annotations

import json

import pytest

from grader.checks.json_log import has_trace, json_lines, level_of
from grader.checks.problems import gives_nothing_away, problem, too_large, wrong_fields
from grader.checks.reply import Reply
from grader.checks.values import Miss

GOOD = {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "there is no ticket 7"}


def reply(body: object, status: int = 404, media_type: str = "application/problem+json") -> Reply:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Reply(status, {"Content-Type": media_type}, content)


def test_problem_takes_more_members() -> None:
    """All that RFC 9457 asks for, and members of one's own."""
    assert problem(reply(GOOD | {"instance": "/tickets/7"}), 404)["status"] == 404


@pytest.mark.parametrize(
    "wrong",
    [
        reply(GOOD, 400),
        reply(GOOD, 404, "application/json"),
        reply(GOOD | {"status": "404"}),
        reply(GOOD | {"status": 400}),
        reply(GOOD | {"detail": " "}),
        reply({key: value for key, value in GOOD.items() if key != "title"}),
        reply([GOOD]),
    ],
)
def test_problem_misses(wrong: Reply) -> None:
    """Another status, another type, and members that are missing or wrong are told."""
    with pytest.raises(Miss):
        problem(wrong, 404)


def test_wrong_fields() -> None:
    """The paths of a 422, of which each needs a message."""
    body = GOOD | {"status": 422, "errors": [{"field": "title", "message": "is missing"}]}
    assert wrong_fields(reply(body, 422)) == {"title"}
    for errors in (None, [], {}, ["title"], [{"field": "title"}], [{"field": "title", "message": ""}]):
        with pytest.raises(Miss):
            wrong_fields(reply(body | {"errors": errors}, 422))


@pytest.mark.parametrize(
    "text",
    [
        'Traceback (most recent call last):\n  File "x", line 3',
        "Error: no\n    at Object.get (/app/boom.js:3:9)",
        "in /app/boom.py",
        "see boom.js",
        "<p>node_modules/express</p>",
    ],
)
def test_leaks(text: str) -> None:
    """Traces, paths and names of files are noticed."""
    with pytest.raises(Miss):
        gives_nothing_away(reply(text.encode(), 500))


def test_nothing_leaks() -> None:
    """A plain answer is fine, also with an id and an address in it."""
    gives_nothing_away(reply(GOOD | {"type": "https://example.com/problems/oops", "id": "a.b-c", "at": "12:30:01"}))


def test_too_large() -> None:
    """A connection that breaks off is tried again; one that always does, and another answer, are told."""
    broken = Miss("an answer", "a connection that broke off before a whole answer had come")
    answers: list[Miss | Reply] = [broken, broken, reply(GOOD, 413)]

    def send() -> Reply:
        answer = answers.pop(0)
        if isinstance(answer, Miss):
            raise answer
        return answer

    too_large(send)
    assert not answers
    for wrong in ([broken] * 9, [reply(GOOD, 200)], [Miss("an answer", "none within 5 s")]):
        answers = list(wrong)
        with pytest.raises(Miss):
            too_large(send)


def test_lines() -> None:
    """Objects of JSON are lines of the log, all else is passed over."""
    text = ' * Running\n{"a": 1}\n[1]\n{"a": \n{"b": "x\\ny"}\r\n' + "{" * 5000 + "\n"
    assert json_lines(text) == [{"a": 1}, {"b": "x\ny"}]


def test_levels() -> None:
    """Levels are words, in any case; warn is warning."""
    assert [level_of({"level": word}) for word in ("WARN", "Warning", "ERROR")] == ["warning", "warning", "error"]
    for level in (30, None, ["info"]):
        with pytest.raises(Miss):
            level_of({"level": level})


@pytest.mark.parametrize(
    "line",
    [
        {"trace": 'Traceback (most recent call last):\n  File "/app/boom.py", line 9, in boom'},
        {"err": {"type": "Error", "stack": "Error: x\n    at /app/boom.js:3:9"}},
        {"exception": [{"frames": [{"filename": "/app/boom.py", "lineno": 9, "name": "boom"}]}]},
    ],
)
def test_traces(line: dict[str, object]) -> None:
    """A trace may be a text, a text deep inside, or objects."""
    assert has_trace(line)


def test_no_trace() -> None:
    """A message alone is none."""
    assert not has_trace({"message": "unexpected RuntimeError", "path": "/boom", "status": 500})
