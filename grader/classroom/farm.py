"""Who does the work where one machine is too small: the workers of a Dask cluster, each beside an engine of its own.

A worker says how many grades it bears at a time by a resource: `dask worker ADDRESS --resources grade=2`. Submissions
travel as they are, by content; sources, gradebook and keys stay here. What a lost worker was at is done by another, and
one whose machine fails again and again gets nothing more to do.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from grader import catalog, digests, packs
from grader.classroom import parcels
from grader.classroom.desk import Done, turn
from grader.classroom.records import Learner
from grader.classroom.session import AHEAD
from grader.classroom.sources import Spool, Submission
from grader.classroom.working import Order, work
from grader.errors import MachineError, UsageError
from grader.outcomes import Report

RESOURCE = "grade"
WAITING = 60  # seconds for the first worker
TRIES = 3  # on different machines, where there are so many
BAD = 3  # faults in a row after which a machine is left alone


@dataclass(frozen=True)
class Answer:
    """What a worker made of it: the reports, or in words what is wrong with its machine."""

    address: str
    reports: tuple[Report, ...] = ()
    fault: str = ""

    @property
    def failed(self) -> bool:
        """Whether that machine did: a broken check is broken on each of them."""
        if self.fault:
            return True
        return self.reports[-1].status == "environment-error" and self.reports[-1].fault != "course"


class Farm:
    """`with Farm("tcp://…", "", None) as farm: farm.begin(…)`; or `local:N`, a cluster of this machine."""

    def __init__(self, scheduler: str, cluster: str, slots: int | None) -> None:
        self.scheduler, self.cluster, self.wanted = scheduler, cluster, slots
        self.slots = 0
        self.faults: Counter[str] = Counter()
        self.lock = threading.Lock()

    def __enter__(self) -> Farm:
        with ExitStack() as stack:
            self.client = self._client(stack)
            self.slots = self._slots()
            self.pool = ThreadPoolExecutor(self.slots + AHEAD)
            self.spool = stack.enter_context(Spool())
            self.stack = stack.pop_all()
        return self

    def _client(self, stack: ExitStack) -> Any:
        try:
            from distributed import Client, LocalCluster
        except ImportError as error:
            raise MachineError("Dask is not installed", "pip install 'backend-week[classroom]'") from error
        address: Any = self.scheduler
        if self.cluster:
            count = number_of(self.cluster)
            cluster = LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=count, threads_per_worker=1, resources={RESOURCE: 1}, dashboard_address=None
            )
            address = stack.enter_context(cluster)
        try:
            return stack.enter_context(Client(address, timeout=20, set_as_default=False))  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise MachineError(f"no Dask scheduler answers at {self.scheduler}: {error}", "Is it running?") from error

    def _slots(self) -> int:
        """How many grades at a time all workers bear together."""
        try:
            self.client.wait_for_workers(1, timeout=WAITING)
        except TimeoutError as error:
            words = f"no worker came to the scheduler within {WAITING} s"
            raise MachineError(words, f"Start one: dask worker ADDRESS --resources {RESOURCE}=2") from error
        found = int(sum(slots for _, slots in self.workers()))
        if found < 1:
            words = f"no worker says how many grades it bears: start each with --resources {RESOURCE}=2"
            raise UsageError("the workers of that scheduler take no grades", words)
        return min(found, self.wanted or found)

    def workers(self) -> list[tuple[str, float]]:
        """Address and slots of those that are there now."""
        known = self.client.scheduler_info(n_workers=-1)["workers"]
        return [(address, about.get("resources", {}).get(RESOURCE, 0)) for address, about in known.items()]

    def begin(self, order: Order, learner: Learner, known: frozenset[str], out: Path) -> Future[Done]:
        """A turn begins as soon as there is room: the source is taken here, the rest is a worker's."""
        return self.pool.submit(turn, order, learner, known, out, self.work_there, self.spool)

    def work_there(self, order: Order, submission: Submission) -> tuple[Report, ...]:
        """The reports of whichever worker has room; of another one where that one's machine fails."""
        parcel, tried = parcels.pack(submission), set[str]()
        for _ in range(TRIES):
            answer = self._ask(order, parcel, tried)
            tried.add(answer.address)
            with self.lock:
                self.faults[answer.address] = self.faults[answer.address] + 1 if answer.failed else 0
            if not answer.failed:
                break
        if answer.fault:
            raise MachineError(answer.fault)
        return answer.reports

    def _ask(self, order: Order, parcel: parcels.Parcel, tried: set[str]) -> Answer:
        fit = [address for address, slots in self.workers() if slots and self.faults[address] < BAD]
        if not fit:
            raise MachineError("each worker's machine failed again and again", "Look at their logs: grade doctor")
        others = [address for address in fit if address not in tried] or fit
        future = self.client.submit(
            work_packed, order, parcel, pure=False, resources={RESOURCE: 1}, workers=others, retries=1
        )
        try:
            answer: Answer = future.result()
        except Exception as error:  # the cluster's own words for workers that died with it, one after the other
            raise MachineError(f"the workers did not finish it: {type(error).__name__}: {error}") from error
        finally:
            future.release()
        return answer

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.pool.shutdown(wait=kind is None, cancel_futures=True)
        self.stack.__exit__(kind, error, at)


def work_packed(order: Order, parcel: parcels.Parcel) -> Answer:
    """On a worker. Nothing is graded by another version of the course than the teacher's."""
    from distributed import get_worker

    address: str = get_worker().address
    day = catalog.load_day(order.day)
    pack = packs.load(Path(order.pack) if order.pack else None, day)
    if digests.exercises_digest(pack.added_to(day).exercises) != order.checks:
        return Answer(address, fault=f"the worker {address} has another version of the course")
    with Spool() as spool, spool.place() as place:
        return Answer(address, work(order, parcels.unpack(parcel, place)))


def number_of(cluster: str) -> int:
    """N of `local:N`."""
    found = re.fullmatch(r"local:([1-9]\d{0,2})", cluster)
    if found is None:
        raise UsageError(f"--cluster {cluster} is none", "Write --cluster local:2 for two workers on this machine.")
    return int(found[1])
