"""Removes what runs made in the engine: one run's, or that of every run whose grader is gone.

All of it asks the engine's plain API: one call lists everything, and none looks closer at a container that another
grader may just be removing.
"""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.runners.docker.engine import LABEL, SLOW, engine_faults, patience
from grader.runners.leftovers import Swept, sweep_here
from grader.runners.owners import Owner

if TYPE_CHECKING:
    from docker import DockerClient

KINDS = ("container", "network", "volume")  # in this order: containers hold the others
ROLE = "org.backend-week.role"
ROUNDS = 4  # what somebody else is removing just now may hold the rest for a moment
PAUSE = 0.3


@dataclass
class Run:
    """What carries one run's label."""

    id: str
    owner: Owner
    made: float
    count: Counter[str] = field(default_factory=Counter)

    @property
    def gone(self) -> bool:
        """Whether its grader is."""
        return self.owner.gone(self.made)


def find(client: DockerClient) -> list[Run]:
    """Every run that left something in the engine, of the living and of the dead."""
    runs: dict[str, Run] = {}
    for kind in KINDS:
        for item in _all(client, kind, LABEL):
            labels = item["Labels"]
            if not labels[LABEL]:
                continue  # somebody's container of an image that a run made
            owner = Owner(*(labels.get(f"{LABEL}.{name}", "") for name in Owner._fields))
            run = runs.setdefault(labels[LABEL], Run(labels[LABEL], owner, _number(labels.get(f"{LABEL}.made"))))
            run.count[kind] += 1
    return list(runs.values())


def sweep(client: DockerClient) -> Swept:
    """Removes what dead graders left, in the engine and on this machine; spares the living. Never fails a run."""
    swept = sweep_here()
    with contextlib.suppress(Exception):  # best effort: what is missed now, the next sweep finds
        swept.add(sweep_engine(client, rounds=1))
    return swept


def sweep_engine(client: DockerClient, rounds: int = ROUNDS) -> Swept:
    """The engine's part of it. Raises MachineError where the engine does."""
    swept = Swept()
    with engine_faults("looking for what was left behind"):
        for run in find(client):
            if run.gone:
                swept.removed += remove_run(client, run.id, swept.kept, rounds)
                swept.ended[run.id] = run.owner
            else:
                swept.going.add(run.id)
    return swept


def remove_run(client: DockerClient, run: str, kept: list[str] | None = None, rounds: int = ROUNDS) -> Counter[str]:
    """Removes everything with this run's label and counts it; into `kept` goes why something can't be removed."""
    removed: Counter[str] = Counter()
    for number in range(rounds):
        time.sleep(PAUSE if number else 0)
        refused: list[str] = []
        with patience(client, SLOW):
            for kind in KINDS:
                removed[kind] += _remove(client, kind, f"{LABEL}={run}", refused)
        if not refused:
            break
    if kept is not None:
        kept += refused
    return +removed


def removed_but(client: DockerClient, run: str, keep: set[str]) -> bool:
    """Removes everything with this run's label but containers of these ids and volumes of these names; whether all of
    that is gone."""
    refused: list[str] = []
    with patience(client, SLOW):
        for kind in KINDS:
            _remove(client, kind, f"{LABEL}={run}", refused, keep)
    return not refused


def _remove(client: DockerClient, kind: str, label: str, refused: list[str], keep: Collection[str] = ()) -> int:
    import docker.errors

    count = 0
    for item in _all(client, kind, label):
        if item.get("Id", item.get("Name")) in keep:
            continue
        try:
            _remove_one(client, kind, item)
            count += 1
        except docker.errors.NotFound:
            continue  # somebody else was faster
        except docker.errors.APIError as error:
            refused.append(f"{kind} {item.get('Name') or item['Id'][:12]}: {error.explanation or error}")
    return count


def _remove_one(client: DockerClient, kind: str, item: dict[str, Any]) -> None:
    if kind == "container":
        client.api.remove_container(item["Id"], force=True, v=True)
    elif kind == "network":
        client.api.remove_network(item["Id"])
    else:
        client.api.remove_volume(item["Name"], force=True)


def _all(client: DockerClient, kind: str, label: str) -> list[dict[str, Any]]:
    filters = {"label": label}
    if kind == "container":
        found: list[dict[str, Any]] = client.api.containers(all=True, filters=filters)
        # The holder last: the others live in its network namespace.
        return sorted(found, key=lambda container: container["Labels"].get(ROLE) == "holder")
    if kind == "network":
        return list(client.api.networks(filters=filters))
    return client.api.volumes(filters=filters).get("Volumes") or []


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
