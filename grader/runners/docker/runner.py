"""The docker runner: makes a pod with a project in it, and hands it out as a server."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from grader.errors import ProjectError
from grader.project import Project
from grader.reading import tree
from grader.runners.caches import in_use
from grader.runners.docker import engine, images, record
from grader.runners.docker.cleaning import sweep
from grader.runners.docker.databases import ServerInPod, database_of
from grader.runners.docker.pod import Pod, socket_folder
from grader.runners.docker.serving import DockerServer
from grader.runners.watchdog import Watchdog
from grader.server import Facts, Options, Progress
from grader.services.base import HOME

SWEEP_SECONDS = 20  # a run that goes on does not wait longer for what others left


class DockerRunner:
    """Runs a project in a hardened container."""

    name = "docker"

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
            packed = pool.submit(pack, project)
            image, cached = images.with_dependencies(client, run, project.dependencies, progress)
            machine = pool.submit(record.for_report, client, project.dependencies.language, options.runtime)
            sockets = engine.sockets_cross(client)
            folder = socket_folder()
            watchdog.guard("folder", folder)
            holder = images.base(client, "python", progress)
            pod = Pod(client, run, holder, sockets=sockets, runtime=options.runtime)
            database = database_of(pod, options.database, folder, progress)
            stack.callback(database.close)
            pod.open(folder if sockets else "", database=HOME if isinstance(database, ServerInPod) else "")
            if isinstance(database, ServerInPod):
                database.begin()
            pod.put("/app", packed.result())
            if isinstance(database, ServerInPod):
                database.wait()
                about.facts["database server"] = f"{database.service.title} {database.version}"
            server = DockerServer(pod, image, project, options, about, database, progress)
            stack.callback(server.browser.close)
            server.start()
            about.facts["dependencies"] = "cached" if cached else "installed"
            about.facts["server answered after"] = f"{time.monotonic() - began:.1f} s"
            about.facts["over"] = "a unix socket" if sockets else "a published loopback port"
            about.facts |= machine.result()
            sweeping.join(SWEEP_SECONDS)
            yield server


def pack(project: Project) -> bytes:
    """The project as a tar for its volume; what was installed for it is linked to where node looks."""
    links = {}
    if project.dependencies.language == "node" and project.dependencies.files:
        links["node_modules"] = "/deps/node_modules"
    try:
        return tree.pack_tree(project.folder, 10001, 10001, links=links)
    except OSError as error:
        raise ProjectError(f"the project can't be read: {error.filename}: {error.strerror}") from error
