"""Watches an install container to its end, and ends it where it takes too long or too much of the disk.

Its writable layer has no size of its own on common engines, so it is measured while the installation runs.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docker import DockerClient
    from docker.models.containers import Container

    from grader.runners.how_far import Installing

EVERY = 0.5  # seconds
LARGEST_LAYER = 1536 << 20
LARGEST_LOG = 256 << 10
LAST_LINES = 20  # of the output, in which the package is looked for that the installer is at


@dataclass(frozen=True)
class Ended:
    """How an installation ended: exit code, the end of its output, and the limit that it met, in words, if any."""

    code: int
    log: str
    limit: str = ""


def watch(client: DockerClient, container: Container, seconds: float, largest: int, installing: Installing) -> Ended:
    """Until the container's end, or the end that a limit makes for it. The container is there afterwards, and still."""
    import docker.errors

    deadline = time.monotonic() + seconds
    limit = ""
    while not limit:
        ended = _wait(container)
        state, size = _state(client, container)
        if size > largest:
            limit = f"they take more than {_size(largest)} of disk, and that is the limit"
        elif ended or state not in ("created", "running"):
            break
        elif time.monotonic() > deadline:
            limit = "it took longer than ten minutes"
        else:
            installing.goes_on(lambda: _last_lines(container), size)
    if limit:
        with contextlib.suppress(docker.errors.APIError):  # it may have ended by itself meanwhile
            container.kill()
    container.reload()
    found = container.attrs["State"]
    if found["OOMKilled"] and found["ExitCode"] != 0:
        limit = limit or "it needs more than 1.5 GB of memory, and that is the limit"
    log = container.logs(tail=1000)[-LARGEST_LOG:].decode("utf-8", "replace")
    return Ended(int(found["ExitCode"]), log, limit)


def _wait(container: Container) -> bool:
    """Whether it has ended within the time between two looks. A wait that was too short raises."""
    import requests

    try:
        container.wait(timeout=EVERY)
    except requests.RequestException:
        return False
    return True


def _state(client: DockerClient, container: Container) -> tuple[str, int]:
    """The container's state and the bytes that it has written, in one question."""
    found = client.api.containers(all=True, size=True, filters={"id": container.id})
    return (found[0]["State"], int(found[0].get("SizeRw") or 0)) if found else ("gone", 0)


def _last_lines(container: Container) -> str:
    """What the installer said last; empty where that can't be had now: an installation does not fail of it."""
    import docker.errors
    import requests

    try:
        return container.logs(tail=LAST_LINES)[-LARGEST_LOG:].decode("utf-8", "replace")
    except (docker.errors.DockerException, requests.RequestException):
        return ""


def _size(number: int) -> str:
    return f"{number / (1 << 30):g} GiB" if number >= 1 << 30 else f"{number >> 20} MiB"
