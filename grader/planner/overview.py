"""All that `study progress` shows, as one value, and as text. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from grader.model import Goal
from grader.planner import habits, repeating, telling
from grader.planner.habits import DateOf, spoken
from grader.planner.learner import Learner
from grader.planner.repeating import Repeat
from grader.planner.standing import Standing, next_goal, required_goals, standings
from grader.planner.telling import Way

MOST_STEPS = 3


@dataclass(frozen=True)
class Overview:
    """A learner's progress as of `today`. Times are seconds; `over_time` is the number of passed goals by date."""

    today: date
    week: tuple[Standing, ...]
    time_by_day: Counter[str]
    time_by_date: Counter[date]
    over_time: list[tuple[date, int]]
    streak: int
    longest: int
    runs: int
    hints: dict[str, int]
    due: list[Repeat]
    next_due: date | None
    following: Goal | None
    begun: frozenset[str]
    way: Way

    @property
    def passed(self) -> int:
        return sum(standing.passed for standing in self.week)

    @property
    def of(self) -> int:
        return sum(standing.of for standing in self.week)

    @property
    def time(self) -> int:
        return self.time_by_day.total()


def see(learner: Learner, today: date, date_of: DateOf) -> Overview:
    """What a learner has done so far."""
    week = standings(learner.days, learner.runs)
    required = frozenset(
        goal.id for standing in week if not standing.undecided for goal in required_goals(standing.day)
    )
    known = {goal.id for standing in week for goal in standing.day.goals}
    cards = [card for name, card in repeating.cards(learner.runs, date_of).items() if name in known]
    current, longest = habits.streak(habits.active_dates(learner.runs, learner.spent, date_of), today)
    return Overview(
        today=today,
        week=week,
        time_by_day=habits.by_day(learner.spent),
        time_by_date=habits.by_date(learner.spent, date_of),
        over_time=habits.passed_over_time(learner.runs, required, date_of),
        streak=current,
        longest=longest,
        runs=len(learner.runs),
        hints={name: min(steps, MOST_STEPS) for name, steps in learner.hints.items() if name in known},
        due=repeating.repeats(cards, today),
        next_due=repeating.next_due(cards, today),
        following=next_goal(week, learner.runs),
        begun=learner.begun,
        way=learner.way,
    )


def lines(seen: Overview, *, plain: bool = False) -> list[str]:
    """The progress as text."""
    found = [f"Your progress on {telling.spelled(seen.today)} · {seen.passed} of {telling.counted(seen.of, 'goal')}"]
    found += telling.week(seen.week, plain=plain)
    found += ["", *(line for label, words in facts(seen) for line in telling.row(label, words)), ""]
    repeat = telling.repeat_lines(seen.due, seen.next_due, seen.today, seen.way)
    return [
        *found,
        *repeat,
        *([""] if repeat else []),
        *telling.next_step(seen.following, seen.week, seen.begun, seen.way),
    ]


def facts(seen: Overview) -> list[tuple[str, str]]:
    """Time, streak, runs and hints: pairs of a label and words."""
    days = [f"{day} {spoken(seconds)}" for day, seconds in sorted(seen.time_by_day.items())]
    start = f": study start {seen.following.id.partition('/')[0]}" if seen.following else ""
    time = f"{spoken(seen.time)} of focus ({', '.join(days)})" if seen.time else f"none counted yet{start}"
    row = f"{telling.counted(seen.streak, 'day')} in a row"
    steps, goals = sum(seen.hints.values()), len(seen.hints)
    return [
        ("time", time),
        ("streak", f"{row}, the longest was {seen.longest}" if seen.longest > seen.streak else row),
        ("graded", telling.counted(seen.runs, "run")),
        ("hints", f"{telling.counted(steps, 'step')} on {telling.counted(goals, 'goal')}" if goals else "none taken"),
    ]
