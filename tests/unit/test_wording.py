"""What a failed comparison says to a learner, and an answer's own words."""

from __future__ import annotations

import pytest

from grader.checks import ANY, ERROR, containing
from grader.checks.reply import Reply, Status, status_words
from grader.checks.values import Miss, parse_json
from grader.checks.wording import compare


@pytest.mark.parametrize(
    ("op", "left", "right", "expected", "got"),
    [
        ("==", Status(200), 201, "201 Created", "200 OK"),
        ("==", Status(599), 422, "422 Unprocessable Content", "599"),
        ("!=", Status(500), 500, "a status anything but 500 Internal Server Error", "500 Internal Server Error"),
        ("<", Status(500), 500, "a status below 500 Internal Server Error", "500 Internal Server Error"),
        ("in", Status(500), (200, 204), "200 OK or 204 No Content", "500 Internal Server Error"),
        ("in", Status(500), range(200, 300), "200 to 299", "500 Internal Server Error"),
        ("not in", Status(500), range(500, 600), "anything but 500 to 599", "500 Internal Server Error"),
        ("not in", Status(404), [404, 410], "anything but 404 Not Found or 410 Gone", "404 Not Found"),
        ("==", Status(200), "201", 'the text "201"', "200 OK"),
        ("==", 9.5, "9.5", 'the text "9.5"', "the number 9.5"),
        ("==", {"a": 1}, {"a": 2}, "at `a`: the number 2", "the number 1"),
        ("==", {"a": 1}, {"b": 2}, "at `b`: the number 2", "nothing: the key is missing (and 1 more differences)"),
        ("==", [1], [1, 2], "an array of 2: [1, 2]", "an array of 1: [1]"),
        ("==", [{"a": 1}], [{"a": True}], "at `[0].a`: true", "the number 1"),
        ("==", {}, ERROR, "at `error`: a non-empty text", "nothing: the key is missing"),
        ("==", [], ERROR, 'an object with {"error": a non-empty text}', "an empty array"),
        ("==", {"a": {"b": 1}}, {"a": containing(b=2)}, "at `a.b`: the number 2", "the number 1"),
        ("!=", 1, 1, "anything but the number 1", "the number 1"),
        ("<=", 3, 2, "at most the number 2", "the number 3"),
        (">", 1, 2, "above the number 2", "the number 1"),
        ("is", 1, True, "true", "the number 1"),
        ("is not", None, None, "not null", "null"),
        ("in", "id", {"a": 1}, 'an object with the key "id"', '{"a": 1}'),
        ("not in", "a", {"a": 1}, 'an object without the key "a"', '{"a": 1}'),
        ("in", "x", "abc", 'a text with the text "x"', 'the text "abc"'),
        ("not in", "a", "abc", 'a text without the text "a"', 'the text "abc"'),
        ("in", 1, [2], "an array with the number 1 in it", "an array of 1: [2]"),
        ("in", "a", {"b"}, 'a list with the text "a" in it', 'an array of 1: ["b"]'),
    ],
)
def test_compare(op, left, right, expected, got):
    """Both halves of the sentence, for every kind of comparison that checks make."""
    assert compare(op, left, right) == (expected, got)


@pytest.mark.parametrize("op", ["==", "!=", "<", "<=", ">", ">=", "is", "is not"])
@pytest.mark.parametrize("left", [None, "\ud800", 10**3000, b"\xff", {1: 2}, object, Status(200), parse_json("[{}]")])
def test_compare_anything(op, left):
    """No value that a check compares trips the words up."""
    for right in (None, [], "x" * 1000, ANY, 3.5):
        expected, got = compare(op, left, right)
        assert len(expected) < 300 and len(got) < 300


def test_status_words():
    """A code with its name, newer names too, and the bare number where there is none."""
    assert status_words(413) == "413 Content Too Large"
    assert status_words(418).startswith("418 ")
    assert status_words(799) == "799"
    assert str(Status(204)) == repr(Status(204)) == "204 No Content" and Status(204) == 204


def reply(body: bytes, media_type: str | None) -> Reply:
    headers = {} if media_type is None else {"Content-Type": media_type}
    return Reply(200, headers, body)


@pytest.mark.parametrize(
    "media_type", ["application/json", "Application/JSON; charset=utf-8", "application/problem+json"]
)
def test_reply_json(media_type):
    """Whatever declares itself as JSON and is."""
    assert reply(b'{"a": 1}', media_type).json() == {"a": 1}


@pytest.mark.parametrize(
    ("body", "media_type", "words"),
    [
        (b"{}", None, "200 OK, no Content-Type, 2 bytes"),
        (b"{}", "text/html; charset=utf-8", "200 OK, text/html, 2 bytes"),
        (b"{}", "application/jsonp", "200 OK, application/jsonp, 2 bytes"),
        (b"\xff\xfe{\x00}\x00", "application/json", "which is not UTF-8"),
        (b'"\xed\xa0\x80"', "application/json", "which is not UTF-8"),
        (b"", "application/json", "which is not valid JSON: expecting value at line 1 column 1"),
        (b"NaN", "application/json", "which is not valid JSON: NaN is no JSON number"),
        (b"[" * 100_000, "application/json", "which is not valid JSON: it is nested too deeply"),
        (b"1" * 100_000, "application/json", "which is not valid JSON: a number has 100000 digits"),
    ],
)
def test_reply_that_is_no_json(body, media_type, words):
    """A body that is not declared as JSON, or is none, is a miss in words."""
    with pytest.raises(Miss, match="expected a JSON body") as caught:
        reply(body, media_type).json()
    assert words in caught.value.got


def test_reply_text():
    """Bytes that are no UTF-8 are shown as such."""
    assert reply(b"a\xff", "text/plain").text == "a\ufffd"
