"""`python -m grader.verify`: proves every exercise on every track, in containers, and prints a table."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import click

from grader import catalog
from grader.cli.common import guarded
from grader.cli.running import interruptible
from grader.verify.lock import Lock
from grader.verify.manifests import complaints
from grader.verify.narrowing import narrowed
from grader.verify.proving import Proof, means, prove
from grader.verify.subjects import Subject, subjects


@click.command()
@click.option("--day", "days", multiple=True, help="Only this day.  [default: all]")
@click.option("--track", "tracks", multiple=True, help="Only this track.  [default: all]")
@click.option("--only", default="", help="Only subjects whose name holds this text.")
@click.option("--all", "everything", is_flag=True, help="Everything, whatever the lock says.")
@click.option("--goals", default="", help="Only goals whose id this pattern finds, and those that they require.")
@click.option("--times", default=1, show_default=True, help="How often: a check that is right is right each time.")
@click.option("--runner", default="docker", show_default=True, help="docker or local.")
@click.option("--jobs", default=2, show_default=True, help="How many at a time.")
@click.option("--sample-minutes", default=20.0, show_default=True, help="How long to repeat what is unchanged.")
@click.option("--lock", "lock_path", type=click.Path(path_type=Path), default=Path("verify.lock"), show_default=True)
@guarded
def main(
    days: tuple[str, ...],
    tracks: tuple[str, ...],
    only: str,
    goals: str,
    times: int,
    everything: bool,
    runner: str,
    jobs: int,
    sample_minutes: float,
    lock_path: Path,
) -> int:
    """Prove that starters fail, solutions pass and wrong solutions fail exactly what they must.

    With --goals or --times the lock is neither asked nor written.
    """
    loaded = [catalog.load_day(day) for day in days or catalog.day_ids()]
    wrong = [complaint for day in loaded for complaint in complaints(day)]
    every = [subject for day in loaded for subject in subjects(day, tracks)]
    chosen = [subject for subject in every if only in subject.name and can_run(subject, runner)]
    if goals or times > 1:
        return repeat([part for s in chosen if (part := narrowed(s, goals))], runner, jobs, times, wrong)
    lock = Lock(lock_path)
    proofs = prove_all(chosen, lock, everything, runner, jobs, sample_minutes)
    wrong += [f"{proof.subject.name}: {proof.wrong}" for proof in proofs if proof.wrong]
    if not (days or tracks or only):
        lock.save({subject.name for subject in every})
    click.echo(table(chosen, proofs))
    for complaint in wrong:
        click.echo(f"WRONG  {complaint}")
    click.echo(f"verify: {len(proofs) - sum(bool(p.wrong) for p in proofs)} passed, {len(wrong)} failed")
    return 1 if wrong else 0


def prove_all(
    chosen: list[Subject], lock: Lock, everything: bool, runner: str, jobs: int, sample_minutes: float
) -> list[Proof]:
    """Proves what changed, then a random sample of the rest while the time lasts; the lock is kept as it goes."""
    changed = [s for s in chosen if everything or not proved(lock, s)]
    same = [subject for subject in chosen if subject not in changed]
    random.SystemRandom().shuffle(same)
    click.echo(f"{len(chosen)} subjects: {len(changed)} to prove, {len(same)} unchanged since they were proved")
    deadline = time.monotonic() + sample_minutes * 60
    proofs: list[Proof] = []
    with interruptible():
        for proof in chain(run(changed, runner, jobs, None), run(same, runner, jobs, deadline)):
            proofs.append(proof)
            if proof.wrong:
                lock.drop(proof.subject.name)
            elif runner == "docker":
                lock.keep(proof.subject.name, proof.subject.digest, proof.failed)
            lock.save()  # whoever is cut off has lost nothing
    return proofs


def repeat(chosen: list[Subject], runner: str, jobs: int, times: int, wrong: list[str]) -> int:
    """Proves the same subjects again and again, and says how often each came out as it must."""
    right: Counter[str] = Counter({subject.name: 0 for subject in chosen})
    with interruptible():
        for proof in run(chosen * times, runner, jobs, None):
            right[proof.subject.name] += not proof.wrong
            if proof.wrong:
                wrong.append(f"{proof.subject.name}: {proof.wrong}")
    for complaint in wrong:
        click.echo(f"WRONG  {complaint}")
    for name, often in right.items():
        click.echo(f"{often:4} of {times}  {name}")
    return 1 if wrong else 0


def can_run(subject: Subject, runner: str) -> bool:
    """Whether that runner can give the subject its database: servers are the containers' alone."""
    return runner == "docker" or subject.database in ("none", "sqlite")


def proved(lock: Lock, subject: Subject) -> bool:
    """Whether this was proved as it stands, and what must fail is what failed then."""
    failed = lock.known(subject.name, subject.digest)
    return failed is not None and (subject.fails is None or failed == subject.fails)


def run(chosen: Iterable[Subject], runner: str, jobs: int, deadline: float | None) -> Iterable[Proof]:
    """Proves subjects in parallel; with a deadline, those that can still begin before it."""

    def one(subject: Subject) -> Proof | None:
        if deadline is not None and time.monotonic() > deadline:
            return None
        proof = prove(subject, by, random.SystemRandom().randrange(1_000_000))
        sign = "WRONG" if proof.wrong else "ok   "
        click.echo(f"{sign} {proof.seconds:6.1f} s  {subject.name}")
        sys.stdout.flush()
        return proof

    with means(runner) as by:
        pool = ThreadPoolExecutor(jobs)
        try:
            yield from (proof for proof in pool.map(one, chosen) if proof is not None)
        finally:
            pool.shutdown(cancel_futures=True)  # who interrupts it waits for those that run, not for what was to come


def table(chosen: Iterable[Subject], proofs: Iterable[Proof]) -> str:
    """A line for each exercise and track: wrong solutions, goals they aim at, what was run."""
    ran = Counter(place(proof.subject) for proof in proofs)
    rows: dict[tuple[str, str], list[Subject]] = {}
    for subject in chosen:
        rows.setdefault(place(subject), []).append(subject)
    lines = ["", f"{'exercise':20} {'track':8} {'subjects':>8} {'run now':>8} {'goals aimed at':>15}"]
    for (where, track), members in sorted(rows.items()):
        goals = {goal for member in members for goal in member.fails or ()}
        lines.append(f"{where:20} {track:8} {len(members):8} {ran[where, track]:8} {len(goals):15}")
    return "\n".join([*lines, ""])


def place(subject: Subject) -> tuple[str, str]:
    return subject.name.split()[0], subject.track


if __name__ == "__main__":
    main()
