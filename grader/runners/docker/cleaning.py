"""Removes what runs made: one run's, or that of every run whose grader is gone."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any

from grader.runners.docker.engine import LABEL, boot_id

if TYPE_CHECKING:
    from docker import DockerClient


def remove_run(client: DockerClient, run: str) -> None:
    """Everything with this run's label: containers first, they hold the rest."""
    _remove(client, {"label": f"{LABEL}={run}"})


def sweep(client: DockerClient) -> int:
    """Removes what dead graders of this machine left behind; spares what a living one uses. Tells how many runs."""
    import docker.errors
    import requests

    dead = set()
    # Another run's things may vanish while they are listed; what is missed now, the next sweep finds.
    with contextlib.suppress(docker.errors.DockerException, requests.RequestException):
        for item in _all(client, {"label": LABEL}):
            labels = item.get("Labels") or {}
            if labels.get(f"{LABEL}.boot") != boot_id() or not alive(labels.get(f"{LABEL}.pid", "")):
                dead.add(labels[LABEL])
        for run in dead:
            remove_run(client, run)
    return len(dead)


def alive(pid: str) -> bool:
    """Whether a process of that id runs on this machine."""
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _all(client: DockerClient, filters: dict[str, Any]) -> list[dict[str, Any]]:
    found = list(client.api.containers(all=True, filters=filters))
    found += client.api.volumes(filters=filters).get("Volumes") or []
    return found + list(client.api.networks(filters=filters))


def _remove(client: DockerClient, filters: dict[str, Any]) -> None:
    import docker.errors

    gone = (docker.errors.NotFound, docker.errors.APIError)
    containers = client.api.containers(all=True, filters=filters)
    # The holder last: the others live in its network namespace.
    for container in sorted(containers, key=lambda c: c["Labels"].get("org.backend-week.role") == "holder"):
        with contextlib.suppress(*gone):
            client.api.remove_container(container["Id"], force=True, v=True)
    for network in client.api.networks(filters=filters):
        with contextlib.suppress(*gone):
            client.api.remove_network(network["Id"])
    for volume in client.api.volumes(filters=filters).get("Volumes") or []:
        with contextlib.suppress(*gone):
            client.api.remove_volume(volume["Name"], force=True)
