"""From the words of `classroom grade` to a graded class, and what is said of it at the end."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from grader import catalog, digests, jobs, packs
from grader.classroom import resuming
from grader.classroom.bearing import slots
from grader.classroom.desk import Done
from grader.classroom.records import Enrolled, Grade, Learner
from grader.classroom.roster import read_roster
from grader.classroom.session import Session, Tally, Workers
from grader.classroom.working import Order
from grader.cli.classroom_common import policy_file, signer
from grader.cli.classroom_screen import Screen
from grader.cli.classroom_told import changed, exit_code, summary
from grader.cli.common import may_ask
from grader.cli.running import interruptible
from grader.errors import UsageError
from grader.model import Day


@dataclass(frozen=True)
class ClassWishes:
    """What a teacher typed."""

    roster: Path
    day: str
    book: str
    out: Path | None
    jobs: int | None
    again: bool
    seed: int | None
    database: str | None
    runtime: str
    start_timeout: float
    official: bool
    pack: Path | None
    key: Path | None
    scheduler: str | None
    cluster: str | None
    course: Path | None
    dry_run: bool
    verbose: bool


def run(wishes: ClassWishes) -> int:
    """The whole command. Gives the exit code."""
    day = catalog.load_day(wishes.day)
    if wishes.database:  # a mistyped one would be told of each learner's project
        jobs.known_database(day, wishes.database)
    packs.load(wishes.pack, day)
    learners = read_roster(wishes.roster, day.id)
    if wishes.dry_run:
        from grader.cli.classroom_dry import look

        return look(day, learners, wishes.jobs or slots())
    signed = signing(wishes)
    began = time.monotonic()
    with interruptible(), workers_for(wishes) as workers:
        tally, changes = graded(wishes, day, learners, workers, signed)
    for line in summary(tally, changes, len(learners), time.monotonic() - began):
        click.echo(line)
    return exit_code(tally)


def graded(
    wishes: ClassWishes, day: Day, learners: list[Learner], workers: Workers, signed: Callable[[Grade], Grade]
) -> tuple[Tally, list[str]]:
    """Everybody's turn, kept in the book as it ends; and whose grade is another than before."""
    from grader.classroom.attempts import changes, counted
    from grader.classroom.book import open_book
    from grader.classroom.policy import read_policy

    day = packs.load(wishes.pack, day).added_to(day)
    checks = digests.exercises_digest(day.exercises)
    policy = read_policy(policy_file(wishes.course))
    with open_book(wishes.book) as book:
        current = book.begin(day.id, checks, seed=wishes.seed, again=wishes.again, draw=draw)
        order = order_of(wishes, checks, current.seed)
        book.enrol(Enrolled(learner.id, day.id, learner.email, learner.deadline) for learner in learners)
        before = book.grades(day.id)
        seed = current.seed if wishes.again or wishes.seed is not None else None
        standing = resuming.settled(before, checks, seed, official=wishes.official)
        out = wishes.out or Path("grades", day.id)
        with Screen(len(learners), watched=may_ask(), verbose=wishes.verbose) as screen:

            def tell(done: Done) -> None:
                screen.tell(found_again(done, standing))

            def keep(grade: Grade) -> None:
                book.keep(current, signed(grade))

            session = Session(order, workers, resuming.by_learner(standing), out, keep, tell)
            tally = run_through(session, learners)
        tally.done = {name: found_again(done, standing) for name, done in tally.done.items()}
        if not tally.left and not tally.of("machine", "course"):
            book.end(current)
        enrolled = book.enrolled(day.id)
        days = {day.id: day}
        pairs = changes(counted(before, enrolled, policy, days), counted(book.grades(day.id), enrolled, policy, days))
    return tally, [changed(*pair) for pair in pairs if pair[0].grade is not None]


def run_through(session: Session, learners: list[Learner]) -> Tally:
    """Everybody's turn. Who interrupts it reads how far it was: nothing of that is lost."""
    try:
        return session.run(learners)
    except KeyboardInterrupt as interrupt:
        done = len(session.tally.done)
        interrupt.add_note(f"{done} of {len(learners)} had their turn; the same command goes on with the others")
        raise


def order_of(wishes: ClassWishes, checks: str, seed: int) -> Order:
    return Order(
        day=wishes.day,
        checks=checks,
        seeds=resuming.seeds(seed, official=wishes.official),
        database=wishes.database or "",
        runtime=wishes.runtime,
        start_timeout=wishes.start_timeout,
        official=wishes.official,
        pack=str(wishes.pack.resolve()) if wishes.pack else "",
    )


def draw() -> int:
    """The data of a class's run: nobody knows it before."""
    return secrets.randbelow(1_000_000)


def signing(wishes: ClassWishes) -> Callable[[Grade], Grade]:
    """What makes a grade one that counts. Raises before anything runs where there is no key."""
    if not wishes.official:
        if wishes.key is not None:
            raise UsageError("--key signs official grades alone", "Add --official, or leave --key out.")
        return lambda grade: grade
    return signer(wishes.key)


def workers_for(wishes: ClassWishes) -> AbstractContextManager[Any]:
    """Processes of this machine, or a cluster. Raises MachineError where no engine answers."""
    if wishes.scheduler or wishes.cluster:
        if wishes.scheduler and wishes.cluster:
            raise UsageError("--scheduler and --cluster are two ways to say where", "Leave one of them out.")
        if wishes.scheduler and wishes.pack:
            remedy = "Grade here, or with --cluster local:N."
            raise UsageError("a pack of private checks never leaves this machine", remedy)
        from grader.classroom.farm import Farm

        return Farm(wishes.scheduler or "", wishes.cluster or "", wishes.jobs)
    from grader.classroom.crew import Crew
    from grader.runners.docker import engine, record

    with closing(engine.connect()) as client:
        record.require_runtime(client.info(), wishes.runtime)
    return Crew(wishes.jobs or slots())


def found_again(done: Done, standing: dict[tuple[str, str], Grade]) -> Done:
    """A turn that was not needed, with the grade that stands."""
    return replace(done, grade=standing.get((done.learner.id, done.submission))) if done.kind == "same" else done
