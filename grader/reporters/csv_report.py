"""The report for spreadsheets: a row a goal. What an app says is a text there, never a formula: `printable.cell`.

It begins with a byte order mark, without which Excel takes UTF-8 for the system's old code page and shows `ZÃ¼rich`.
LibreOffice, Google's and Apple's read it with or without; a program reads it as `utf-8-sig`. On standard output,
where programs read on, there is none.
"""

from __future__ import annotations

import csv
import io

from grader.outcomes import ExerciseResult, GoalResult, Report
from grader.printable import cell
from grader.reporters.cleaning import clean
from grader.reporters.summary import state, waits_for

MARK = "\ufeff"
COLUMNS = (
    "day", "track", "exercise", "goal", "title", "bonus", "outcome", "reason", "summary",
    "exercise_score", "day_score", "status", "seed", "started_at",
)  # fmt: skip
MOST_OF_CELL = 1000  # characters; Excel's limit is 32 767


def render(report: Report) -> str:
    """A heading, then a row a goal; of a run that was not graded one row with the reason as its summary."""
    report = clean(report)
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(COLUMNS)
    for exercise in report.exercises:
        for goal in exercise.goals:
            writer.writerow(_row(report, exercise, goal))
    if report.status != "graded":
        why = _cells(" ".join(filter(None, (report.problem, report.remedy))))
        writer.writerow([*_cells(report.day, report.track), *[""] * 6, *why, "", "", *_run(report)])
    return MARK + file.getvalue()


def _row(report: Report, exercise: ExerciseResult, goal: GoalResult) -> list[str]:
    said = goal.summary
    if goal.outcome == "passed":
        said = ""
    elif state(goal) == "waiting":
        said = waits_for(goal)
    elif goal.remedy:
        said = f"{said} {goal.remedy}".strip()
    words = _cells(report.day, report.track, exercise.id, goal.id, goal.title)
    scores = [f"{exercise.score:.4f}" if exercise.counts else "", f"{report.score:.4f}"]
    bonus = "yes" if goal.bonus or exercise.bonus else "no"
    return [*words, bonus, goal.outcome, goal.reason, *_cells(said), *scores, *_run(report)]


def _run(report: Report) -> list[str]:
    return [report.status, str(report.seed), *_cells(report.started_at)]


def _cells(*texts: str) -> list[str]:
    return [cell(text, MOST_OF_CELL) for text in texts]
