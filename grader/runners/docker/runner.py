"""The docker runner: puts a project into a sandbox, and hands it out as a server."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from grader.errors import GraderError, MachineError
from grader.project import Project
from grader.runners.docker import engine, record, volumes
from grader.runners.docker.sandbox import Sandbox
from grader.server.answers import Facts
from grader.server.options import Options, Progress

if TYPE_CHECKING:
    from grader.runners.docker.serving import DockerServer


class DockerRunner:
    """Runs a project in a hardened container."""

    name = "docker"

    def __init__(self) -> None:
        self.begun: Sandbox | None = None
        self.fault: GraderError | OSError | None = None

    def makes(self) -> type[DockerServer]:
        """What it hands out."""
        from grader.runners.docker.serving import DockerServer

        return DockerServer

    @contextlib.contextmanager
    def ahead(self, options: Options, progress: Progress) -> Iterator[None]:
        """Makes the sandbox while the project is still being read; `serve` then finds it, or what went wrong."""
        with contextlib.ExitStack() as stack:
            try:
                self.begun = stack.enter_context(Sandbox(options, progress))
            except (GraderError, OSError) as error:
                self.fault = error
            try:
                yield
            finally:
                self.begun = self.fault = None  # a project that can't be read is never served

    @contextlib.contextmanager
    def serve(self, project: Project, options: Options, progress: Progress) -> Iterator[DockerServer]:
        fault, self.fault = self.fault, None
        if fault is not None:
            raise fault
        with contextlib.ExitStack() as stack, engine.engine_faults("running the project"):
            sandbox, self.begun = self.begun or stack.enter_context(Sandbox(options, progress)), None
            yield self._server(sandbox, project, options, progress, stack)

    def _server(
        self, sandbox: Sandbox, project: Project, options: Options, progress: Progress, stack: contextlib.ExitStack
    ) -> DockerServer:
        """The project as a server that answers. What it opens besides is the stack's to close."""
        from grader.runners.docker import images  # while the sandbox opens

        about, client = Facts(), sandbox.client
        packed = sandbox.pool.submit(volumes.pack, project)
        with failing_first(sandbox.opened):
            needs = project.dependencies
            image, cached = images.with_dependencies(client, sandbox.run, needs, progress, python=sandbox.python)
        pod = sandbox.created()
        files = sandbox.pool.submit(lambda: sandbox.opened().put("/app", packed.result()))
        sandbox.database_answers()
        about.facts |= sandbox.database.facts
        server = self.makes()(pod, image, project, options, about, sandbox.database, progress)
        server.before_it_begins = files.result
        stack.callback(server.browser.close)
        with failing_first(files.result):
            server.start()
        about.facts["dependencies"] = "cached" if cached else "installed"
        about.facts["server answered after"] = f"{time.monotonic() - sandbox.began:.1f} s"
        about.facts["over"] = "a unix socket" if sandbox.sockets else "a published loopback port"
        language = needs.language
        server.noticed_late = sandbox.pool.submit(record.for_report, client, sandbox.info, language, options.runtime)
        sandbox.sweep()
        return server


@contextlib.contextmanager
def failing_first(other: Callable[[], object]) -> Iterator[None]:
    """Where the machine fails two things at once, what was begun first says what it was at."""
    try:
        with engine.engine_faults("running the project"):
            yield
    except MachineError:
        other()
        raise
