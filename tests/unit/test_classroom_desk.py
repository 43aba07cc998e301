"""A learner's turn: what becomes of a source, of reports, and of faults; and the files about it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from grader.catalog import load_day
from grader.classroom import working
from grader.classroom.desk import Done, folder_name, turn
from grader.classroom.records import Learner
from grader.classroom.sources import Spool, Submission
from grader.classroom.working import Order, job_of, merged
from grader.errors import CourseError, MachineError, ProjectError, UsageError
from grader.outcomes import ExerciseResult, GoalResult, Report

ORDER = Order("day2", "checks", (7,))


def goal(name: str, outcome: str, summary: str = "") -> GoalResult:
    return GoalResult(f"day2/methods.{name}", name, outcome, summary=summary)  # type: ignore[arg-type]


def report(*goals: GoalResult, **others: object) -> Report:
    exercises = (ExerciseResult("day2/methods", "Methods", 1.0, goals),)
    made = Report("day2", "Day 2", "flask", "docker", "none", 7, "2026-01-01T00:00:00Z", 1.5, exercises=exercises)
    return replace(made, **others)  # type: ignore[arg-type]


GOOD = report(goal("create", "passed"), goal("read", "failed", "got 500\x1b[2J\nand more"))


def submit(folder: Path, work: object, known: frozenset[str] = frozenset(), learner: str = "ada") -> Done:
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in/app.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    source = Learner(learner, str(folder / "in"))
    with Spool() as spool:
        return turn(ORDER, source, known, folder / "out", work, spool)  # type: ignore[arg-type]


def giving(*reports: Report):
    def work(order: Order, submission: Submission) -> tuple[Report, ...]:
        assert (submission.project / "app.py").is_file()
        return reports

    return work


def test_a_grade(tmp_path: Path) -> None:
    """What was found is the grade, in words that a terminal bears; three files say so."""
    done = submit(tmp_path, giving(GOOD))
    grade = done.grade
    assert (done.kind, grade.status, grade.score, grade.passed) == ("graded", "graded", 0.5, False)
    assert grade.goals == {"day2/methods.create": "passed", "day2/methods.read": "failed"}
    assert grade.misses == {"day2/methods.read": "got 500\\x1b[2J and more"}
    folder = tmp_path / "out" / folder_name("ada")
    assert json.loads((folder / "report.json").read_text())["score"] == 0.5
    assert "<html" in (folder / "report.html").read_text()
    assert f"submission: {grade.submission}" in (folder / "log.txt").read_text()


def test_whose_grade_it_is(tmp_path: Path) -> None:
    """The roster's learner's, whatever a submission says of itself (case 5)."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/grade.toml").write_text('day = "day2"\nlearner = "eve"\nid = "eve"\n')
    done = submit(tmp_path, giving(GOOD), learner="ada")
    assert done.grade.learner == "ada" and done.learner.id == "ada"
    assert [path.name for path in (tmp_path / "out").iterdir()] == [folder_name("ada")]


def test_what_is_known_is_left(tmp_path: Path) -> None:
    """Nothing is run, nothing written."""
    first = submit(tmp_path, giving(GOOD))

    def never(order: Order, submission: Submission) -> tuple[Report, ...]:
        raise AssertionError("it was graded again")

    again = submit(tmp_path, never, known=frozenset([first.submission]))
    assert (again.kind, again.submission, again.grade) == ("same", first.grade.submission, None)


def test_two_seeds(tmp_path: Path) -> None:
    """A goal holds if it held both times; those on which the two differ are named."""
    other = report(goal("create", "failed", "learned by heart"), goal("read", "passed"))
    done = submit(tmp_path, giving(GOOD, other))
    assert done.grade.score == 0 and done.grade.goals["day2/methods.create"] == "failed"
    assert done.grade.disputed == ("day2/methods.create", "day2/methods.read")
    assert "disputed: day2/methods.create" in (tmp_path / "out" / folder_name("ada") / "log.txt").read_text()


def test_which_of_two_reports_stands() -> None:
    """The machine's fault before all, then the app that did not start."""
    fault, early = report(status="environment-error"), report(status="not-startable")
    for reports in ((GOOD, fault), (early, fault), (fault,)):
        assert merged(reports)[0] is fault
    assert merged((GOOD, early)) == (early, ())
    assert merged((GOOD,)) == (GOOD, ())
    assert merged((GOOD, GOOD)) == (GOOD, ())


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (MachineError("no engine", "Start it."), "machine"),
        (CourseError("a check is broken"), "course"),
        (OSError(28, "No space left on device"), "machine"),
    ],
)
def test_faults_that_are_no_learners(error: Exception, kind: str, tmp_path: Path) -> None:
    """Are no grade, and nothing is written about the learner."""

    def work(order: Order, submission: Submission) -> tuple[Report, ...]:
        raise error

    done = submit(tmp_path, work)
    assert done.kind == kind and done.grade is None and not (tmp_path / "out").exists()
    assert done.words


def test_a_report_on_the_machine_is_no_grade(tmp_path: Path) -> None:
    """Whatever a report says of the machine is the machine's."""
    done = submit(tmp_path, giving(report(status="environment-error", problem="no image")))
    assert (done.kind, done.words, done.grade) == ("machine", "no image", None)
    told = report(status="environment-error", problem="no image", fault="machine")
    assert submit(tmp_path, giving(told)).kind == "machine"


def test_a_report_on_the_course_is_no_grade(tmp_path: Path) -> None:
    """It is the course's, with the check that is named, and nothing is written about the learner."""
    words = {"problem": "the check day2/methods.create is broken: KeyError", "remedy": "Mend it."}
    done = submit(tmp_path, giving(GOOD, report(status="environment-error", fault="course", **words)))
    assert (done.kind, done.words, done.grade) == ("course", f"{words['problem']}. Mend it.", None)
    assert not (tmp_path / "out").exists()


def test_a_source_that_can_not_be_taken(tmp_path: Path) -> None:
    """Is the learner's, has no hash, and takes the old report away."""
    submit(tmp_path, giving(GOOD))
    nowhere = Learner("ada", str(tmp_path / "none"))
    with Spool() as spool:
        done = turn(ORDER, nowhere, frozenset(), tmp_path / "out", giving(GOOD), spool)
    assert (done.kind, done.grade.status, done.grade.submission) == ("graded", "refused", "")
    assert sorted(path.name for path in (tmp_path / "out" / folder_name("ada")).iterdir()) == ["log.txt"]


def test_an_app_that_did_not_start(tmp_path: Path) -> None:
    """Counts nothing, and the log has its last words."""
    early = report(status="not-startable", problem="it ended", remedy="Mend it.", log="Traceback\x1b[0m")
    done = submit(tmp_path, giving(early))
    assert (done.grade.status, done.grade.problem) == ("not-startable", "it ended")
    log = (tmp_path / "out" / folder_name("ada") / "log.txt").read_text()
    assert "what to do: Mend it." in log and "Traceback\\x1b[0m" in log


@pytest.mark.parametrize("name", ["../../x", "a\nb", "CON", "x" * 200, "Ünïcode", "ada", "ADA", "/etc/passwd", "."])
def test_names_of_folders(name: str) -> None:
    """Of any learner's name a folder's that every system bears, and no two alike."""
    made = folder_name(name)
    assert made.isascii() and made == made.lower() and "/" not in made and "." not in made and len(made) < 60
    assert made != folder_name(f"{name} ")


def test_jobs(tmp_path: Path) -> None:
    """Of a day of projects the one that grade.toml names; what is no project is its learner's fault."""
    (tmp_path / "app.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    (tmp_path / "requirements.txt").write_text("Flask\n")
    (tmp_path / "grade.toml").write_text('day = "day7"\nproject = "blog"\ndatabase = "postgres"\n')
    job = job_of(replace(ORDER, day="day7"), load_day("day7"), tmp_path, 7)
    assert [exercise.id for exercise in job.exercises] == ["day7/blog"] and job.database == "postgres"
    assert job_of(replace(ORDER, day="day7", database="sqlite"), load_day("day7"), tmp_path, 7).database == "sqlite"
    (tmp_path / "grade.toml").write_text("day = \n")
    with pytest.raises(ProjectError):
        job_of(ORDER, load_day("day2"), tmp_path, 7)


def test_what_a_teacher_asked_for_is_no_learners_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A container runtime that the engine lacks, say: the machine's, whatever it is called elsewhere."""

    def refuse(*_: object, **__: object) -> Report:
        raise UsageError("the engine has no runtime called runsc", "Leave --runtime out.")

    monkeypatch.setattr(working, "grade", refuse)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/requirements.txt").write_text("Flask\n")
    done = submit(tmp_path, lambda order, submission: working.work(order, submission.project))
    assert (done.kind, done.grade) == ("machine", None) and "no runtime called runsc" in done.words


def test_an_address_that_leads_nowhere_costs_no_more_than_its_goals(tmp_path: Path) -> None:
    """A class is graded all the same, with a notice."""
    (tmp_path / "app.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    (tmp_path / "requirements.txt").write_text("Flask\n")
    (tmp_path / "grade.toml").write_text('day = "day6"\nurl = "http://127.0.0.1:8000"\n')
    job = job_of(replace(ORDER, day="day6"), load_day("day6"), tmp_path, 7)
    assert job.options.online is None and any("this machine" in notice for notice in job.project.notices)
