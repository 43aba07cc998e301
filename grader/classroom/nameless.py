"""Leaves names out of what the class page shows: learners become `learner-001` and so on. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from grader.classroom.records import Counted, Grade

SHORTEST = 3  # characters; a shorter name is a part of too many words
HIDDEN = "…"


def without_names(
    counted: Iterable[Counted], grades: Iterable[Grade], names: Mapping[str, str]
) -> tuple[list[Counted], list[Grade]]:
    """The same with `names` for ids (`export_lines.pseudonyms`, so that page and export agree), without addresses.

    Sources and commits go too. A learner's own id and address are left out of what the app said as well; other words
    of it stay as they are.
    """
    counted, grades = list(counted), list(grades)
    own: dict[str, set[str]] = {}
    for one in counted:
        own.setdefault(one.learner, {one.learner}).update({one.email, one.email.partition("@")[0]})
    words = {learner: _words(known) for learner, known in own.items()}
    hidden = [
        replace(
            one,
            learner=names[one.learner],
            email="",
            grade=_hidden(one.grade, names, words) if one.grade else None,
        )
        for one in counted
    ]
    return hidden, [_hidden(grade, names, words) for grade in grades]


def _words(known: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted((word for word in known if len(word) >= SHORTEST), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE) if longest_first else None


def _hidden(grade: Grade, names: Mapping[str, str], words: dict[str, re.Pattern[str] | None]) -> Grade:
    """A refused source is told of by its address, so of those the reason goes as a whole."""
    own = words.get(grade.learner)

    def scrubbed(text: str) -> str:
        return own.sub(HIDDEN, text) if own else text

    return replace(
        grade,
        learner=names[grade.learner],
        misses={goal: scrubbed(miss) for goal, miss in grade.misses.items()},
        problem="" if grade.status == "refused" else scrubbed(grade.problem),
        commit="",
        host="",
        signature="",
    )
