"""What to repeat, by Leitner's boxes. Pure.

A goal comes into box 1 when it passes for the first time. Box 1 is due a day later, box 2 after two, then 4, 8, 16. A
pass on or after that date moves it one box up; one before it changes nothing. A miss puts it back into box 1, due at
once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from grader.progress.runs import Run

BOXES = (1, 2, 4, 8, 16)  # days until a goal in that box is due
RULE = "Leitner boxes: a goal that passed is due again after 1 day, then 2, 4, 8 and 16; a miss puts it back to 1."


@dataclass(frozen=True)
class Card:
    """A goal in its box (1 is the first), when it is due, and whether the last run missed it."""

    goal: str
    box: int
    due: date
    missed: bool = False

    @property
    def exercise(self) -> str:
        return self.goal.rpartition(".")[0]


@dataclass(frozen=True)
class Repeat:
    """An exercise with goals that are due: how many, since when, in which lowest box, and how many were missed."""

    exercise: str
    goals: int
    since: date
    box: int
    missed: int


def cards(runs: Iterable[Run], date_of: Callable[[datetime], date]) -> dict[str, Card]:
    """A card for each goal that passed once. `runs` come in the order of time."""
    found: dict[str, Card] = {}
    for run in runs:
        day = date_of(run.started_at)
        for goal, became in run.goals.items():
            card = found.get(goal)
            if became == "passed":
                found[goal] = _passed(goal, card, day)
            elif became == "failed" and card is not None:
                found[goal] = Card(goal, 1, day, missed=True)
    return found


def repeats(found: Iterable[Card], today: date) -> list[Repeat]:
    """The exercises with goals that are due, missed ones first, then what is due longest."""
    groups: dict[str, list[Card]] = {}
    for card in found:
        if card.due <= today:
            groups.setdefault(card.exercise, []).append(card)
    made = [_together(exercise, group) for exercise, group in groups.items()]
    return sorted(made, key=lambda repeat: (not repeat.missed, repeat.since, repeat.exercise))


def next_due(found: Iterable[Card], today: date) -> date | None:
    """When something is due after today."""
    return min((card.due for card in found if card.due > today), default=None)


def _passed(goal: str, card: Card | None, day: date) -> Card:
    if card is None or card.missed:
        return Card(goal, 1, day + timedelta(days=BOXES[0]))
    if day < card.due:
        return card
    box = min(card.box + 1, len(BOXES))
    return Card(goal, box, day + timedelta(days=BOXES[box - 1]))


def _together(exercise: str, group: list[Card]) -> Repeat:
    return Repeat(
        exercise=exercise,
        goals=len(group),
        since=min(card.due for card in group),
        box=min(card.box for card in group),
        missed=sum(card.missed for card in group),
    )
