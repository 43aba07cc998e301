"""Learners × goals of a day: a row for each who has a grade, a cell for each goal. Pure.

On a day of projects (`one_of`) each project has a map of its own, since its learners share no goal with the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grader.classroom.records import Counted, Grade
from grader.model import Day

DISPUTED = "disputed"  # beside `progress.runs.OUTCOMES`: failed, since two seeds did not agree
NOT_PASSED = ("failed", "needs", DISPUTED)


@dataclass(frozen=True)
class Column:
    """A goal. `bonus`: it, or all of its exercise, is on top."""

    id: str
    title: str
    exercise: str
    heading: str
    bonus: bool = False

    @property
    def name(self) -> str:
        return self.id.rpartition(".")[2]


@dataclass(frozen=True)
class Row:
    """A learner's grade. `cells` has an outcome for each column, `""` where that goal was not in the grade.

    There are none where nothing was judged. `passed` and `of` count required goals that were judged, `bonus` those
    bonus goals that passed.
    """

    counted: Counted
    grade: Grade
    cells: tuple[str, ...]
    passed: int
    of: int
    bonus: int


@dataclass(frozen=True)
class Share:
    """How a goal came out: `of` whom it counts for, `tried` whom it was judged for, `passed`.

    The difference of the first two waits for another goal that failed.
    """

    column: Column
    passed: int
    tried: int
    of: int

    @property
    def share(self) -> float:
        return self.passed / self.of if self.of else 0.0


@dataclass(frozen=True)
class Group:
    """A map. `project` is an exercise's id on a day of projects, and empty elsewhere or where it is not known.

    `left_out` is how many goals have no column, since the teacher does not let them count.
    """

    project: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    shares: tuple[Share, ...]
    left_out: int = 0


def groups(day: Day, counted: Iterable[Counted], left_out: frozenset[str] = frozenset()) -> tuple[Group, ...]:
    """One map, or one a project that somebody chose, in the day's order. Rows: the lowest score first, then by name.

    The goals in `left_out` are not in it.

    Where nothing was judged comes last: those rows hide no pattern of the others, and they are among the stuck.
    """
    by_project: dict[str, list[Counted]] = {}
    for one in counted:
        if one.grade is not None:
            by_project.setdefault(project_of(one.grade) if day.one_of else "", []).append(one)
    order = [exercise.id for exercise in day.exercises]
    projects = sorted(by_project, key=lambda id: (order.index(id) if id in order else len(order), not id, id))
    return tuple(_group(day, project, by_project[project], left_out) for project in projects)


def project_of(grade: Grade) -> str:
    """The exercise that most of its goals are of; nothing where no goal was judged."""
    asked = Counter(_exercise(goal) for goal, became in grade.goals.items() if became != "excluded")
    return min(asked, key=lambda id: (-asked[id], id), default="")


def columns_of(day: Day, project: str, grades: Iterable[Grade]) -> tuple[Column, ...]:
    """The day's goals in order, then those that only the gradebook knows: of a pack, or of an older course."""
    known = [
        Column(goal.id, goal.title, exercise.id, exercise.title, goal.bonus or exercise.bonus)
        for exercise in day.exercises
        for goal in exercise.goals
    ]
    strange = sorted({goal for grade in grades for goal in grade.goals} - {column.id for column in known})
    known += [Column(goal, goal, _exercise(goal), _exercise(goal)) for goal in strange]
    chosen = [column for column in known if column.exercise == project or not day.one_of]
    first = list(dict.fromkeys(column.exercise for column in chosen))
    return tuple(sorted(chosen, key=lambda column: first.index(column.exercise)))  # an exercise's goals stay together


def _group(day: Day, project: str, counted: Sequence[Counted], left_out: frozenset[str]) -> Group:
    grades = [one.grade for one in counted if one.grade is not None]
    every = columns_of(day, project, grades)
    columns = tuple(column for column in every if column.id not in left_out)
    rows = [_row(one, one.grade, columns) for one in counted if one.grade is not None]
    rows.sort(key=lambda row: (not row.cells, row.counted.score, row.passed, row.counted.learner))
    title = next((exercise.title for exercise in day.exercises if exercise.id == project), project)
    return Group(project, title, columns, tuple(rows), _shares(columns, rows), len(every) - len(columns))


def _row(counted: Counted, grade: Grade, columns: Sequence[Column]) -> Row:
    if grade.status != "graded":
        return Row(counted, grade, (), 0, 0, 0)
    disputed = frozenset(grade.disputed)
    cells = tuple(DISPUTED if column.id in disputed else grade.goals.get(column.id, "") for column in columns)
    required = [cell for column, cell in zip(columns, cells, strict=True) if not column.bonus]
    passed = required.count("passed")
    of = passed + sum(cell in NOT_PASSED for cell in required)
    return Row(counted, grade, cells, passed, of, cells.count("passed") - passed)


def _shares(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Share, ...]:
    judged = [row.cells for row in rows if row.cells]
    found = []
    for number, column in enumerate(columns):
        became = Counter(cells[number] for cells in judged)
        tried = became["passed"] + became["failed"] + became[DISPUTED]
        found.append(Share(column, became["passed"], tried, tried + became["needs"]))
    return tuple(found)


def _exercise(goal: str) -> str:
    return goal.rpartition(".")[0]
