"""One learner's turn, from the roster's line to a grade and the files about it; where the sources can be reached."""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from grader import __version__, packs, reporters
from grader.classroom.records import Grade, Learner, Status
from grader.classroom.sources import Spool, Submission
from grader.classroom.working import Order, day_judged_by, merged
from grader.errors import CourseError, GraderError, MachineError, ProjectError
from grader.outcomes import Report
from grader.printable import one_line, printable
from grader.progress.runs import outcome

Kind = Literal["graded", "same", "course", "machine"]
Work = Callable[[Order, Submission], tuple[Report, ...]]
LONGEST = 40  # signs of a name that a file system has to bear


@dataclass(frozen=True)
class Done:
    """What became of a learner's turn. `same`: this was graded before; `words` say what went wrong, if anything."""

    learner: Learner
    kind: Kind
    grade: Grade | None = None
    words: str = ""
    submission: str = ""


def turn(order: Order, learner: Learner, known: frozenset[str], out: Path, work: Work, spool: Spool) -> Done:
    """Grades a learner's submission, unless its hash is among those that are known, and writes the files about it.

    A fault of the course or the machine is no grade: it comes back as such, and nothing of the learner's is written.
    """
    try:
        return _turn(order, learner, known, out, work, spool)
    except CourseError as error:
        return Done(learner, "course", words=said(error))
    except (GraderError, OSError) as error:
        words = said(error) if isinstance(error, GraderError) else f"{error.strerror or error}"
        return Done(learner, "machine", words=words)


def _turn(order: Order, learner: Learner, known: frozenset[str], out: Path, work: Work, spool: Spool) -> Done:
    day = day_judged_by(order.day, order.checks)
    pack = packs.load(Path(order.pack) if order.pack else None, day)
    try:
        with spool.handed_in(learner, day) as submission:
            if submission.hash in known:
                return Done(learner, "same", submission=submission.hash)
            reports = work(order, submission)
    except ProjectError as error:
        grade = refused(order, learner, error)
        write(out, learner, grade, None, log_of(grade, error.remedy))
        return Done(learner, "graded", grade)
    whole, disputed = merged(reports)
    if whole.status == "environment-error":
        whose = CourseError if whole.fault == "course" else MachineError
        raise whose(whole.problem, whole.remedy)
    report = pack.told(whole)
    grade = grade_of(order, learner, submission, report, disputed)
    write(out, learner, grade, report, log_of(grade, report.remedy, report.log))
    if order.pack:
        write_for_staff(out, learner, whole)
    return Done(learner, "graded", grade, submission=submission.hash)


def refused(order: Order, learner: Learner, error: ProjectError) -> Grade:
    """A source that can't be taken. It has no hash, so the next run looks at it again."""
    now = datetime.now(UTC)
    return blank(order, learner, "", "refused", learner.submitted or now, error.message)


def grade_of(
    order: Order, learner: Learner, submission: Submission, report: Report, disputed: tuple[str, ...]
) -> Grade:
    status: Status = "graded" if report.status == "graded" else "not-startable"
    at = learner.submitted or submission.fetched_at
    made = blank(order, learner, submission.hash, status, at, report.problem)
    return replace(
        made,
        score=round(report.score, 6),
        passed=report.passed,
        complete=report.complete,
        goals={goal.id: outcome(goal) for goal in report.goals},
        misses={goal.id: one_line(goal.summary, 300) for goal in report.goals if goal.outcome == "failed"},
        track=report.track,
        database=report.database,
        commit=submission.commit,
        duration_s=report.duration_s,
        disputed=disputed,
    )


def blank(order: Order, learner: Learner, submission: str, status: Status, at: datetime, problem: str) -> Grade:
    """What is true of every grade of this order."""
    return Grade(
        learner=learner.id,
        day=order.day,
        submission=submission,
        checks=order.checks,
        seed=order.seeds[0],
        status=status,
        graded_at=datetime.now(UTC),
        submitted_at=at,
        problem=one_line(problem, 500),
        runner=order.runner,
        grader=__version__,
        host=platform.node(),
        official=order.official,
    )


def folder_name(learner: str) -> str:
    """A name for a learner's folder that every file system bears, and no other learner's has."""
    readable = re.sub(r"[^a-z0-9]+", "-", learner.lower()).strip("-")[:LONGEST]
    return f"{readable or 'learner'}-{hashlib.sha256(learner.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def write(out: Path, learner: Learner, grade: Grade, report: Report | None, log: str) -> None:
    """The learner's folder: the report for programs and for people, and what the grader has to say of the run."""
    folder = out / folder_name(learner.id)
    folder.mkdir(parents=True, exist_ok=True)
    reporters.put(log, "log", str(folder / "log.txt"))
    for kind in ("json", "html"):
        target = folder / f"report.{kind}"
        if report is None:
            target.unlink(missing_ok=True)  # of what was handed in before
        else:
            reporters.write(report, kind, str(target))


def write_for_staff(out: Path, learner: Learner, report: Report) -> None:
    """The whole report, in a folder of its own that no learner's things lie in."""
    folder = out / "staff"
    folder.mkdir(exist_ok=True)
    reporters.write(report, "html", str(folder / f"{folder_name(learner.id)}.html"))


def log_of(grade: Grade, remedy: str = "", log: str = "") -> str:
    """For a teacher: what was graded and how; of what was not, why, and the app's last lines."""
    facts = {
        "learner": grade.learner,
        "day": grade.day,
        "outcome": grade.status,
        "score": f"{100 * grade.score:.1f} %" if grade.status == "graded" else "",
        "handed in": f"{grade.submitted_at:%Y-%m-%d %H:%M:%S} UTC",
        "graded": f"{grade.graded_at:%Y-%m-%d %H:%M:%S} UTC",
        "took": f"{grade.duration_s:.1f} s" if grade.duration_s else "",
        "commit": grade.commit,
        "submission": grade.submission,
        "checks": grade.checks,
        "seed": str(grade.seed),
        "disputed": ", ".join(grade.disputed),
        "problem": grade.problem,
        "what to do": remedy,
    }
    lines = [f"{name}: {one_line(value, 600)}" for name, value in facts.items() if value]
    return "\n".join([*lines, *(["", printable(log, 64_000)] if log else []), ""])


def said(error: GraderError) -> str:
    return f"{error.message}. {error.remedy}" if error.remedy else error.message
