"""The local runner: processes on this machine, for one's own code. No isolation, and it says so.

It works on a copy of the project, in a folder that is removed with everything that was started. Processes carry a
tag in their environment, so that one which left its group and session is found all the same.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader import process
from grader.model import Suite
from grader.project import Project
from grader.reading import tree
from grader.runners import folders, ready
from grader.runners.caches import in_use
from grader.runners.leftovers import sweep_here
from grader.runners.local_databases import database_here
from grader.runners.local_installing import Installed, install
from grader.runners.local_process import Process
from grader.runners.local_suites import run_suite
from grader.runners.starting import shell
from grader.runners.watchdog import TAG, Watchdog, kill_tagged
from grader.server import Address, Facts, Line, Options, Progress, SuiteResult

PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "SystemRoot")
SHOWN = "http://127.0.0.1:8080"


class LocalServer:
    """A project as processes on this machine."""

    shown = SHOWN

    def __init__(self, folder: Path, tag: str, project: Project, installed: Installed, options: Options) -> None:
        self.folder = folder
        self.tag = tag
        self.project = project
        self.installed = installed
        self.options = options
        self.about = Facts(["graded without a container: no isolation, for your own code only"])
        self.address = Address(SHOWN)
        self.past: list[Line] = []
        self.running: dict[str, Process] = {}
        self.instances = 1
        self.port = free_port()
        self.database = database_here(options, folder, tag)
        if not self.fresh:
            self.about.notices.append("your own database server was used: what the checks wrote is still in it")

    @property
    def fresh(self) -> bool:
        """Not with a database of the user's own, in which anything may be already."""
        return self.database.kind in ("none", "sqlite")

    def environment(self, port: int, env: Mapping[str, str]) -> dict[str, str]:
        """What the app sees: nothing of this user's own but the language and the path."""
        given = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        given["PATH"] = os.pathsep.join([*map(str, self.installed.path), given.get("PATH", os.defpath)])
        fixed = {"HOME": str(self.folder / "home"), "DATA_DIR": str(self.folder / "data")}
        fixed |= {"PYTHONUNBUFFERED": "1", TAG: self.tag}
        day = {**self.options.env, **(self.database.env if self.database.kind != "none" else {})}
        return {**given, **fixed, **self.project.env, **day, "PORT": str(port), **env}

    def start(self, env: Mapping[str, str]) -> None:
        self.address, notices = self._launch("app", self.port, env)
        self.about.notices += [notice for notice in notices if notice not in self.about.notices]

    def second(self, env: Mapping[str, str]) -> Address:
        self.instances += 1
        return self._launch(f"app{self.instances}", free_port(), env)[0]

    def _launch(self, name: str, port: int, env: Mapping[str, str]) -> tuple[Address, list[str]]:
        child = process.start(
            shell(self.project.start),
            cwd=self.folder / "app" / self.project.workdir,
            env=self.environment(port, env),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.running[name] = Process(child, port, self._names())
        return ready.wait(self.running[name], self.project, self.options.start_timeout)

    def _names(self) -> dict[str, str]:
        """Folders and what stands for them in what the app prints; the longer ones first."""
        homes = {os.environ.get("HOME", "").rstrip("/")}
        with contextlib.suppress(KeyError):  # a user without an entry
            homes.add(pwd.getpwuid(os.getuid()).pw_dir.rstrip("/"))
        return {f"{self.folder}/": "/", str(self.folder): "/"} | {f"{home}/": "~/" for home in homes if home}

    def kill(self) -> None:
        self._end("app", grace=0)

    def stop(self) -> int:
        return self._end("app", grace=10)

    def _end(self, name: str, grace: float) -> int:
        running = self.running.pop(name, None)
        if running is None:
            return 0
        code = process.end(running.child, grace) if grace else process.kill(running.child)
        kill_tagged(self.tag) if not self.running else None
        running.reader.join(1)
        self.past += running.lines
        return int(code or 0)

    def end_others(self) -> None:
        for name in [name for name in self.running if name != "app"]:
            self._end(name, grace=0)

    @property
    def given_port(self) -> int:
        return self.port

    def listening(self) -> Sequence[tuple[str, int]]:
        return self.running["app"].listening() if "app" in self.running else []

    def ended(self) -> str:
        return self.running["app"].ended() if "app" in self.running else "it was ended"

    def limits_met(self) -> Sequence[str]:
        return ()

    def output(self) -> Sequence[Line]:
        lines = [line for running in list(self.running.values()) for line in running.output()]
        return sorted([*self.past, *lines], key=lambda line: line.time)

    def files(self) -> Mapping[str, int]:
        data = self.folder / "data"
        return {str(path.relative_to(data)): path.lstat().st_size for path in data.rglob("*") if path.is_file()}

    def try_suite(self, suite: Suite, seed: int) -> SuiteResult:
        return run_suite(self.folder, self.tag, self.project, suite, seed)

    def close(self) -> None:
        for name in list(self.running):
            self._end(name, grace=0)
        self.database.close()


class LocalRunner:
    """Runs a project as processes on this machine."""

    name = "local"

    @contextlib.contextmanager
    def serve(self, project: Project, options: Options, progress: Progress) -> Iterator[LocalServer]:
        began = time.monotonic()
        with in_use(), Watchdog() as watchdog:
            sweep_here()
            folder = folders.make(folders.PROJECTS)
            watchdog.guard("folder", str(folder))
            tag = folder.name  # the sweep knows the owner by it
            watchdog.guard("tag", tag)
            installed = install(project.dependencies, progress)
            copy(project, folder, installed)
            server = LocalServer(folder, tag, project, installed, options)
            try:
                server.start({})
                server.about.facts["dependencies"] = "cached" if installed.cached else "installed"
                server.about.facts["server answered after"] = f"{time.monotonic() - began:.1f} s"
                yield server
            finally:
                server.close()


def copy(project: Project, folder: Path, installed: Installed) -> None:
    """A clean copy for the app to run in; its home and its data are folders of their own."""
    (folder / "home").mkdir()
    (folder / "data").mkdir()
    tree.copy_tree(project.folder, folder / "app")
    if installed.node_modules is not None:
        (folder / "app" / "node_modules").symlink_to(installed.node_modules)


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
