"""The report for spreadsheets: a row a goal, and nothing in it that a spreadsheet would reckon with."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
import report_samples as samples

from grader import reporters
from grader.outcomes import Report
from grader.reporters import csv_report


def rows(report: Report) -> list[dict[str, str]]:
    """As a program reads them."""
    data = csv_report.render(report).encode()
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), strict=True))


def test_a_row_a_goal() -> None:
    """In the day's order, with what came of each and the scores."""
    found = rows(samples.mixed())
    assert [row["goal"] for row in found] == [goal.id for goal in samples.mixed().goals]
    miss = next(row for row in found if row["goal"] == "day2/resources.validate")
    assert miss == {
        "day": "day2",
        "track": "flask",
        "exercise": "day2/resources",
        "goal": "day2/resources.validate",
        "title": "a product with a bad price is refused",
        "bonus": "no",
        "outcome": "failed",
        "reason": "",
        "summary": "expected 422 Unprocessable Content, got 500 Internal Server Error",
        "exercise_score": "0.5000",
        "day_score": "0.5000",
        "status": "graded",
        "seed": "4183",
        "started_at": "2026-01-01T09:30:00Z",
    }
    said = {row["goal"].partition("/")[2]: (row["outcome"], row["reason"], row["summary"]) for row in found}
    assert said["resources.delete"] == ("not-run", "needs", "waits for resources.update")
    assert said["resources.store"][2].endswith("grade day2 --project DIR")
    assert said["resources.create"] == ("passed", "", "")
    assert {row["goal"]: row["bonus"] for row in found}["day2/resources.search"] == "yes"


@pytest.mark.parametrize("sample", [samples.not_startable, samples.environment_error])
def test_a_run_without_a_verdict_is_one_row(sample: object) -> None:
    """It says why, and has no score that could be taken for a nought."""
    report: Report = sample()  # type: ignore[operator]
    (row,) = rows(report)
    assert (row["status"], row["goal"], row["outcome"]) == (report.status, "", "")
    assert (row["exercise_score"], row["day_score"]) == ("", "")
    assert row["summary"] == f"{report.problem} {report.remedy}"


def test_an_answer_is_no_formula() -> None:
    """Case 35: `=HYPERLINK(…)` from an app is a text, in each place where an app's words stand."""
    report = samples.mixed()
    words = '=HYPERLINK("http://evil.example";"x")\n+1'
    goals = tuple(replace(goal, summary=words) for goal in report.exercises[1].goals)
    found = rows(replace(report, exercises=(replace(report.exercises[1], goals=goals),)))
    said = [row["summary"] for row in found if row["outcome"] == "failed"]
    assert said == ["'" + words.replace("\n", " ")] * 2
    (row,) = rows(replace(samples.hostile_start(), problem="@SUM(1)", remedy=""))
    assert row["summary"] == "'@SUM(1)"


def test_the_mark_is_for_files(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Excel needs it to see UTF-8; a program that reads a pipe would take it for a part of the first name."""
    reporters.write(samples.mixed(), "csv", str(tmp_path / "r.csv"))
    reporters.write(samples.mixed(), "csv", "-")
    written, printed = (tmp_path / "r.csv").read_bytes(), capfdbinary.readouterr().out
    assert written.startswith(b'\xef\xbb\xbf"day",')
    assert printed.startswith(b'"day",')
    assert written[3:] == printed
