"""How many grades at a time a machine bears: never less than a processor an app, nor less memory than its limits."""

from __future__ import annotations

import os

import psutil

EACH = 1.0  # GiB: an app's limit, its database, the checks
SPARE = 1.0  # GiB for the engine and whoever works at the machine


def slots(processors: int | None = None, memory: float | None = None) -> int:
    """At least one. `memory` is in GiB; without arguments it is this machine's."""
    count = processors or available_processors()
    free = psutil.virtual_memory().available / 2**30 if memory is None else memory
    return max(1, min(count, int((free - SPARE) / EACH)))


def available_processors() -> int:
    """Those that this process may use: in a container or a batch job they may be fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
