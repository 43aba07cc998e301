"""Questions with choices: read from the course, answered in the learner's `answers.toml`, judged by a choice's text.

The project holds the choices in an order of its own, and never which is right; a miss names the question and what to
read, and neither the right choice nor the one that was made.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from grader.checks.values import Miss

FILE = "answers.toml"
LETTERS = "abcdefgh"


def load_questions(file: Path) -> dict[str, dict[str, Any]]:
    """The course's questions by id, each with `goal`, `ask`, `right`, `wrong` and `read`."""
    return {entry["id"]: entry for entry in tomllib.loads(file.read_text(encoding="utf-8"))["questions"]}


def judge(text: str, questions: dict[str, dict[str, Any]]) -> None:
    """Raises Miss for the first of the questions that is not answered rightly."""
    given = read_answers(text)
    for name, question in questions.items():
        entry = given.get(name)
        if entry is None:
            raise Miss(f"a question with id = {name!r} in {FILE}", "none: was it deleted?")
        if chosen(name, entry) != plain(question["right"]):
            raise Miss(f"the right answer to the question {name!r}", f"another one; read again: {question['read']}")


def read_answers(text: str) -> dict[str, dict[str, Any]]:
    """The learner's entries by id. Raises Miss for what is not TOML, or no list of questions."""
    try:
        found = tomllib.loads(text).get("questions")
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise Miss(f"{FILE} to be valid TOML", f"a mistake in it: {reason[:200]}") from None
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise Miss(f"{FILE} to hold a [[questions]] table for each question", "something else")
    return {str(entry.get("id")): entry for entry in found}


def chosen(name: str, entry: dict[str, Any]) -> str:
    """The text of the choice that was made. Raises Miss where none was, or there is no such letter."""
    answer = entry.get("answer")
    letters = [letter for letter in LETTERS if isinstance(entry.get(letter), str)]
    if not isinstance(answer, str) or not answer.strip():
        raise Miss(f"an answer to the question {name!r}: one of {', '.join(letters)}", "none yet")
    letter = answer.strip().lower().rstrip(").")
    if letter not in letters:
        raise Miss(f"one of the letters {', '.join(letters)} as answer to the question {name!r}", answer[:40])
    return plain(entry[letter])


def plain(text: str) -> str:
    """Without what an editor may change: white space, and capitals."""
    return " ".join(text.split()).casefold()
