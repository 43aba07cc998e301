"""The learner's side of an exercise with questions: `answers.toml`, its choices in an order of this project's own.

The course's side is `checks/assets/questions.toml`; which choice is right never leaves it.
"""

from __future__ import annotations

import json
import random
from typing import Any

from grader.catalog import read_toml
from grader.model import Exercise

FILE = "answers.toml"
LETTERS = "abcdefgh"
HEAD = """\
# Your answers. Write the letter of the right choice between the quotes, like this: answer = "b"
# Leave ids and choices as they are: an answer counts by what its choice says.
"""


def answers_file(exercise: Exercise, shuffle: random.Random | None = None) -> dict[str, bytes]:
    """The file with its name; nothing for an exercise without questions."""
    source = exercise.folder / "checks" / "assets" / "questions.toml"
    if not source.is_file():
        return {}
    order = shuffle or random.SystemRandom()
    entries = [_entry(question, order) for question in read_toml(source)["questions"]]
    return {FILE: "\n".join([HEAD, *entries]).encode("utf-8")}


def _entry(question: dict[str, Any], order: random.Random) -> str:
    choices = [question["right"], *question["wrong"]]
    order.shuffle(choices)
    lines = ["[[questions]]", f"id = {_text(question['id'])}", f"ask = {_text(question['ask'])}"]
    lines += [f"{letter} = {_text(choice)}" for letter, choice in zip(LETTERS, choices, strict=False)]
    return "\n".join([*lines, 'answer = ""', ""])


def _text(value: str) -> str:
    """A basic TOML string: JSON's form is one of it."""
    return json.dumps(value, ensure_ascii=False)
