"""Facts about database servers. None of them is needed: SQLite always works."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator

from grader.doctor.facts import Fact, Machine


def databases(machine: Machine) -> Iterator[Fact]:
    """For each kind of server whether it can be given to an app, and what that would take."""
    from grader.services import SERVICES

    yield Fact("SQLite", "always works")
    for service in SERVICES.values():
        if service.image is None or service.client is None:
            continue
        if importlib.util.find_spec(service.client.library) is None:
            found = f"--database {service.name} needs one thing more: pip install 'backend-week[services]'"
            yield Fact(service.title, found)
        elif machine.client is not None:
            from grader.runners.docker.bases import exists

            names = service.image.names(os.environ.get(service.image.variable))
            there = next((name for name in names if exists(machine.client, name)), "")
            found = there or f"the first run with --database {service.name} fetches {names[0]}"
            yield Fact(service.title, found)
        else:
            yield Fact(service.title, "a server of yours, by DATABASE_URL; in a container the grader brings one")
