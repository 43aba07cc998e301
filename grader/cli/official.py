"""`grade --pack` and `grade --official`: private checks, and a signed grade of one learner, without a roster."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from grader import digests, packs, reporters
from grader.classroom.copies import fingerprint
from grader.classroom.desk import grade_of
from grader.classroom.records import Learner
from grader.classroom.resuming import seeds
from grader.classroom.sources import Submission
from grader.classroom.working import Order, merged
from grader.classroom.written import as_data
from grader.cli.choosing import Wanted, Words, understood
from grader.cli.classroom_common import signer
from grader.cli.running import graded, interruptible
from grader.cli.submitted import project_folder
from grader.cli.telling import Wishes, exit_code, tell
from grader.cli.waiting import Waiting, watched
from grader.errors import ProjectError, UsageError
from grader.grading import not_startable
from grader.outcomes import Report

EXAMPLE = "grade day2 --project ada.zip --official --learner ada --record ada.json"


@dataclass(frozen=True)
class Marks:
    """What is asked of a grade besides: a pack of private checks, two seeds, whose it is, where its record goes."""

    pack: Path | None
    official: bool
    learner: str | None
    record: str | None
    key: Path | None


def run(words: Words, wishes: Wishes, marks: Marks) -> int:
    """The whole command. Gives the exit code."""
    refuse_what_does_not_fit(words, marks)
    sign = signer(marks.key) if marks.official else None
    targets = [*wishes.targets, *([("record", marks.record)] if marks.record else [])]
    reporters.check_targets(targets)
    wanted = understood(words)
    if marks.official and (wanted.runner.name != "docker" or wanted.elsewhere):
        raise UsageError("--official takes a container, and no engine answers here", "Start Docker: grade doctor")
    pack = packs.load(marks.pack, wanted.day)
    day = pack.added_to(wanted.day)
    added = () if words.exercises and not wanted.day.one_of else day.exercises[len(wanted.day.exercises) :]
    wanted = replace(wanted, day=day, exercises=(*wanted.exercises, *added))
    with interruptible(), Waiting(not watched(), quiet=wishes.quiet) as waiting, ExitStack() as stack:
        whole, disputed, submission = made(wanted, marks, stack, waiting)
        waiting.done()
        report = pack.told(whole)
        if sign and report.status != "environment-error":
            grade = grade_of(order_of(wanted), Learner(marks.learner or "", ""), submission, report, disputed)
            reporters.put(json.dumps(as_data(sign(grade)), indent=1) + "\n", "record", marks.record or "")
        tell(report, wishes)
    for goal in disputed:
        click.echo(f"note: {goal} passed with one seed and not with the other: it counts as failed", err=True)
    return exit_code(report, wishes.fail_under)


def made(
    wanted: Wanted, marks: Marks, stack: ExitStack, waiting: Waiting
) -> tuple[Report, tuple[str, ...], Submission]:
    """The report over all seeds, the goals on which they differ, and what was graded."""
    now = datetime.now(UTC)
    try:
        folder = stack.enter_context(project_folder(wanted.day, wanted.words.project, required=True))
        hashed = fingerprint(folder, folder if any(one.git for one in wanted.exercises) else None)
        reports = []
        for seed in seeds(wanted.seed, official=marks.official):
            reports.append(graded(replace(wanted, seed=seed), folder, waiting))
    except ProjectError as error:
        early = not_startable(wanted.day, wanted.runner.name, wanted.seed, error)
        return early, (), Submission(Path(), Path(), "", "", now)
    return (*merged(tuple(reports)), Submission(folder, folder, hashed, "", now))


def order_of(wanted: Wanted) -> Order:
    checks = digests.exercises_digest(wanted.day.exercises)
    return Order(wanted.day.id, checks, seeds(wanted.seed, official=True), official=True, runner=wanted.runner.name)


def refuse_what_does_not_fit(words: Words, marks: Marks) -> None:
    """Raises UsageError: a grade that counts is of a whole day, of somebody, in a container, and goes somewhere."""
    if not marks.official:
        odd = next((name for name in ("learner", "record", "key") if getattr(marks, name)), "")
        if odd:
            raise UsageError(f"--{odd} is about official grades alone", f"Add --official: {EXAMPLE}")
        return
    missing = [f"--{name}" for name in ("learner", "record") if not getattr(marks, name)]
    if missing:
        raise UsageError(f"--official needs {' and '.join(missing)}: whose grade it is, and where it goes", EXAMPLE)
    if words.runner == "local":
        raise UsageError("--official takes a container: --runner local isolates nothing", "Leave --runner out.")
    if words.url:
        raise UsageError("--official is of a project, not of a server that runs somewhere", "Leave --url out.")
    if words.exercises and words.day != "day7":
        raise UsageError("--official is of a whole day", f"Leave {' '.join(words.exercises)} out.")
