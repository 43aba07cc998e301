"""What a grader left, wherever that may be."""

from __future__ import annotations

import shutil
from pathlib import Path

import psutil

from grader.runners import folders
from grader.runners.docker.engine import LABEL, connect
from grader.runners.watchdog import TAG


def left_by(pid: int) -> list[str]:
    """What a grader's name stands on: containers, networks, volumes, folders, processes."""
    found = [str(folder.path) for folder in folders.find() if folder.owner.pid == str(pid)]
    for process in psutil.process_iter():
        try:
            known = folders.owner_in(process.environ().get(TAG, ""))
        except psutil.Error:
            continue
        found += [f"process {process.pid}"] if known and known[1].pid == str(pid) else []
    return found + in_the_engine(pid)


def in_the_engine(pid: int) -> list[str]:
    """The engine's part of it, where there is one."""
    if shutil.which("docker") is None and not Path("/var/run/docker.sock").exists():
        return []
    client = connect()
    filters = {"label": f"{LABEL}.pid={pid}"}
    items = [*client.api.containers(all=True, filters=filters), *client.api.networks(filters=filters)]
    items += client.api.volumes(filters=filters).get("Volumes") or []
    client.close()
    return [str(item.get("Names") or item["Name"]) for item in items]
