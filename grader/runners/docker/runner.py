"""The docker runner: makes a pod with a project in it, and hands it out as a server."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from grader.project import Project
from grader.runners.docker import engine, images, record, volumes
from grader.runners.docker.cleaning import sweep
from grader.runners.docker.databases import database_of
from grader.runners.docker.pod import Pod, socket_folder
from grader.runners.docker.serving import DockerServer
from grader.runners.in_use import in_use
from grader.runners.watchdog import Watchdog
from grader.server.answers import Facts
from grader.server.options import Options, Progress

SWEEP_SECONDS = 20  # a run that goes on does not wait longer for what others left


class DockerRunner:
    """Runs a project in a hardened container."""

    name = "docker"
    makes: type[DockerServer] = DockerServer

    @contextlib.contextmanager
    def serve(self, project: Project, options: Options, progress: Progress) -> Iterator[DockerServer]:
        began = time.monotonic()
        about = Facts()
        with (
            in_use(),
            contextlib.closing(engine.connect()) as client,
            Watchdog() as watchdog,
            ThreadPoolExecutor(2) as pool,
            contextlib.ExitStack() as stack,
            engine.engine_faults("running the project"),
        ):
            record.require_runtime(client, options.runtime)
            run = engine.new_run()
            watchdog.guard("run", run)
            # A daemon: nobody who interrupts the run waits for it.
            sweeping = threading.Thread(target=sweep, args=(client,), daemon=True)
            sweeping.start()
            packed = pool.submit(volumes.pack, project)
            image, cached = images.with_dependencies(client, run, project.dependencies, progress)
            machine = pool.submit(record.for_report, client, project.dependencies.language, options.runtime)
            sockets = engine.sockets_cross(client)
            folder = socket_folder()
            watchdog.guard("folder", folder)
            holder = images.base(client, "python", progress)
            pod = Pod(client, run, holder, sockets=sockets, runtime=options.runtime, lifetime=options.lifetime)
            database = database_of(pod, options.database, folder, progress)
            stack.callback(database.close)
            pod.open(folder if sockets else "", database=database.volume)
            database.begin()
            pod.put("/app", packed.result())
            database.wait()
            about.facts |= database.facts
            server = self.makes(pod, image, project, options, about, database, progress)
            stack.callback(server.browser.close)
            server.start()
            about.facts["dependencies"] = "cached" if cached else "installed"
            about.facts["server answered after"] = f"{time.monotonic() - began:.1f} s"
            about.facts["over"] = "a unix socket" if sockets else "a published loopback port"
            about.facts |= machine.result()
            sweeping.join(SWEEP_SECONDS)
            yield server
