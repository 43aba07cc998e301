"""Where a local run lies on this machine: its copy of the project, its ports, and what reports call its folders."""

from __future__ import annotations

import contextlib
import importlib
import os
import secrets
import shutil
import socket
from pathlib import Path

from grader import process, system
from grader.project import Project
from grader.reading import tree
from grader.runners.local_installing import Installed


def copy(project: Project, folder: Path, installed: Installed) -> None:
    """A clean copy for the app to run in; its home and its data are folders of their own."""
    (folder / "home").mkdir()
    (folder / "data").mkdir()
    tree.copy_tree(project.folder, folder / "app")
    if installed.node_modules is not None:
        _link(folder / "app" / "node_modules", installed.node_modules)


def _link(place: Path, to: Path) -> None:
    """A link to a folder. On Windows a junction, which every user may make; where that fails, a copy."""
    if system.POSIX:
        place.symlink_to(to)
        return
    code, _ = process.run(["cmd", "/c", "mklink", "/J", str(place), str(to)], cwd=to, env=os.environ, timeout=30)
    if code != 0:
        shutil.copytree(to, place)


def shown_names(folder: Path) -> dict[str, str]:
    """Folders and what stands for them in what the app prints; the longer ones first."""
    homes = {os.environ.get("HOME", "").rstrip("/"), str(Path.home())}
    with contextlib.suppress(ImportError, KeyError):  # Windows; a user without an entry
        homes.add(importlib.import_module("pwd").getpwuid(os.getuid()).pw_dir.rstrip("/"))
    inside = {f"{folder}{os.sep}": "/", str(folder): "/"}
    return inside | {f"{home}{os.sep}": "~/" for home in sorted(homes, key=len, reverse=True) if home.strip("/")}


def is_taken(port: int) -> bool:
    """Whether somebody listens on a port of this machine's own address."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """A port below the range that outgoing connections take, so that none of them is given it meanwhile."""
    for _ in range(200):
        port = 20000 + secrets.randbelow(12000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
