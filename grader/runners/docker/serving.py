"""A project in a pod, and what can be asked of it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from grader.project import Project
from grader.runners import ready
from grader.runners.databases import NoDatabase
from grader.runners.docker import engine, volumes
from grader.runners.docker.browser import BrowserInPod, base_of
from grader.runners.docker.instance import PORT, Instance
from grader.runners.docker.limits_met import limits_met, why_ended
from grader.runners.docker.mailbox import MailboxInPod
from grader.runners.docker.output import FirstOutput, lines_of, text_of
from grader.runners.docker.pod import BASE_URL, Pod
from grader.runners.docker.suites import quiet, run_suite
from grader.runners.launching import Overlay, chosen, environment
from grader.runners.starting import shell
from grader.runners.suites import apart
from grader.server.address import Address
from grader.server.answers import Ending, Facts, Line, Stored, SuiteResult
from grader.server.options import DEFAULT, Launch, Options, Progress
from grader.services import mail

if TYPE_CHECKING:
    from docker.models.containers import Container

    from grader.model import Suite

END_IS_TOLD_WITHIN = 1.0  # seconds
STOP_SECONDS = 10
SLOWER = 3  # times as long as its last start may an app take to end by itself
PATH = "/deps/bin:/deps/node_modules/.bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
ENVIRONMENT = {
    "PORT": str(PORT),
    "DATA_DIR": "/data",
    "HOME": "/app",
    "TMPDIR": "/tmp",  # noqa: S108  # inside the container
    "PATH": PATH,
    "VIRTUAL_ENV": "/deps",
    "LANG": "C.UTF-8",
    "PYTHONUNBUFFERED": "1",
}
MARKS = {"{data}": "/data", "{smtp_host}": "127.0.0.1", "{smtp_port}": str(mail.PORT)}


class DockerServer:
    """A project in a pod of its own. Its volumes outlive each container of the app."""

    shown = BASE_URL
    fresh = True
    given_port = PORT

    def __init__(
        self,
        pod: Pod,
        image: str,
        project: Project,
        options: Options,
        about: Facts,
        database: NoDatabase,
        progress: Progress = quiet,
    ) -> None:
        self.pod = pod
        self.database = database
        self.image = image
        self.project = project
        self.options = options
        self.noticed: Facts = about
        self.noticed_late: Future[dict[str, str]] | None = None  # what nobody needs before the report
        self.address = Address(BASE_URL)
        self.past: list[Line] = []
        self.running: dict[str, Container] = {}
        self.first: dict[str, FirstOutput] = {}
        self.met: list[str] = []
        self.instances = 1
        self.seconds = 0.0  # that the app took to answer when it was started last
        self.overlay = Overlay(project)
        self.before_it_begins: Callable[[], None] = lambda: None  # what still has to be there by then
        self.mailbox = MailboxInPod(pod)
        self.browser = BrowserInPod(pod, about, progress)

    @property
    def about(self) -> Facts:
        if self.noticed_late is not None:
            late, self.noticed_late = self.noticed_late, None
            self.noticed.facts |= late.result()
        return self.noticed

    def start(self, launch: Launch = DEFAULT) -> None:
        began = time.monotonic()
        self.address, notices = self._launch("app", PORT, launch)
        self.seconds = time.monotonic() - began
        if launch == DEFAULT:
            self.noticed.notices += [notice for notice in notices if notice not in self.noticed.notices]

    def second(self, launch: Launch = DEFAULT) -> Address:
        self.instances += 1
        number = self.instances
        return self._launch(f"app{number}", PORT + number, launch)[0]

    def _launch(self, name: str, port: int, launch: Launch) -> tuple[Address, list[str]]:
        self._begin(name, port, launch)
        return ready.wait(Instance(self, name, port), self.project, self.options.start_timeout)

    def _begin(self, name: str, port: int, launch: Launch) -> None:
        command, workdir, own = chosen(self.project, launch)
        self._remove(name)
        if name == "app":
            volumes.lay(self.pod, self.overlay.changes(launch))
        day = (self.options.env, self.database.env if self.database.kind != "none" else {})
        env = environment(launch, MARKS, ENVIRONMENT, own, *day, {"PORT": str(port)})
        self._run(name, shell(command), env, f"/app/{workdir}".removesuffix("/."))

    def _run(self, name: str, command: Sequence[str], env: Mapping[str, str], workdir: str) -> None:
        """Starts a container of the app's, with all that it prints kept."""
        with engine.engine_faults("starting the app"):
            made = self.pod.add(
                "app",
                self.image,
                command,
                env=env,
                mounts=self.pod.volumes,
                started=False,
                working_dir=workdir,
            )
            self.running[name], self.first[name] = made, FirstOutput(made)
            self.before_it_begins()
            self.pod.begin(made)

    def end_by_itself(self, launch: Launch, seconds: float) -> Ending | None:
        began = time.monotonic()
        deadline = began + max(seconds, SLOWER * self.seconds)
        self._begin("app", PORT, launch)
        container = self.running["app"]
        address = self.pod.address("app", PORT)
        while not self.why_ended("app"):
            if time.monotonic() > deadline or ready.exchange(address, 1) == "answered":
                return None
            time.sleep(0.02)
        with engine.engine_faults("looking after the app"):
            container.reload()
            code = int(container.attrs["State"]["ExitCode"])
            lines = lines_of(container)
        return Ending(code, text_of(lines, "stdout"), text_of(lines, "stderr"), time.monotonic() - began)

    def kill(self) -> None:
        self._remove("app")

    def stop(self) -> int:
        with engine.engine_faults("stopping the app"):
            container = self.running["app"]
            container.stop(timeout=STOP_SECONDS)
            container.reload()
            code = int(container.attrs["State"]["ExitCode"])
        self._remove("app")
        return code

    def _remove(self, name: str) -> None:
        container = self.running.pop(name, None)
        if container is not None:
            with engine.engine_faults("ending the app"):
                self.past += self.first.pop(name).before(lines_of(container))
                self.met += limits_met(container, processes=False)
                container.remove(force=True)

    def end_others(self) -> None:
        for name in [name for name in self.running if name != "app"]:
            self._remove(name)

    def renew(self, project: Project) -> None:
        for name in list(self.running):
            self._remove(name)
        self.project, self.overlay = project, Overlay(project)
        self.past, self.met = [], []
        self.about.notices.clear()
        volumes.empty(self.pod)
        self.pod.put("/app", volumes.pack(project))
        self.database.renew()
        self.start()

    def ended(self) -> str:
        app = Instance(self, "app", PORT)
        deadline = time.monotonic() + END_IS_TOLD_WITHIN
        # One that listens nowhere any more is ending: its connections break before the engine knows.
        while not (words := self.why_ended("app")) and time.monotonic() < deadline:
            with contextlib.suppress(OSError, ValueError):
                if app.listening():
                    break
            time.sleep(0.02)
        return words

    def why_ended(self, name: str) -> str:
        """Why that instance no longer runs, as the engine has it just now."""
        container = self.running.get(name)
        if container is None:
            return "it was ended"
        with engine.engine_faults("looking after the app"):
            return why_ended(container)

    def limits_met(self) -> Sequence[str]:
        with engine.engine_faults("looking after the app"):
            now = [words for container in self.running.values() for words in limits_met(container)]
        return list(dict.fromkeys([*self.met, *now]))

    def listening(self) -> Sequence[tuple[str, int]]:
        return self.listening_but(set())

    def listening_but(self, its: set[int]) -> list[tuple[str, int]]:
        """Who listens in the pod, without other instances of the app and the database. `its`: those ports count."""
        others = {PORT + number for number in range(2, self.instances + 1)} - its
        others |= self.database.ports
        others |= {mail.PORT} if self.mailbox.container is not None else set()
        others |= self.browser.ports
        return [pair for pair in self.pod.listening() if pair[1] not in others]

    def output(self) -> Sequence[Line]:
        with engine.engine_faults("reading the app's output"):
            lines = [line for name, each in self.running.items() for line in self.first[name].before(lines_of(each))]
        return sorted([*self.past, *lines], key=lambda line: line.time)

    def files(self) -> Mapping[str, Stored]:
        return volumes.files(self.pod)

    def try_suite(self, suite: Suite, seed: int) -> SuiteResult:
        if not suite.own:
            return run_suite(self.pod, self.project, suite, seed)
        self.second(apart(self.database))
        number = self.instances
        try:
            return run_suite(self.pod, self.project, suite, seed, f"http://127.0.0.1:{PORT + number}")
        finally:
            self._remove(f"app{number}")

    def browse(self, step: Mapping[str, Any]) -> Mapping[str, Any]:
        return self.browser.browse(step, base_of(self.listening(), PORT) if step["do"] == "begin" else "")
