"""Questions: laid down in an order of the project's own, judged by what a choice says, with no word of the key."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest

from grader.catalog import load_day
from grader.checks.quiz import judge
from grader.checks.values import Miss
from grader.composing import compose
from grader.quizzes import answers_file

QUESTION = {"id": "sky", "right": "It is blue.", "wrong": ["It is green.", "It is red."], "read": "Colours"}
FILE = '[[questions]]\nid = "sky"\na = "It is red."\nb = "It is  blue."\nanswer = "{}"\n'


@pytest.mark.parametrize("answer", ["b", "B", " b ", "b)"])
def test_right(answer: str) -> None:
    """The right letter counts however it is written, and a choice by its words, not by its spaces."""
    judge(FILE.format(answer), {"sky": QUESTION})


@pytest.mark.parametrize(
    ("text", "got"),
    [
        (FILE.format("a"), "another one; read again: Colours"),
        (FILE.format(""), "none yet"),
        (FILE.format("z"), "z"),
        (FILE.replace('"{}"', "2"), "none yet"),
        ('[[questions]]\nid = "sky"\nanswer = "b"\n', "b"),
        (FILE.format('b"'), "a mistake in it"),
        ("x = " + "[" * 9000, "a mistake in it"),
        ("", "something else"),
        ("questions = [1]", "something else"),
        ('[[questions]]\nid = "sea"\n', "none: was it deleted?"),
    ],
)
def test_missed(text: str, got: str) -> None:
    """Every other way to answer is a miss with its reason, and names neither the right choice nor its letter."""
    with pytest.raises(Miss) as caught:
        judge(text, {"sky": QUESTION})
    assert got in caught.value.got
    assert "blue" not in str(caught.value)


def test_laid_down_without_the_key() -> None:
    """The learner's file has every choice once, in an order that differs, and nothing says which is right."""
    exercise = load_day("day1").exercises[0]
    seen = set()
    for seed in range(8):
        text = answers_file(exercise, random.Random(seed))["answers.toml"].decode()
        questions = tomllib.loads(text)["questions"]
        assert len(questions) == 12
        assert all(entry["answer"] == "" for entry in questions)
        assert set(questions[0]) == {"id", "ask", "a", "b", "c", "d", "answer"}
        seen.add(questions[0]["a"])
    assert len(seen) > 1


def test_the_key_is_in_no_project(tmp_path: Path) -> None:
    """What scaffold lays down holds no list of right answers."""
    for track in ("flask", "express", "django"):
        plan = compose(load_day("day1"), track)
        assert "answers.toml" in plan
        assert not [path for path, content in plan.items() if b"right = " in content or b"wrong = [" in content]
