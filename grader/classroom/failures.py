"""Failures that many share: the same goal, and the same words about it once what varies is left out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from grader.classroom.records import Counted, Grade

LONGEST = 300  # characters of a line that are compared
ANY = "…"
_QUOTED = re.compile(r""" "(?:[^"\\]|\\.)*(?:"|$) | “[^”]*(?:”|$) | (?<!\w)'[^']*'(?!\w) """, re.VERBOSE)
_LITERAL = re.compile(r"(?<=\s)[\[{].*")  # JSON that is told, up to the end of the line: `an array of 3: [{…`
_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b(?=[a-f]*[0-9])[0-9a-f]{8,}\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\w)-?\d+(?:[.,:]\d+)*|\d+")


@dataclass(frozen=True)
class Failure:
    """What several learners missed in the same way. `goal` is empty for projects that did not start.

    `pattern` has placeholders where lines differ, `example` is the line of the first of `learners`, as it was.
    """

    goal: str
    pattern: str
    example: str
    learners: tuple[str, ...]


def common(counted: Iterable[Counted], least: int = 2, left_out: frozenset[str] = frozenset()) -> tuple[Failure, ...]:
    """Failures that at least so many learners share, the most frequent first; none of the goals in `left_out`."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for one in counted:
        for goal, miss in _misses(one.grade):
            if goal in left_out:
                continue
            found.setdefault((goal, pattern(miss)), []).append((one.learner, miss))
    shared = [(key, sorted(who)) for key, who in found.items() if len(who) >= least]
    shared.sort(key=lambda item: (-len(item[1]), item[0]))
    return tuple(Failure(*key, who[0][1], tuple(learner for learner, _ in who)) for key, who in shared)


@lru_cache(maxsize=8192)  # a class misses the same few hundred lines thousands of times
def pattern(miss: str) -> str:
    """A line with numbers as `#`, ids, quoted values and JSON as `…`, and every white space as one space."""
    text = " ".join(miss[:LONGEST].split())
    text = _LITERAL.sub(ANY, _QUOTED.sub(ANY, text))
    return _NUMBER.sub("#", _ID.sub(ANY, text))


def _misses(grade: Grade | None) -> Iterable[tuple[str, str]]:
    """A goal and its line, for each that failed; for a project that did not start the reason, without a goal."""
    if grade is None or grade.status == "refused":
        return []
    if grade.status != "graded":
        return [("", grade.problem)] if grade.problem else []
    return [(goal, miss) for goal, miss in grade.misses.items() if grade.goals.get(goal) == "failed" and miss]
