"""The planner's arithmetic: blocks, calendar, standing, boxes, habits, the timer as a value. Nothing here sleeps."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import catalog
from grader.model import Day, Exercise, Goal
from grader.planner import focus, habits, repeating, schedule, standing, telling
from grader.planner.blocks import HOUR, Block, Stretch, blocks_of, stretches_of
from grader.planner.charts import HEIGHT, WIDTH, columns, curve
from grader.planner.focus import Timer
from grader.planner.plan import make_plan, whole_week
from grader.planner.schedule import Rules, lay_out
from grader.progress.runs import Run
from grader.progress.time_spent import Spent

MONDAY = date(2026, 1, 5)
HERE = telling.Way()
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def exercise(name: str, hours: float, *goals: str, bonus: bool = False) -> Exercise:
    """An exercise of a day with these goals."""
    made = tuple(Goal(f"{name}.{goal}", f"{goal} works", (), ()) for goal in goals or ("one", "two"))
    return Exercise(name, f"About {name}", hours, made, Path(), bonus=bonus)


def two_days() -> tuple[Day, ...]:
    """Two days: one with half hours and a bonus, one that is plain."""
    first = (exercise("day1/a", 1), exercise("day1/b", 0.5), exercise("day1/c", 0.5), exercise("day1/d", 1, bonus=True))
    return Day("day1", "First", "", first, Path()), Day("day2", "Second", "", (exercise("day2/e", 2),), Path())


def run(at: datetime, score: float = 0.5, **goals: str) -> Run:
    """A run with these outcomes; `day1_a__one` stands for day1/a.one."""
    found = {key.replace("__", ".").replace("_", "/"): became for key, became in goals.items()}
    return Run(next(iter(found)).partition("/")[0], at, 1.0, "graded", score, False, found)


def a_date(moment: datetime) -> date:
    """The date in UTC."""
    return moment.date()


# --- blocks -----------------------------------------------------------------------------------------------------------
@given(st.lists(st.integers(1, 400), max_size=12))
def test_blocks_hold_all_of_it(lengths: list[int]) -> None:
    """Whatever the hours are: nothing is lost or moved, each block but the last is an hour, work and break add up."""
    blocks = blocks_of("day1", [Stretch(f"day1/{number}", "", length) for number, length in enumerate(lengths)])
    held = [stretch for block in blocks for stretch in block.stretches]
    assert [sum(s.minutes for s in held if s.exercise == f"day1/{n}") for n in range(len(lengths))] == lengths
    assert [stretch.exercise for stretch in held] == sorted((s.exercise for s in held), key=lambda e: int(e[5:]))
    assert all(block.minutes == HOUR for block in blocks[:-1])
    assert all(0 < block.minutes <= HOUR and block.focus + block.pause == block.minutes for block in blocks)
    assert [block.number for block in blocks] == [*range(1, len(blocks) + 1)]


def test_blocks_of_the_course() -> None:
    """The plan's own hours: six a day, the half hours of day 5 share one."""
    for name in catalog.day_ids():
        day = catalog.load_day(name)
        if not day.one_of:
            assert [(block.focus, block.pause) for block in blocks_of(name, stretches_of(day))] == [(50, 10)] * 6, name
    names = [block.names for block in blocks_of("day5", stretches_of(catalog.load_day("day5")))]
    assert "logging + debugging" in names


def test_a_day_of_projects() -> None:
    """Before one is chosen there is one stretch of its hours, which names them all."""
    day = Day("day7", "Project", "", (exercise("day7/blog", 6), exercise("day7/shop", 6)), Path(), one_of=True)
    (stretch,) = stretches_of(day)
    assert (stretch.minutes, stretch.title) == (360, "blog or shop")
    assert standing.standings([day], [])[0].undecided
    chosen = dataclasses.replace(day, exercises=day.exercises[1:])
    assert [stretch.exercise for stretch in stretches_of(chosen)] == ["day7/shop"]


# --- calendar ---------------------------------------------------------------------------------------------------------
hours = st.floats(1, 16)
off = st.frozensets(st.integers(0, 6), max_size=6)


@given(
    st.lists(st.integers(1, HOUR), max_size=30),
    hours,
    off,
    st.times(),
    st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 9)),
)
def test_calendars_hold_all_of_it(
    lengths: list[int], a_day: float, days_off: frozenset[int], at: time, now: datetime | None
) -> None:
    """Every block once and in order, none on a day off, none before now, no date too long or without a block."""
    rules = Rules(a_day, at, days_off, frozenset({MONDAY + timedelta(days=3)}))
    blocks = [Block("day1", number, (Stretch("day1/a", "", length),)) for number, length in enumerate(lengths)]
    start = MONDAY if now is None else max(MONDAY, now.date())
    sittings = lay_out(blocks, start, rules, now)
    assert [block for sitting in sittings for block in sitting.blocks] == blocks
    assert [sitting.date for sitting in sittings] == sorted({sitting.date for sitting in sittings})
    for sitting in sittings:
        total = sum(block.minutes for block in sitting.blocks)
        assert sitting.blocks and not rules.off(sitting.date) and sitting.date >= start
        assert total <= a_day * HOUR + 1e-6
        assert now is None or sitting.begins >= now or sitting.date > now.date()


def test_times_of_a_date() -> None:
    """50 minutes of work, 10 of break, from the hour at which it begins."""
    blocks = blocks_of("day1", stretches_of(two_days()[0]))
    (sitting,) = lay_out(blocks, MONDAY, Rules())
    assert [(f"{begins:%H:%M}", f"{ends:%H:%M}", block.names) for begins, ends, block in sitting.times] == [
        ("09:00", "09:50", "a"),
        ("10:00", "10:50", "b + c"),
        ("11:00", "11:50", "d"),
    ]


@pytest.mark.parametrize(
    ("clock", "begins"),
    [
        ((8, 0), "Mon 09:00"),
        ((9, 1), "Mon 09:15"),
        ((11, 50), "Mon 12:00"),
        ((12, 0), "Mon 12:00"),
        ((23, 30), "Tue 09:00"),
    ],
)
def test_what_is_over_of_today_is_not_planned(clock: tuple[int, int], begins: str) -> None:
    """Today begins at the next quarter of an hour, or tomorrow where no block fits any more."""
    now = datetime(2026, 1, 5, *clock)
    first = lay_out(blocks_of("day2", stretches_of(two_days()[1])), MONDAY, Rules(), now)[0]
    assert f"{first.begins:%a %H:%M}" == begins


# --- standing and plan ------------------------------------------------------------------------------------------------
def test_standing() -> None:
    """A goal that passed once is done; bonus goals are counted apart; the next goal is the first that never passed."""
    runs = [
        run(NOON, 0.25, day1_a__one="passed", day1_a__two="failed", day1_d__one="passed"),
        run(NOON, 0.9, day1_a__one="failed", day1_a__two="inapplicable"),
        run(NOON, 1.0, day1_a__one="excluded"),
    ]
    first, second = standing.standings(two_days(), runs)
    assert (first.passed, first.of, first.bonus, first.best, first.runs) == (2, 6, 1, 0.9, 3)
    assert first.done == {"day1/a"} and not first.finished
    assert first.following and first.following.id == "day1/b.one"
    assert (second.passed, second.best, second.following.id) == (0, None, "day2/e.one")  # type: ignore[union-attr]
    assert standing.next_goal([second, first]) == second.following


def all_of(*exercises: str) -> dict[str, str]:
    """Outcomes: every goal of these passed."""
    return {f"{name.replace('/', '_')}__{goal}": "passed" for name in exercises for goal in ("one", "two")}


def test_what_is_done_is_not_planned_again() -> None:
    """Nor is the bonus of a finished day; what was due before today and is not done is late."""
    days = two_days()
    fresh = make_plan(standing.standings(days, []), MONDAY, datetime(2026, 1, 5), Rules(3))
    assert [[block.names for block in sitting.blocks] for sitting in fresh.sittings] == [
        ["a", "b + c", "d"],
        ["e", "e"],
    ]
    assert (fresh.late, fresh.minutes) == ({}, 300)
    half = standing.standings(days, [run(NOON, **all_of("day1/a", "day1/c"))])
    later = make_plan(half, MONDAY, datetime(2026, 1, 7, 8), Rules(3))
    assert [(block.names, block.minutes) for block in later.sittings[0].blocks] == [("b + d", 60), ("d", 30), ("e", 60)]
    assert later.sittings[0].date == date(2026, 1, 7)
    assert later.late == {"day1/b": MONDAY, "day2/e": date(2026, 1, 6)}
    finished = standing.standings(days, [run(NOON, **all_of("day1/a", "day1/b", "day1/c"))])
    rest = make_plan(finished, MONDAY, datetime(2026, 1, 5), Rules())
    assert [block.day for sitting in rest.sittings for block in sitting.blocks] == ["day2", "day2"]
    assert [day.id for day in rest.finished] == ["day1"]
    without = make_plan(standing.standings(days, []), MONDAY, datetime(2026, 1, 5), Rules(), bonus=False)
    assert without.minutes == 240


def test_a_plan_that_has_not_begun() -> None:
    """Nothing is late before the first date, and it begins there."""
    plan = make_plan(standing.standings(two_days(), []), date(2026, 2, 2), datetime(2026, 1, 5), Rules())
    assert (plan.late, plan.sittings[0].date) == ({}, date(2026, 2, 2))
    assert schedule.due_dates(plan.sittings)["day2/e"] == date(2026, 2, 2)
    assert len(whole_week(standing.standings(two_days(), []), bonus=True)) == 5


# --- repeating --------------------------------------------------------------------------------------------------------
def boxes(*steps: tuple[int, str]) -> list[tuple[int, int, bool]]:
    """After runs on these days of January with these outcomes: (box, day on which it is due, missed)."""
    runs = [run(datetime(2026, 1, day, tzinfo=UTC), day1_a__one=became) for day, became in steps]
    return [(card.box, card.due.day, card.missed) for card in repeating.cards(runs, a_date).values()]


def test_boxes() -> None:
    """Leitner's rule: up when it passes on the day it is due or later, not before; a miss leads back to the first."""
    assert boxes((5, "failed"), (5, "needs")) == []
    assert boxes((5, "passed")) == [(1, 6, False)]
    assert boxes((5, "passed"), (5, "passed")) == [(1, 6, False)]
    assert boxes((5, "passed"), (6, "passed")) == [(2, 8, False)]
    assert boxes((5, "passed"), (6, "passed"), (7, "passed"), (8, "passed")) == [(3, 12, False)]
    assert boxes((5, "passed"), (6, "passed"), (7, "failed")) == [(1, 7, True)]
    assert boxes((5, "passed"), (6, "passed"), (7, "failed"), (9, "passed")) == [(1, 10, False)]
    assert boxes((5, "passed"), (6, "needs"), (7, "unavailable"), (8, "excluded")) == [(1, 6, False)]


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["passed", "failed", "needs"])), max_size=40))
def test_boxes_stay_within_bounds(steps: list[tuple[int, str]]) -> None:
    """Whatever happens: a box that there is, due no later than it says, and none before a first pass."""
    at, runs = datetime(2026, 1, 1, tzinfo=UTC), []
    for gap, became in steps:
        at += timedelta(days=gap)
        runs.append(run(at, day1_a__one=became))
    found = list(repeating.cards(runs, a_date).values())
    assert bool(found) == any(became == "passed" for _, became in steps)
    for card in found:
        assert 1 <= card.box <= len(repeating.BOXES)
        assert card.due <= at.date() + timedelta(days=repeating.BOXES[card.box - 1])


def test_repeats_by_exercise() -> None:
    """Missed ones first, then the longest due; what is not due yet says when."""
    runs = [
        run(NOON, day1_a__one="passed", day1_a__two="passed", day1_b__one="passed", day2_e__one="passed"),
        run(NOON + timedelta(days=1), day1_a__one="passed", day2_e__one="failed"),
    ]
    cards = repeating.cards(runs, a_date).values()
    today = MONDAY + timedelta(days=2)
    due = repeating.repeats(cards, today)
    assert [(repeat.exercise, repeat.goals, repeat.box, repeat.missed) for repeat in due] == [
        ("day2/e", 1, 1, 1),
        ("day1/a", 1, 1, 0),
        ("day1/b", 1, 1, 0),
    ]
    assert repeating.next_due(cards, today) == MONDAY + timedelta(days=3)
    words = "\n".join(telling.repeat_lines(due, None, today, HERE))
    assert "1 missed since they passed" in words and "due since yesterday" in words and "Leitner" in words
    assert telling.repeat_lines([], None, today, HERE) == []
    assert (
        "nothing today; next on Thu 8 Jan 2026" in telling.repeat_lines([], MONDAY + timedelta(days=3), today, HERE)[0]
    )


# --- habits -----------------------------------------------------------------------------------------------------------
def test_streaks() -> None:
    """Days in a row; a day that has only begun breaks none."""
    days = {MONDAY + timedelta(days=number) for number in (0, 1, 2, 5, 6)}
    today = MONDAY + timedelta(days=6)
    assert habits.streak(frozenset(days), today) == (2, 3)
    assert habits.streak(frozenset(days), today + timedelta(days=1)) == (2, 3)
    assert habits.streak(frozenset(days), today + timedelta(days=2)) == (0, 3)
    assert habits.streak(frozenset(), today) == (0, 0)


def test_time() -> None:
    """By the course's day and by date, in words."""
    spent = [Spent("day1", 1, NOON, 3000), Spent("day1", 2, NOON + timedelta(days=1), 61), Spent("day2", 1, NOON, 59)]
    assert habits.by_day(spent) == {"day1": 3061, "day2": 59}
    assert habits.by_date(spent, a_date) == {MONDAY: 3059, MONDAY + timedelta(days=1): 61}
    assert [habits.spoken(seconds) for seconds in (0, 59, 60, 3600, 7500)] == [
        "0 min",
        "0 min",
        "1 min",
        "1 h 00 min",
        "2 h 05 min",
    ]
    assert habits.active_dates([run(NOON, day1_a__one="failed")], spent, a_date) == {MONDAY, MONDAY + timedelta(days=1)}


# --- the timer as a value ---------------------------------------------------------------------------------------------
DAY = blocks_of("day1", [Stretch("day1/a", "", 90)])  # an hour, then half of one


def test_a_day_of_the_timer() -> None:
    """50 minutes, 10 of break, 25, and it is over: no break after the last block."""
    timer, seen = Timer(), []
    while timer.phase != "over":
        seen.append((timer.block, timer.phase, focus.clock(focus.left(timer, DAY))))
        timer = focus.following(focus.advance(timer, 10**6, DAY), DAY)
    assert seen == [(0, "focus", "50:00"), (0, "pause", "10:00"), (1, "focus", "25:00")]
    assert timer.unwritten == 75 * 60
    assert focus.left(timer, DAY) == 0


@given(st.lists(st.floats(0, 400), max_size=60))
def test_time_is_counted_once(steps: list[float]) -> None:
    """However it is cut: work is what went by in work, never more than the block has."""
    timer = Timer()
    for step in steps:
        timer = focus.advance(timer, step, DAY)
    assert timer.elapsed == timer.unwritten == pytest.approx(min(sum(steps), 3000))


def test_a_course_that_changed() -> None:
    """A timer beyond the day's blocks is over; one beyond its block is at its end."""
    assert focus.fitting(Timer(block=7), DAY).phase == "over"
    assert focus.fitting(Timer(block=1, elapsed=9999), DAY).elapsed == 1500
    assert focus.at_block(Timer(5, "over", 3, 20), 1) == Timer(1, "focus", 0, 20)
    assert [focus.clock(seconds) for seconds in (0, 0.2, 59, 60, 3000)] == ["0:00", "0:01", "0:59", "1:00", "50:00"]


# --- charts -----------------------------------------------------------------------------------------------------------
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 300)), max_size=200), st.integers(0, 200))
def test_curves_stay_in_their_frame(found: list[tuple[int, int]], of: int) -> None:
    """Whatever the history is, also one from the future: every point lies in the frame, and there are few."""
    days = {MONDAY + timedelta(days=number): passed for number, passed in sorted(found)}
    drawn = curve(list(days.items()), of, MONDAY)
    assert (drawn is None) == (not days or not of)
    points = [tuple(map(float, point.split(","))) for point in drawn.line.split()] if drawn else []
    assert all(0 <= x <= WIDTH and -0.1 <= y <= HEIGHT for x, y in points) and len(points) < 200


def test_columns() -> None:
    """Two weeks up to today; the scale is an hour at least."""
    drawn = columns(
        habits.by_date([Spent("day1", 1, NOON, 1800), Spent("day1", 1, NOON - timedelta(days=99), 9)], a_date), MONDAY
    )
    assert (len(drawn.bars), drawn.most, drawn.bars[-1].height) == (14, "1 h 00 min", HEIGHT / 2)
    assert drawn.summary == "30 min of focus in the last 14 days"


# --- what to type next ------------------------------------------------------------------------------------------------
def test_the_next_step() -> None:
    """The commands fit the folder that one is in: the project's own, another's, or the one above."""
    found = standing.standings(two_days(), [run(NOON, **all_of("day1/a", "day1/b", "day1/c"))])
    goal, inside = standing.next_goal(found), telling.Way("cd .. && ", "day1")
    assert telling.next_step(goal, found, frozenset(), HERE) == [
        "Next   scaffold day2     then     cd day2     and     grade day2"
    ]
    assert telling.next_step(goal, found, frozenset(), inside)[0].startswith("Next   cd .. && scaffold day2")
    assert telling.next_step(goal, found, frozenset({"day2"}), inside)[2:] == [
        "       cd .. && grade day2 e",
        "       grade hint day2/e.one",
    ]
    assert (
        telling.next_step(goal, found, frozenset({"day2"}), telling.Way("cd .. && ", "day2"))[2]
        == "       grade day2 e"
    )
    assert telling.next_step(None, found, frozenset(), HERE) == ["All required goals of the week passed."]
    assert telling.next_step(None, (), frozenset(), HERE) == ["There is no day in this course."]
    projects = Day("day7", "Project", "", (exercise("day7/blog", 6), exercise("day7/shop", 6)), Path(), one_of=True)
    undecided = standing.standings([projects], [])
    assert telling.next_step(None, undecided, frozenset(), HERE) == ["Next   scaffold day7 --project blog | shop"]
    assert "blog or shop" in telling.week(undecided)[0]
    assert telling.week(found, plain=True)[0].endswith("############     6/6  done")
