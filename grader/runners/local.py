"""The local runner: processes on this machine, for one's own code. No isolation, and it says so.

It works on a copy of the project, in a folder that is removed with everything that was started. Processes carry a
tag in their environment, so that one which left its group and session is found all the same.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from grader import process, system
from grader.errors import ProjectError
from grader.model import Suite
from grader.project import Project
from grader.runners import folders, ready, stored_here
from grader.runners.in_use import in_use
from grader.runners.launching import Overlay, chosen, environment
from grader.runners.leftovers import sweep_here
from grader.runners.local_browser import BrowserHere
from grader.runners.local_databases import database_here
from grader.runners.local_installing import Installed, install
from grader.runners.local_places import copy, free_port, is_taken, shown_names
from grader.runners.local_process import Process
from grader.runners.local_suites import run_suite
from grader.runners.mailboxes import MailboxHere
from grader.runners.suites import apart
from grader.runners.watchdog import TAG, Watchdog, kill_tagged
from grader.runners.without_shell import command
from grader.server.address import Address
from grader.server.answers import Ending, Facts, Line, Stored, SuiteResult, Unavailable
from grader.server.options import DEFAULT, Launch, Options, Progress

PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "SystemRoot")
SHOWN = "http://127.0.0.1:8080"
STREAMS = ("stdout", "stderr")
NOT_ASKED = "needs a system that can ask a program to end, which Windows can't; or grade with --runner docker"
SLOWER = 3  # times as long as its last start may an app take to end by itself


class LocalServer:
    """A project as processes on this machine."""

    shown = SHOWN

    def __init__(
        self,
        folder: Path,
        guard: Callable[[str, str], None],
        project: Project,
        installed: Installed,
        options: Options,
    ) -> None:
        tag = folder.name  # the sweep knows the owner by it
        guard("tag", tag)
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
        self.seconds = 0.0  # that the app took to answer when it was started last
        self.overlay = Overlay(project)
        self.mailbox = MailboxHere(guard, free_port())
        self.browser = BrowserHere(self.about, guard)
        self.database = database_here(options, folder, tag)
        if not self.fresh:
            self.about.notices.append("your own database server was used: what the checks wrote is still in it")
        self.always = tuple(self.about.notices)

    @property
    def fresh(self) -> bool:
        """Not with a database of the user's own, in which anything may be already."""
        return self.database.kind in ("none", "sqlite")

    def environment(self, port: int, launch: Launch) -> dict[str, str]:
        """What the app sees: nothing of this user's own but the language and the path."""
        given = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        given["PATH"] = os.pathsep.join([*map(str, self.installed.path), given.get("PATH", os.defpath)])
        fixed = {"HOME": str(self.folder / "home"), "DATA_DIR": str(self.folder / "data")}
        fixed |= {"PYTHONUNBUFFERED": "1", TAG: self.tag}
        marks = {"{data}": fixed["DATA_DIR"], "{smtp_host}": "127.0.0.1", "{smtp_port}": str(self.mailbox.port)}
        day = (self.options.env, self.database.env if self.database.kind != "none" else {})
        own = chosen(self.project, launch)[2]
        return environment(launch, marks, given, fixed, own, *day, {"PORT": str(port)})

    def start(self, launch: Launch = DEFAULT) -> None:
        began = time.monotonic()
        self.address, notices = self._launch("app", self.port, launch)
        self.seconds = time.monotonic() - began
        if launch == DEFAULT:
            self.about.notices += [notice for notice in notices if notice not in self.about.notices]

    def second(self, launch: Launch = DEFAULT) -> Address:
        self.instances += 1
        return self._launch(f"app{self.instances}", free_port(), launch)[0]

    def _launch(self, name: str, port: int, launch: Launch) -> tuple[Address, list[str]]:
        self._begin(name, port, launch)
        try:
            return ready.wait(self.running[name], self.project, self.options.start_timeout)
        except ProjectError:
            if not self.running[name].ended() or not is_taken(port):
                raise
        # Somebody was given that port since it was found to be free: no fault of the app's.
        port = free_port()
        self.port = port if name == "app" else self.port
        self._begin(name, port, launch)
        return ready.wait(self.running[name], self.project, self.options.start_timeout)

    def _begin(self, name: str, port: int, launch: Launch) -> None:
        start, workdir, _ = chosen(self.project, launch)
        self._end(name, grace=0)
        if name == "app":
            stored_here.lay(self.folder / "app", self.overlay.changes(launch))
        argv, env = command(start, self.environment(port, launch))
        home = self.folder / "app" / workdir
        child = process.start(argv, cwd=home, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.running[name] = Process(child, port, shown_names(self.folder))

    def end_by_itself(self, launch: Launch, seconds: float) -> Ending | None:
        began = time.monotonic()
        deadline = began + max(seconds, SLOWER * self.seconds)
        self._begin("app", self.port, launch)
        app = self.running["app"]
        while not app.ended():
            if time.monotonic() > deadline or ready.exchange(app.address_at(self.port), 1) == "answered":
                return None
            time.sleep(0.01)
        said = {stream: "".join(one.text for one in app.output() if one.stream == stream) for stream in STREAMS}
        return Ending(int(app.child.returncode), said["stdout"], said["stderr"], time.monotonic() - began)

    def kill(self) -> None:
        self._end("app", grace=0)

    def stop(self) -> int:
        if not system.POSIX:
            raise Unavailable(NOT_ASKED)
        return self._end("app", grace=10)

    def _end(self, name: str, grace: float) -> int:
        running = self.running.pop(name, None)
        if running is None:
            return 0
        code = process.end(running.child, grace) if grace else process.kill(running.child)
        kill_tagged(self.tag) if not self.running else None
        running.read_to_the_end(1)
        self.past += running.lines
        return int(code or 0)

    def end_others(self) -> None:
        for name in [name for name in self.running if name != "app"]:
            self._end(name, grace=0)

    def renew(self, project: Project) -> None:
        for name in list(self.running):
            self._end(name, grace=0)
        self.project, self.overlay, self.past = project, Overlay(project), []
        self.about.notices[:] = self.always
        for place in ("app", "data", "home"):
            folders.remove(self.folder / place)
        copy(project, self.folder, self.installed)
        self.database.renew()
        self.start()

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

    def files(self) -> Mapping[str, Stored]:
        return stored_here.files(self.folder)

    def try_suite(self, suite: Suite, seed: int) -> SuiteResult:
        if not suite.own:
            return run_suite(self.folder, self.tag, self.project, suite, seed)
        own = self.second(apart(self.database)).base_url
        try:
            return run_suite(self.folder, self.tag, self.project, suite, seed, own)
        finally:
            self._end(f"app{self.instances}", grace=0)

    def browse(self, step: Mapping[str, Any]) -> Mapping[str, Any]:
        return self.browser.browse(step, self.address.base_url)

    def close(self) -> None:
        for name in list(self.running):
            self._end(name, grace=0)
        self.browser.close()
        self.mailbox.close()
        self.database.close()


class LocalRunner:
    """Runs a project as processes on this machine."""

    name = "local"

    def ahead(self, options: Options, progress: Progress) -> contextlib.AbstractContextManager[None]:
        """Nothing takes long enough."""
        return contextlib.nullcontext()

    @contextlib.contextmanager
    def serve(self, project: Project, options: Options, progress: Progress) -> Iterator[LocalServer]:
        began = time.monotonic()
        with in_use(), Watchdog() as watchdog:
            sweep_here()
            folder = folders.make(folders.PROJECTS)
            watchdog.guard("folder", str(folder))
            installed = install(project.dependencies, progress)
            copy(project, folder, installed)
            server = LocalServer(folder, watchdog.guard, project, installed, options)
            try:
                server.start()
                server.about.facts["dependencies"] = "cached" if installed.cached else "installed"
                server.about.facts["server answered after"] = f"{time.monotonic() - began:.1f} s"
                yield server
            finally:
                server.close()
