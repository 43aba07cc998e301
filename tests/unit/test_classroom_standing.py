"""How a class stands: heatmap, hard goals, shared failures, who is stuck; names left out; the summary in a terminal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from classroom_samples import HOUR, NOON, any_grade, grade, texts
from hypothesis import given
from hypothesis import strategies as st

from grader.classroom import failures, summary
from grader.classroom.export_lines import pseudonyms
from grader.classroom.heatmap import groups
from grader.classroom.nameless import without_names
from grader.classroom.policy import Policy
from grader.classroom.records import Counted, Grade
from grader.classroom.standing import Standing, histogram, standings
from grader.classroom.stuck import stuck, submissions
from grader.classroom.wording import lasted, percent
from grader.model import Day, Exercise, Goal
from grader.printable import printable

GOALS = ("make", "read", "drop")


def exercise(name: str, *goals: str, bonus: bool = False, day: str = "day2") -> Exercise:
    """An exercise; a goal that ends with + is a bonus."""
    id = f"{day}/{name}"
    made = tuple(Goal(f"{id}.{g.rstrip('+')}", f"{g} {name}", (), (), bonus=g.endswith("+")) for g in goals)
    return Exercise(id, name.title(), 1.0, made, Path(), bonus=bonus)


DAY = Day("day2", "Cups", "", (exercise("cups", *GOALS), exercise("spoons", "bend", "melt+")), Path())
CHOICES = (exercise("todo", "add", day="day7"), exercise("blog", "post", day="day7"))
PROJECTS = Day("day7", "A project", "", CHOICES, Path(), one_of=True)
DAYS = {"day2": DAY, "day7": PROJECTS}


def goals(**became: str) -> dict[str, str]:
    """`cups_make="passed"` stands for day2/cups.make."""
    return {f"day2/{name.replace('_', '.')}": outcome for name, outcome in became.items()}


def count(one: Grade | None, learner: str = "", day: str = "day2", **more: object) -> Counted:
    """What counts of a grade, with its own score."""
    if one is None:
        return Counted(learner, day, None)
    return replace(Counted(one.learner, one.day, one, one.score, 0.0, 1), **more)  # type: ignore[arg-type]


def stand(*grades: Grade, missing: tuple[str, ...] = (), **more: object) -> Standing:
    """How day 2 stands with these grades, each the one that counts."""
    counted = [*(count(one, **more) for one in grades), *(count(None, learner) for learner in missing)]
    (standing,) = standings(counted, grades, DAYS)
    return standing


# --- the heatmap ------------------------------------------------------------------------------------------------------
def test_cells_are_in_the_days_order() -> None:
    """A cell a goal, empty where the grade has none; disputed ones say so; bonus goals are counted apart."""
    found = goals(spoons_melt="passed", cups_read="failed", cups_make="passed", spoons_bend="needs")
    (group,) = groups(DAY, [count(grade(goals=found, disputed=("day2/cups.read",)))])
    assert [column.name for column in group.columns] == ["make", "read", "drop", "bend", "melt"]
    assert [column.bonus for column in group.columns] == [False] * 4 + [True]
    (row,) = group.rows
    assert row.cells == ("passed", "disputed", "", "needs", "passed")
    assert (row.passed, row.of, row.bonus) == (1, 3, 1)


def test_goals_that_only_the_gradebook_knows() -> None:
    """They get a column of their own, beside their exercise's others where the course has that."""
    found = {"day2/cups.old": "passed", "day2/pack.secret": "failed"}
    (group,) = groups(DAY, [count(grade(goals=found))])
    assert [column.id.partition("/")[2] for column in group.columns] == [
        "cups.make", "cups.read", "cups.drop", "cups.old", "spoons.bend", "spoons.melt", "pack.secret",
    ]  # fmt: skip


def test_rows_begin_with_the_lowest_score() -> None:
    """Equal ones by name; what was never judged comes last."""
    found = [count(grade(name, score=score)) for name, score in (("zoe", 0.5), ("ada", 0.5), ("bob", 0.1))]
    found.append(count(grade("cyd", status="not-startable", problem="no module")))
    (group,) = groups(DAY, found)
    assert [row.counted.learner for row in group.rows] == ["bob", "ada", "zoe", "cyd"]
    assert group.rows[-1].cells == ()


def test_shares_leave_out_what_did_not_count() -> None:
    """Needs counts as not passed and not tried; unavailable, excluded and not started count for nothing."""
    became = ["passed", "failed", "needs", "unavailable", "excluded", "inapplicable"]
    found = [count(grade(str(n), goals=goals(cups_make=outcome))) for n, outcome in enumerate(became)]
    found.append(count(grade("x", status="not-startable")))
    (group,) = groups(DAY, found)
    make, read = group.shares[:2]
    assert (make.passed, make.tried, make.of, make.share) == (1, 2, 3, 1 / 3)
    assert (read.of, read.share) == (0, 0.0)


def test_what_a_teacher_leaves_out_is_nowhere() -> None:
    """No column, no hard goal, no shared failure, and no part of a row's numbers; how many is said."""
    every = goals(
        cups_make="passed", cups_read="failed", cups_drop="failed", spoons_bend="failed", spoons_melt="failed"
    )
    found = [grade(who, goals=every, misses={goal: "got 500" for goal in every}) for who in ("ada", "bob")]
    policy = Policy(leave_out=frozenset({"day2/cups.read"}), weights={"day2/spoons": 0.0})
    (day,) = standings(map(count, found), found, DAYS, policy)
    (group,) = day.groups
    assert [column.id for column in group.columns] == ["day2/cups.make", "day2/cups.drop"]
    assert [(row.cells, row.passed, row.of, row.bonus) for row in group.rows] == [(("passed", "failed"), 1, 2, 0)] * 2
    assert [share.column.id for share in day.hardest] == [one.goal for one in day.failures] == ["day2/cups.drop"]
    assert day.left_out == group.left_out == 3
    (whole,) = standings(map(count, found), found, DAYS)
    assert (whole.left_out, len(whole.groups[0].columns), len(whole.failures)) == (0, 5, 4)


def test_a_project_that_a_teacher_leaves_out() -> None:
    """Its learners are still there, without a cell; the other project's map is whole."""
    found = [
        grade("ada", "day7", goals={"day7/todo.add": "passed"}),
        grade("bob", "day7", goals={"day7/blog.post": "passed"}),
    ]
    policy = Policy(leave_out=frozenset({"day7/blog"}))
    (day,) = standings((count(one, day="day7") for one in found), found, DAYS, policy)
    assert [(group.project, len(group.columns), len(group.rows)) for group in day.groups] == [
        ("day7/todo", 1, 1),
        ("day7/blog", 0, 1),
    ]
    assert day.left_out == 1


def test_a_day_of_projects_has_a_map_each() -> None:
    """In the course's order, each with its own goals; who could not be started has chosen none that is known."""
    found = [
        count(grade("ada", "day7", goals={"day7/blog.post": "passed", "day7/todo.add": "excluded"})),
        count(grade("bob", "day7", goals={"day7/todo.add": "failed"})),
        count(grade("cyd", "day7", status="refused")),
    ]
    maps = groups(PROJECTS, found)
    assert [group.project for group in maps] == ["day7/todo", "day7/blog", ""]
    assert [[column.id for column in group.columns] for group in maps] == [["day7/todo.add"], ["day7/blog.post"], []]
    assert [group.rows[0].counted.learner for group in maps] == ["bob", "ada", "cyd"]


# --- the day ----------------------------------------------------------------------------------------------------------
def test_the_hardest_goals() -> None:
    """The lowest share first; none that all passed, and no bonus."""
    one = goals(cups_make="passed", cups_read="failed", cups_drop="failed", spoons_melt="failed")
    two = goals(cups_make="passed", cups_read="passed", cups_drop="failed", spoons_melt="failed")
    found = stand(grade("ada", goals=one), grade("bob", goals=two))
    assert [share.column.name for share in found.hardest] == ["drop", "read"]


def test_missing_late_median_and_official() -> None:
    """The figures of a day; the latest is first."""
    found = [count(grade("ada", score=1.0, official=True), late_s=60.0), count(grade("bob", score=0.5), late_s=7200.0)]
    (day,) = standings([*found, count(None, "zoe"), count(None, "cyd")], [], DAYS)
    assert (day.graded, day.enrolled, day.missing, day.official) == (2, 4, ("cyd", "zoe"), 1)
    assert [one.learner for one in day.late] == ["bob", "ada"]
    assert day.median == 0.75


def test_nobody_has_a_grade() -> None:
    """No median, no map, nobody stuck."""
    (day,) = standings([count(None, "zoe")], [], DAYS)
    assert (day.graded, day.median, day.groups, day.stuck, sum(day.scores)) == (0, None, (), (), 0)


def test_days_come_in_the_courses_order_and_unknown_ones_last() -> None:
    """A day of a pack that is not at hand is told by its goals alone."""
    found = [count(grade(day=day, goals={f"{day}/x.y": "passed"})) for day in ("day9", "day7", "day2")]
    assert [day.day.id for day in standings(found, [], DAYS)] == ["day2", "day7", "day9"]
    unknown = standings(found, [], DAYS)[-1]
    assert [column.id for column in unknown.groups[0].columns] == ["day9/x.y"]


@pytest.mark.parametrize(
    ("score", "bin"),
    [(0.0, 0), (0.0999, 0), (0.1, 1), (0.3, 3), (0.7, 7), (0.999, 9), (1.0, 10), (1.3, 10), (-1.0, 0), (1e308, 10)],
)
def test_histogram(score: float, bin: int) -> None:
    """A tenth each; all of it and more are one column. 0.3 is not below 30 per cent."""
    assert histogram([score]).index(1) == bin


# --- failures ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("expected 201 Created, got 200 OK", "expected 204 Created,  got 200 OK"),
        ('expected the text "ada", got the text "b\\"c"', 'expected the text "Zoë", got the text ""'),
        ("no page at /3fa85f64-5717-4562-b3fc-2c963f66afa6", "no page at /00000000-5717-4562-B3FC-000000000001"),
        ("token 9f3c2a11bb is unknown", "token deadbeef00aa is unknown"),
        ("a button called “Save” is missing", "a button called “Go on” is missing"),
        ("got an array of 2: [1, 2]", 'got an array of 3: [{"id": 1…'),
        ("at `items[0].price`: expected the number -9.5", "at `items[12].price`: expected the number 100"),
        ("it can't find 'cup' here", "it can't find 'spoon' here"),
    ],
)  # fmt: skip
def test_lines_that_are_one_failure(one: str, other: str) -> None:
    """Numbers, quoted values, ids and JSON make no difference."""
    assert failures.pattern(one) == failures.pattern(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("expected 201 Created, got 200 OK", "expected 201 Created, got 404 Not Found"),
        ("at `price`: expected a number", "at `name`: expected a number"),
        ("it can't be read and it can't be made", "it can't be read or it won't be made"),
        ("facade is missing", "decade is missing"),
    ],
)
def test_lines_that_are_two(one: str, other: str) -> None:
    """Words make a difference, also between apostrophes and of letters that a hash has."""
    assert failures.pattern(one) != failures.pattern(other)


@given(texts)
def test_patterns_of_anything(text: str) -> None:
    """Whatever it holds, one line without digits."""
    found = failures.pattern(text)
    assert "\n" not in found and not any(sign in "0123456789" for sign in found)


def test_common_failures() -> None:
    """The most frequent first, with who and one line as it was; what one learner alone has is none."""
    read, make = "day2/cups.read", "day2/cups.make"
    failed = {read: "failed", make: "failed"}
    found = failures.common(
        [
            count(grade("cyd", goals=failed, misses={read: "got 5", make: "never"})),
            count(grade("ada", goals=failed, misses={read: "got 7", make: "odd"})),
            count(grade("bob", goals=failed, misses={read: "got 1", make: "never"})),
            count(grade("eve", goals={read: "passed"}, misses={read: "got 2"})),
            count(grade("dan", status="not-startable", problem="port 3000 is taken")),
            count(grade("flo", status="not-startable", problem="port 3001 is taken")),
            count(grade("gus", status="refused", problem="port 3001 is taken")),
            count(None, "zoe"),
        ]
    )
    assert [(one.goal, one.pattern, one.example, one.learners) for one in found] == [
        (read, "got #", "got 7", ("ada", "bob", "cyd")),
        ("", "port # is taken", "port 3000 is taken", ("dan", "flo")),
        (make, "never", "never", ("bob", "cyd")),
    ]


# --- stuck ------------------------------------------------------------------------------------------------------------
def attempts(*scores: float) -> list[Grade]:
    """Hand-ins an hour after each other."""
    one = goals(cups_make="passed", cups_read="failed")
    return [
        grade(submission=f"s{n}", score=score, submitted_at=NOON + n * HOUR, graded_at=NOON + n * HOUR, goals=one)
        for n, score in enumerate(scores)
    ]


@pytest.mark.parametrize(
    ("scores", "is_stuck"),
    [((0.2,), False), ((0.2, 0.4), False), ((0.2, 0.2), True), ((0.4, 0.2), True), ((0.4, 0.4, 0.5), False)],
)
def test_no_better_than_before(scores: tuple[float, ...], is_stuck: bool) -> None:
    """The last two different hand-ins are compared; one alone says nothing."""
    history = attempts(*scores)
    found = stuck([count(history[-1])], history)
    assert bool(found) == is_stuck
    assert not found or found[0].why == "no better than the hand-in before"


def test_a_regrade_is_no_new_hand_in() -> None:
    """The newest grade of each hand-in is taken, and it keeps its place."""
    first, second = attempts(0.2, 0.5)
    again = replace(first, graded_at=NOON + 5 * HOUR, score=0.6, seed=8)
    assert submissions([again, second, first]) == [again, second]
    assert stuck([count(second)], [first, second]) == ()
    assert stuck([count(second)], [first, second, again])
    assert submissions([first, second, replace(first, submitted_at=NOON + 9 * HOUR)])[-1].submission == "s0"


def test_who_passed_is_not_stuck() -> None:
    """Neither who has all there is by the teacher's policy, however often they hand in."""
    history = attempts(0.9, 0.9)
    assert stuck([count(replace(history[-1], passed=True))], history) == ()
    assert stuck([count(history[-1], score=1.0)], history) == ()


def test_ways_to_be_stuck() -> None:
    """What stops a learner first comes first; whoever has nothing that counts is missing, not stuck."""
    failed = goals(cups_make="failed")
    found = [
        count(grade("dan", goals=failed)),
        count(grade("cyd", goals=goals(cups_make="passed"))),
        count(grade("bob", status="not-startable", problem="no port")),
        count(grade("ada", status="refused", problem="a bomb")),
        count(None, "eve"),
    ]
    told = [(one.learner, one.why, one.problem) for one in stuck(found, [])]
    assert told == [
        ("ada", "could not be taken", "a bomb"),
        ("bob", "could not be started", "no port"),
        ("dan", "no goal passed", ""),
    ]


# --- without names ----------------------------------------------------------------------------------------------------
def test_names_are_left_out() -> None:
    """Ids, addresses, commits; and what an app said about its owner. The numbers are the export's."""
    said = {"day2/cups.make": "hello Ada from ada@school.example or a.l@school.example"}
    one = grade("ada", goals=goals(cups_make="failed"), misses=said, commit="c0ffee", host="lab", signature="sig")
    two = grade("bob", status="refused", problem="there is no commit in https://git.example/bob/cups")
    three = grade("cy", status="not-startable", problem="recycled")
    counted = [count(one, email="a.l@school.example"), count(two), count(three), count(None, "dora")]
    names = pseudonyms(["ada", "bob", "cy", "dora"], b"key")
    hidden, history = without_names(counted, [one, two, three], names)
    assert [entry.learner for entry in hidden] == [names[who] for who in ("ada", "bob", "cy", "dora")]
    assert repr(hidden).count("learner-") == 7
    text = repr((hidden, history)).lower()
    assert not any(word in text for word in ("ada", "a.l", "bob", "dora", "c0ffee", "'lab'", "'sig'"))
    assert hidden[0].grade is not None and hidden[0].grade.misses["day2/cups.make"].startswith("hello … from …@")
    assert history[2].problem == "recycled"  # a name of two letters is in too many words
    (day,) = standings(hidden, history, DAYS)
    assert [row.counted.learner for row in day.groups[0].rows][1:] == sorted([names["bob"], names["cy"]])


# --- the summary ------------------------------------------------------------------------------------------------------
def test_the_summary() -> None:
    """A paragraph a day: who is graded, missing, late, stuck, and what is hard."""
    found = [
        count(grade("ada", score=0.78, official=True, goals=goals(cups_make="passed", cups_read="needs"))),
        count(grade("bob", score=0.3, goals=goals(cups_make="failed", cups_read="failed")), late_s=7500.0),
        count(None, "zoe"),
    ]
    assert summary.lines(standings(found, [], DAYS)) == [
        "day2  Cups",
        "  graded   2 of 3 · 1 official",
        "  median   54 %",
        "  missing  1: zoe",
        "  late     1: bob (2 h 05 min)",
        "  hardest  day2/cups.read    0 %  0 of 2 passed, 1 not tried",
        "           day2/cups.make   50 %  1 of 2 passed",
        "  stuck    bob  no goal passed",
        "",
        "Stuck are learners whose work could not be taken or started, of whom no goal",
        "passed, or whose latest hand-in scored no better than the one before it. Who",
        "passed is never stuck.",
    ]


def test_the_summary_of_many_is_short() -> None:
    """At most ten names of each kind."""
    found = [count(grade(f"learner{n:04}", goals=goals(cups_make="failed")), late_s=60.0) for n in range(500)]
    found += [count(None, f"gone{n:04}") for n in range(500)]
    told = summary.lines(standings(found, [], DAYS))
    assert len(told) < 35
    assert "           and 490 more" in told
    assert sum("490 more" in line for line in told) == 3
    assert max(map(len, told)) <= summary.LONGEST_ITEM


def test_the_summary_of_nothing() -> None:
    """It says how to begin."""
    assert summary.lines([]) == ["Nobody is in the gradebook yet. classroom grade class.csv --day day1 begins it."]


@given(st.lists(any_grade(), max_size=4), st.booleans())
def test_whatever_a_gradebook_holds(grades: list[Grade], hide: bool) -> None:
    """Never an error, and what comes out is printable, a line each."""
    counted = [count(one, late_s=-1.0 if n else 1e9) for n, one in enumerate(grades)]
    if hide:
        counted, grades = without_names(counted, grades, pseudonyms([one.learner for one in grades], b"key"))
    told = summary.lines(standings(counted, grades, DAYS))
    assert all(printable(line, None) == line and "\n" not in line for line in told)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.5, "1 min"), (59 * 60, "59 min"), (7500, "2 h 05 min"), (76 * 3600, "3 days 4 h")],
)
def test_lasted(seconds: float, words: str) -> None:
    """How late is told."""
    assert lasted(seconds) == words


def test_percent_is_rounded_down() -> None:
    """100 means all of it; 0.29 is 29."""
    assert [percent(share) for share in (0.999, 1.0, 1.1, 0.29, -2.0, 1e308)] == [99, 100, 110, 29, 0, 9900]
