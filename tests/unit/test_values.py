"""JSON as checks see it: strict to parse, strict to compare, and told in words with a path."""

from __future__ import annotations

import copy
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks import ANY, ERROR, containing, number, one_of, text
from grader.checks.rest import ID, near
from grader.checks.values import DEEPEST, JsonArray, JsonObject, Miss, differences, parse_json, same, say

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


# --- properties -------------------------------------------------------------------------------------------------------
@given(JSON)
def test_same_is_reflexive(value):
    """A JSON value is the same as itself, and as its copy."""
    assert same(value, value) and same(value, copy.deepcopy(value))


@given(JSON, JSON)
def test_same_is_symmetric(one, other):
    """The order does not matter."""
    assert same(one, other) == same(other, one)


@given(JSON)
def test_what_was_dumped_is_parsed_the_same(value):
    """A value goes through JSON unchanged, and compares equal with `==` on either side."""
    parsed = parse_json(json.dumps(value))
    assert same(parsed, value)
    if isinstance(value, (dict, list)):
        assert parsed == value and value == parsed and not (parsed != value or value != parsed)


@given(JSON, JSON)
def test_differences_are_empty_only_for_the_same(one, other):
    """Whatever is not the same has a difference to tell, and the other way round."""
    assert (not list(differences(parse_json(json.dumps(one)), other))) == same(one, other)
    assert not list(differences(parse_json(json.dumps(one)), one))


@given(JSON, JSON)
def test_everything_can_be_said(one, other):
    """Words are short, whatever the values are."""
    for path, expected, got in differences(one, other):
        assert isinstance(path, str)
        assert len(expected) < 250 and len(got) < 250


@given(st.text())
def test_any_text_is_json_or_a_value_error(words):
    """A parser fed with anything raises nothing but ValueError, with words."""
    try:
        parse_json(words)
    except ValueError as error:
        assert str(error)


# --- comparing --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (True, 1),
        (False, 0),
        (False, None),
        (0, None),
        ("1", 1),
        ("", None),
        ([], {}),
        ([], None),
        ({}, None),
        ([1], [1, 1]),
        ([1, 2], [2, 1]),
        ({"a": 1}, {"a": True}),
        ({"a": None}, {}),
        ({"a": [{"b": 1}]}, {"a": [{"b": True}]}),
        ([[0]], [[False]]),
        ("a", "A"),
        ("\u00e9", "e\u0301"),
        (math.nan, math.nan),
    ],
)
def test_not_the_same(one, other):
    """What JSON holds apart is kept apart at any depth, though Python may not."""
    assert not same(one, other) and not same(other, one)
    assert not same({"x": [one]}, {"x": [other]})
    assert list(differences({"x": [one]}, {"x": [other]}))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (-0.0, 0),
        (10**20, 1e20),
        ({"a": 1, "b": 2}, {"b": 2.0, "a": 1}),
        ((1, 2), [1, 2]),
        ([], ()),
        ("\ud800", "\ud800"),
    ],
)
def test_the_same(one, other):
    """Numbers compare by value, objects whatever their order."""
    assert same(one, other) and same(other, one) and same([one], [other])


def test_parsed_values_compare_strictly():
    """`==`, `!=` and `in` on an answer are strict, also with the answer on the right, or in a list of one's own."""
    parsed = parse_json('{"done": true, "list": [true, 1]}')
    assert parsed != {"done": 1, "list": [True, 1]}
    assert parsed != {"done": 1, "list": [True, 1]}
    assert parsed == {"list": [True, 1.0], "done": True}
    assert [parse_json('{"done": true}')] != [{"done": 1}]
    assert parsed["list"][:1] != [1] or parsed["list"][:1] == [True]
    assert 1 not in parse_json("[true]") and True in parse_json("[true]")
    assert {"a": 1} not in parse_json('[{"a": true}]')
    assert parsed["list"] != [1, 1] and parsed.get("list") != [1, 1]


def test_matchers_anywhere():
    """A matcher stands for many values on either side, at any depth."""
    got = parse_json('{"items": [{"id": 7, "price": 9.5, "tag": "x"}], "total": 1}')
    assert got == {"items": [{"id": ANY, "price": number(9.5), "tag": text()}], "total": one_of(1, 2)}
    assert got == {"items": ANY, "total": 1}
    assert got == containing(items=[containing(id=ID)])
    assert got != containing(items=[containing(id=8)])
    assert got["items"] == [containing({"id": 7}, tag="x")]
    assert containing(tag="x") in got["items"] and containing(tag="y") not in got["items"]


@pytest.mark.parametrize(
    ("matcher", "yes", "no"),
    [
        (ANY, [None, 0, "", [], {}], []),
        (number(9.5), [9.5, 9.5 + 1e-12], [True, "9.5", None, 9.6, math.nan, math.inf, 10**400, -(10**400)]),
        (number(1), [1, 1.0], [True, "1", [1]]),
        (near(1e15), [1e15, 1e15 + 0.1], [1.1e15, True, 10**400]),
        (text(), ["a", " a "], ["", "  ", "\n", None, 1, ["a"]]),
        (one_of(1, "a", None), [1, 1.0, "a", None], [True, False, "b", 2]),
        (one_of(True), [True], [1, "true"]),
        (one_of({"a": 1}), [{"a": 1}], [{"a": True}, {}]),
        (ERROR, [{"error": "no"}, {"error": "no", "more": 1}], [{"error": ""}, {"error": 1}, {}, [], "error", None]),
        (containing(), [{}, {"a": 1}], [[], None, 1]),
        (containing(a=True), [{"a": True}], [{"a": 1}, {"b": True}]),
        (ID, [1, "a", 0, -1], [True, None, "", 1.5, [], {}]),
    ],
)
def test_matchers(matcher, yes, no):
    """What each accepts, and what not, without an exception for any JSON value."""
    for value in yes:
        assert matcher == value and same(value, matcher) and same([matcher], [value])
        assert not list(differences(value, matcher))
    for value in no:
        assert matcher != value and not same(value, matcher) and not same([matcher], [value])
        assert list(differences(value, matcher))


# --- parsing ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "expecting value at line 1 column 1"),
        ("<html>", "expecting value at line 1 column 1"),
        ('{"a": 1,}', "line 1 column"),
        ("{'a': 1}", "line 1 column 2"),
        ('{"a": 1}\n{}', "extra data at line 2 column 1"),
        ("NaN", "NaN is no JSON number"),
        ("[Infinity]", "Infinity is no JSON number"),
        ('{"a": -Infinity}', "-Infinity is no JSON number"),
        ('{"a": 1, "a": 1}', "an object has the same key twice"),
        ('[{"b": {"a": 1, "a": 2}}]', "an object has the same key twice"),
        ("1" * 10**5, "a number has 100000 digits"),
        ("[-" + "1" * 10**5 + "]", "a number has 100001 digits"),
        ("[" * 10**5, "it is nested too deeply"),
        ("[" * 10**5 + "]" * 10**5, "it is nested too deeply"),
        ('{"a":' * 500 + "1" + "}" * 500, "it is nested too deeply"),
        ("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "it is nested too deeply"),
        ('"\x01"', "invalid control character"),
        ('"a', "unterminated string"),
        ("\ufeff{}", "bom"),
        ("01", "extra data"),
        ("1.", "extra data"),
        ('"\\x41"', "escape"),
        ("\u0661", "expecting value"),
    ],
)
def test_not_json(source, words):
    """What is no JSON, or more than a check should be fed with, is a ValueError in plain words."""
    with pytest.raises(ValueError, match=words):
        parse_json(source)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ('"\\ud800"', "\ud800"),
        ('"\\ud83d\\ude00"', "\U0001f600"),
        ("1" * 4000, int("1" * 4000)),
        ("[" * DEEPEST + "]" * DEEPEST, ...),
        (" \n[1, 2.50, 1e3]\t", [1, 2.5, 1000]),
        ('{"": {"a.b": [null, true, false]}}', {"": {"a.b": [None, True, False]}}),
        ("1e999", math.inf),
    ],
)
def test_json(source, value):
    """What is JSON is parsed, however odd."""
    parsed = parse_json(source)
    assert value is ... or parsed == value
    assert say(parsed)


def test_the_deepest_can_be_compared_and_said():
    """Whatever the parser lets through, comparing and wording it ends in an answer."""
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        one, other = (parse_json(opening * (DEEPEST - 1) + leaf + closing * (DEEPEST - 1)) for leaf in ("1", "true"))
        assert one != other
        ((_, expected, got),) = differences(one, other)
        assert (expected, got) == ("true", "the number 1")


def test_parsed_kinds():
    """Objects and arrays of an answer are the strict kinds all the way down, and dict and list to whoever asks."""
    parsed = parse_json('{"a": [{"b": []}]}')
    assert type(parsed) is JsonObject and type(parsed["a"]) is JsonArray
    assert type(parsed["a"][0]) is JsonObject and type(parsed["a"][0]["b"]) is JsonArray
    assert isinstance(parsed, dict) and isinstance(parsed["a"], list)
    assert json.loads(json.dumps(parsed)) == {"a": [{"b": []}]}


@pytest.mark.parametrize(
    ("source", "look", "message"),
    [
        ("{}", lambda v: v["id"], 'expected an object with the key "id", got {}'),
        ('{"a": {"b": 1}}', lambda v: v["a"]["c"], 'expected an object with the key "c", got {"b": 1}'),
        ("[]", lambda v: v["id"], 'expected an object with the key "id", got an empty array'),
        ("[]", lambda v: v[0], "expected an array with more than 0 elements, got an empty array"),
        ("[1]", lambda v: v[-2], "expected an array with more than 1 elements, got an array of 1: [1]"),
        ("{}", lambda v: v[0], "expected an object with the key 0, got {}"),
    ],
)
def test_looking_for_what_is_not_there(source, look, message):
    """A missing key or place fails the check in words."""
    with pytest.raises(Miss) as caught:
        look(parse_json(source))
    assert str(caught.value) == message


# --- wording ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("got", "expected", "found"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": "9.5"}, {"a": 9.5}, [("a", "the number 9.5", 'the text "9.5"')]),
        (
            {"items": [{"price": 1}, {"price": True}]},
            {"items": [{"price": 1}, {"price": 1}]},
            [("items[1].price", "the number 1", "true")],
        ),
        (
            {"a": 1},
            {"b": 1},
            [("b", "the number 1", "nothing: the key is missing"), ("a", "no such key", "the number 1")],
        ),
        ([1], [1, 2], [("", "an array of 2", "an array of 1: [1]")]),
        ([1, 3], [2], [("", "an array of 1", "an array of 2: [1, 3]"), ("[0]", "the number 2", "the number 1")]),
        ([[1, [2]]], [[1, [3]]], [("[0][1][0]", "the number 3", "the number 2")]),
        ({"a": []}, {"a": {}}, [("a", "{}", "an empty array")]),
        ({"a": None}, {"a": "x"}, [("a", 'the text "x"', "null")]),
        (5, {"a": 1}, [("", '{"a": 1}', "the number 5")]),
        ({"a": 1, "z": 1}, containing(a=2), [("a", "the number 2", "the number 1")]),
        ({"z": 1}, containing(a=text()), [("a", "a non-empty text", "nothing: the key is missing")]),
        ({"a": {"b": 1}}, {"a": containing(b=2)}, [("a.b", "the number 2", "the number 1")]),
        ({"a": 1}, {"a": one_of("x", "y")}, [("a", 'the text "x" or the text "y"', "the number 1")]),
    ],
)
def test_differences(got, expected, found):
    """Each place where two values differ, by its path, with both sides in words."""
    assert list(differences(got, expected)) == found
    assert list(differences(parse_json(json.dumps(got)), expected)) == found


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "null"),
        (True, "true"),
        (9.5, "the number 9.5"),
        (1e-07, "the number 1e-07"),
        ("9.5", 'the text "9.5"'),
        ("", 'the text ""'),
        ('a"b\n', 'the text "a\\"b\\n"'),
        ("\u00e9", 'the text "\u00e9"'),
        ([], "an empty array"),
        ([1, "a"], 'an array of 2: [1, "a"]'),
        ({}, "{}"),
        ({"a": ANY}, '{"a": "anything"}'),
        (ANY, "anything"),
        (b"a", "b'a'"),
        ({1, 2}, "{1, 2}"),
    ],
)
def test_say(value, words):
    """A value in a learner's words."""
    assert say(value) == words


@pytest.mark.parametrize("value", ["a" * 1000, ["a" * 1000], {"a" * 1000: 1}, 10**3000, b"a" * 1000, list(range(1000))])
def test_long_values_are_cut(value: Any):
    """No value fills the report."""
    assert len(say(value)) < 200 and say(value).endswith("…")
