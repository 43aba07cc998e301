"""The app's database in its pod: a file on its data volume, or a server in a container of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docker.types import Mount

from grader.errors import MachineError
from grader.runners.databases import Tables, stored, told
from grader.runners.docker import bases, jobs
from grader.runners.docker.database_servers import ServerInPod
from grader.runners.docker.engine import engine_faults
from grader.runners.docker.no_database import DatabaseInPod
from grader.runners.docker.pod import Pod
from grader.server.answers import Unavailable
from grader.server.options import Progress
from grader.services import SERVICES
from grader.services.sqlite import LOOK, url

FILE = "/data/app.db"
SIZE = "some 150 MB"


class FileInPod(DatabaseInPod):
    """A SQLite file, which only containers without a network and without the checks open."""

    kind = "sqlite"

    def __init__(self, pod: Pod, folder: str, progress: Progress) -> None:
        super().__init__("needs a database server that can be stopped; SQLite is a file")
        self.pod = pod
        self.folder = folder
        self.progress = progress
        self.others = 0
        self.servers: dict[str, ServerInPod] = {}

    @property
    def env(self) -> Mapping[str, str]:
        return {"DATABASE_URL": url(FILE)}

    def another(self) -> str:
        self.others += 1
        return url(f"/data/other{self.others}.db")

    def on(self, kind: str) -> str:
        if kind == self.kind:
            return self.another()
        try:
            if kind not in self.servers:
                self.servers[kind] = self._server(kind)
            return self.servers[kind].another()
        except MachineError as error:
            raise Unavailable(f"needs a database server: {error.message}. {error.remedy}".strip()) from error

    def _server(self, kind: str) -> ServerInPod:
        """One beside the file. Nobody ends it and starts it again, so its volume needs no holder."""
        server = server_of(self.pod, kind, self.folder, self.progress)
        with engine_faults("making room for a database"):
            self.pod.make_room(server.volume)
        server.begin()
        server.wait()
        return server

    @property
    def ports(self) -> frozenset[int]:
        return frozenset(server.service.port for server in self.servers.values())

    def close(self) -> None:
        for server in self.servers.values():
            server.close()

    def tables(self) -> Tables:
        data = Mount("/data", self.pod.volumes[1]["Source"], type="volume", read_only=True)
        command = ["python3", "-I", "-S", "-c", LOOK, FILE, "/tmp"]  # noqa: S108  # inside the container
        with engine_faults("looking into the database"):
            said = jobs.run(self.pod, self.pod.image, command, (data,))
        return stored(told(said, "looking into the database"))

    def run_queries(self, job: Mapping[str, Any]) -> Mapping[str, Any]:
        return jobs.run_queries(self.pod, self.pod.image, job, "none")


def database_of(pod: Pod, kind: str, folder: str, progress: Progress) -> DatabaseInPod:
    """What the app is given. `folder`: where a server's socket is."""
    if kind == "none":
        return DatabaseInPod()
    return FileInPod(pod, folder, progress) if SERVICES[kind].image is None else server_of(pod, kind, folder, progress)


def server_of(pod: Pod, kind: str, folder: str, progress: Progress) -> ServerInPod:
    """A server that is still to be started; its image is fetched where it is missing."""
    service = SERVICES[kind]
    assert service.image is not None
    return ServerInPod(pod, service, bases.named(pod.client, service.image, progress, SIZE)[0], folder)
