"""What grading yields: frozen values, no I/O, pure scoring.

Scores are shares of 1 (1.0 = every required goal; bonus can lift them above 1). Durations are seconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["passed", "failed", "not-run"]
Reason = Literal["", "needs", "excluded", "unavailable"]
Status = Literal["graded", "not-startable", "environment-error"]


@dataclass(frozen=True)
class Request:
    """What a check sent. `body` is text, shortened where it was long."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True)
class Response:
    """What the app answered. `body` is text (undecodable bytes replaced), shortened where it was long."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    size: int = 0


@dataclass(frozen=True)
class Exchange:
    """A request and its answer, or why there was none. `curl` can be pasted into a shell."""

    request: Request
    curl: str
    response: Response | None = None
    error: str = ""


@dataclass(frozen=True)
class Measure:
    """A figure that a check took down: it is told, and judges nothing. `series`: what it was made of, as it came."""

    name: str
    value: float
    unit: str
    series: tuple[float, ...] = ()


@dataclass(frozen=True)
class CheckResult:
    """One check's verdict in the learner's words: what was to hold (`says`), what was expected, what came.

    `picture` is a JPEG in base64 of the page that a browser had open; empty where there was none.
    """

    name: str
    outcome: Outcome
    says: str = ""
    message: str = ""
    expected: str = ""
    got: str = ""
    duration_s: float = 0.0
    exchanges: tuple[Exchange, ...] = ()
    log: str = ""
    error_at: str = ""
    reason: Reason = ""
    picture: str = ""
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True)
class GoalResult:
    """A goal's verdict. It passed when all its checks did; `summary` is one line about the first that did not."""

    id: str
    title: str
    outcome: Outcome
    reason: Reason = ""
    summary: str = ""
    remedy: str = ""
    bonus: bool = False
    hints: tuple[str, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    docs: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is part of the score: not when it was left out or this run could not give it."""
        return self.reason not in ("excluded", "unavailable")


@dataclass(frozen=True)
class ExerciseResult:
    """An exercise's goals as they came out."""

    id: str
    title: str
    hours: float
    goals: tuple[GoalResult, ...]
    bonus: bool = False

    @property
    def counts(self) -> bool:
        return any(goal.counts for goal in self.goals)

    @property
    def weighs(self) -> bool:
        """Whether its hours are part of the score: something that is required of it was judged."""
        return any(goal.counts and not goal.bonus for goal in self.goals)

    @property
    def score(self) -> float:
        """Passed required goals over those that count; each passed bonus goal adds one share."""
        required = [goal for goal in self.goals if goal.counts and not goal.bonus]
        if not required:
            return 0.0
        extra = sum(goal.outcome == "passed" for goal in self.goals if goal.bonus)
        return (sum(goal.outcome == "passed" for goal in required) + extra) / len(required)


@dataclass(frozen=True)
class Report:
    """A whole run. `problem`, `remedy` and `log` say why when `status` is not `graded`, `fault` whose it is.

    `fault` is `learner`, `course` or `machine`, and empty where it was graded. `notices` are by the way.
    """

    day: str
    title: str
    track: str
    runner: str
    database: str
    seed: int
    started_at: str
    duration_s: float
    status: Status = "graded"
    exercises: tuple[ExerciseResult, ...] = ()
    problem: str = ""
    remedy: str = ""
    log: str = ""
    notices: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    fault: str = ""

    @property
    def goals(self) -> tuple[GoalResult, ...]:
        return tuple(goal for exercise in self.exercises for goal in exercise.goals)

    @property
    def score(self) -> float:
        """Sum of hours times score over the required exercises' hours, bonus exercises on top."""
        counted = [exercise for exercise in self.exercises if exercise.weighs]
        hours = sum(exercise.hours for exercise in counted if not exercise.bonus)
        return sum(exercise.hours * exercise.score for exercise in counted) / hours if hours else 0.0

    @property
    def required_score(self) -> float:
        """The same without any bonus: what `--fail-under` looks at."""
        counted = [exercise for exercise in self.exercises if exercise.weighs and not exercise.bonus]
        hours = sum(exercise.hours for exercise in counted)
        return sum(e.hours * share_of_required(e.goals) for e in counted) / hours if hours else 0.0

    @property
    def passed(self) -> bool:
        """Graded, something was required, and all that was required and counted passed."""
        required = [g for e in self.exercises if not e.bonus for g in e.goals if g.counts and not g.bonus]
        return self.status == "graded" and bool(required) and all(goal.outcome == "passed" for goal in required)

    @property
    def complete(self) -> bool:
        return not any(goal.reason == "unavailable" for goal in self.goals)


def share_of_required(goals: Iterable[GoalResult]) -> float:
    """Passed over counted required goals, 0 to 1."""
    required = [goal.outcome == "passed" for goal in goals if goal.counts and not goal.bonus]
    return sum(required) / len(required) if required else 0.0
