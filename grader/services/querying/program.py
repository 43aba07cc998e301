"""The whole job: the tables, then each query; the result as it is when the time is over."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from .engine import Engine
from .mongo import Mongo
from .mysql import MySQL
from .postgres import Postgres
from .sqlite import SQLite
from .values import shortened

LIMITS = {"seconds": 5, "rows": 2000, "bytes": 40_000, "total": 60}
MEMORY = 400 << 20
LARGEST_FILE = 64 << 20
ENGINES: dict[str, type[Engine]] = {"sqlite": SQLite, "postgres": Postgres, "mysql": MySQL, "mongo": Mongo}


def run(job: dict[str, Any], result: dict[str, Any] | None = None) -> dict[str, Any]:
    """Fills the result as it goes on, so that what there is can be told when the time is over."""
    result = {} if result is None else result
    limits = LIMITS | job.get("limits", {})
    engine = ENGINES[job["kind"]](job, limits)
    try:
        version = engine.lay()
    except Exception as error:  # noqa: BLE001  # before any query: it is not the learner's
        result["failed"] = shortened(f"{type(error).__name__}: {error}")
        return result
    late = {"refused": "late", "words": ""}
    result |= {"version": version, "results": {query["name"]: late for query in job["queries"]}}
    until = time.monotonic() + limits["total"]
    for query in job["queries"]:
        if time.monotonic() < until:
            result["results"][query["name"]] = engine.run(query)
    return result


def tell(result: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(result) + "\n")
    sys.stdout.flush()


def limit() -> None:
    """Lowers what this process may take, where it is not lower already."""
    import resource

    for what, most in ((resource.RLIMIT_DATA, MEMORY), (resource.RLIMIT_FSIZE, LARGEST_FILE)):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))


def main(path: str) -> None:
    """Reads the job, runs it, and tells the result; what there is of it when the time is over."""
    with contextlib.suppress(ImportError):  # Windows has no such limits
        limit()
    job = json.loads(Path(path).read_text(encoding="utf-8"))
    result: dict[str, Any] = {}

    def give_up() -> None:
        tell(dict(result) if result else {"failed": "the shop could not be laid down in time"})
        os._exit(0)

    timer = threading.Timer((LIMITS | job.get("limits", {}))["total"] + 15, give_up)
    timer.daemon = True
    timer.start()
    run(job, result)
    timer.cancel()
    tell(result)
