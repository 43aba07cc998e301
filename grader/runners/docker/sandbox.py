"""What a project is run in, made before anybody knows the project: a pod that opens meanwhile, and who removes it."""

from __future__ import annotations

import contextlib
import threading
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import TracebackType

from grader.runners.docker import bases, compiled, engine, record
from grader.runners.docker.cleaning import sweep
from grader.runners.docker.no_database import DatabaseInPod
from grader.runners.docker.pod import Pod, socket_folder
from grader.runners.in_use import in_use
from grader.runners.watchdog import Watchdog
from grader.server.options import Options, Progress

SWEEP_SECONDS = 20  # a run that goes on does not wait longer for what others left


class Sandbox:
    """`with Sandbox(options, progress) as sandbox:` begins to open the pod and goes on; `opened()` waits for it."""

    def __init__(self, options: Options, progress: Progress) -> None:
        self.options = options
        self.progress = progress
        self.made = self.began = time.monotonic()
        self.run = engine.new_run()

    def __enter__(self) -> Sandbox:
        with contextlib.ExitStack() as stack:
            stack.enter_context(in_use())
            self.client = stack.enter_context(contextlib.closing(engine.connect()))
            watchdog = stack.enter_context(Watchdog())
            self.pool = stack.enter_context(ThreadPoolExecutor(3))
            # A daemon: nobody who interrupts the run waits for it.
            self.sweeping = threading.Thread(target=sweep, args=(self.client,), daemon=True)
            stack.push(self._swept)
            stack.enter_context(engine.engine_faults("running the project"))
            self._begin(watchdog, stack)
            self.stack = stack.pop_all()
        return self

    def _begin(self, watchdog: Watchdog, stack: contextlib.ExitStack) -> None:
        self.info = self.client.info()
        record.require_runtime(self.info, self.options.runtime)
        watchdog.guard("run", self.run)
        self.sockets = engine.sockets_cross(self.client, self.info)
        self.folder = socket_folder()
        watchdog.guard("folder", self.folder)
        base = bases.named(self.client, bases.BASES["python"], self.progress)
        self.python = compiled.known(self.client, *base)
        self.pod = Pod(
            self.client,
            self.run,
            self.python[0],
            sockets=self.sockets,
            runtime=self.options.runtime,
            lifetime=self.options.lifetime,
        )
        self.database = self._database()
        stack.callback(self.database.close)
        self.opening: Future[None] = self.pool.submit(self._open)

    def _database(self) -> DatabaseInPod:
        if self.options.database == "none":
            return DatabaseInPod()
        from grader.runners.docker.databases import database_of

        return database_of(self.pod, self.options.database, self.folder, self.progress)

    def _open(self) -> None:
        with engine.engine_faults("making the sandbox"):
            self.pod.open(self.folder if self.sockets else "", database=self.database.volume)
            self.database.begin()

    @property
    def kind(self) -> tuple[str, str, int]:
        """What decides of the options whom it can serve."""
        return self.options.runtime, self.options.database, self.options.lifetime

    def renew(self, options: Options) -> None:
        """For another project, of the same kind."""
        self.began, self.options = time.monotonic(), options
        self.database = self._database()

    def sweep(self) -> None:
        """Begins to remove what others left: once, and not while the app is waited for."""
        if self.sweeping.ident is None:
            self.sweeping.start()

    def _swept(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None or issubclass(kind, Exception):
            self.sweep()
            self.sweeping.join(SWEEP_SECONDS)

    def created(self) -> Pod:
        """The pod, once containers can be made for it. Raises MachineError where it can't be had."""
        wait((self.pod.there, self.opening), return_when=FIRST_COMPLETED)
        return self.opened() if self.opening.done() else self.pod

    def database_answers(self) -> None:
        """Returns once it does, where there is a server."""
        if self.database.volume:
            self.opened()
            self.database.wait()

    def opened(self) -> Pod:
        """The pod, once it is there. Raises MachineError where it can't be had."""
        self.opening.result()
        return self.pod

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stack.__exit__(kind, error, at)
