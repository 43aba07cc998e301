"""A database's server in a pod, in a container of its own.

It joins the pod's namespace, so the app reaches it on 127.0.0.1 and nobody else does; the grader, through the relay.
Its data lies on a volume that the holder keeps: a server that is ended and started again finds it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grader.errors import MachineError, ProjectError
from grader.runners.bridge import bridge
from grader.runners.databases import Tables, counted, looked_at, password
from grader.runners.docker import jobs
from grader.runners.docker.engine import engine_faults
from grader.runners.docker.no_database import DatabaseInPod
from grader.runners.docker.pod import Pod
from grader.services.base import HOME, Login, Place, Refused, Service
from grader.services.sqlite import url

if TYPE_CHECKING:
    from docker.models.containers import Container

READY_SECONDS = 60
POLL = 0.02


class ServerInPod(DatabaseInPod):
    """A database server."""

    volume = HOME

    def __init__(self, pod: Pod, service: Service, image: str, folder: str) -> None:
        super().__init__()
        assert service.client is not None
        self.kind = service.name
        self.pod = pod
        self.service = service
        self.client = service.client
        self.image = image
        self.app = Login("app", password(), "app")
        self.admin = Login("grader", password(), {"mongo": "admin"}.get(service.name, "app"))
        self.place = Place(port=service.port, socket=f"{folder}/{service.socket}")
        self.container: Container | None = None
        self.others = 0
        self.version = ""
        self.open = ExitStack()

    @property
    def env(self) -> Mapping[str, str]:
        return {"DATABASE_URL": self.service.url(self.app)}

    @property
    def ports(self) -> frozenset[int]:
        return frozenset({self.service.port})

    @property
    def facts(self) -> Mapping[str, str]:
        return {"database server": f"{self.service.title} {self.version}"}

    def begin(self) -> None:
        """Starts the server; at the first time also the way to it."""
        env = {"APP_PASSWORD": self.app.password, "GRADER_PASSWORD": self.admin.password, "LANG": "C.UTF-8"}
        with engine_faults(f"starting {self.service.title}"):
            self.container = self.pod.add(
                "database",
                self.image,
                ["sh", "-c", self.service.script],
                env=env,
                mounts=self.pod.databases,
                user=self.service.user,
            )
        if not self.version:
            address = self.pod.route(self.service.socket, self.service.port)
            if not address.socket:
                self.open.enter_context(bridge(self.place.socket, address))

    def wait(self) -> None:
        """Until a query is answered. Raises MachineError with the server's last words where none is."""
        deadline = time.monotonic() + READY_SECONDS
        while True:
            try:
                self.version = self.client.ready(self.place, self.admin)
                return self._make_user()
            except Refused as error:
                why = str(error)
            if ended := self._ended():
                raise MachineError(f"{self.service.title} stopped: {ended}", "Try again; or --database sqlite.")
            if time.monotonic() > deadline:
                words = f"{self.service.title} did not answer within {READY_SECONDS} s: {why}"
                raise MachineError(words, "Is the machine overloaded? Try again, or --database sqlite.")
            time.sleep(POLL)

    def _make_user(self) -> None:
        """The app's user, where the server's own script could not make it."""
        if self.service.name == "mongo" and not self.others:
            self.others = 1
            self.client.make(self.place, self.admin, self.app)

    def _ended(self) -> str:
        """The server's last line, or a word for it; empty while it runs."""
        assert self.container is not None
        with engine_faults("looking after the database"):
            self.container.reload()
            if self.container.status not in ("exited", "dead"):
                return ""
            lines = self.container.logs(tail=20).decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:300] if lines else "it said nothing"

    def another(self) -> str:
        self.others += 1
        login = Login(self.app.user, self.app.password, f"other{self.others}")
        self._ask(login)
        return self.service.url(login)

    def on(self, kind: str) -> str:
        if kind == self.kind:
            return self.another()
        if kind != "sqlite":
            return super().on(kind)
        self.others += 1
        return url(f"/data/other{self.others}.db")

    def renew(self) -> None:
        self.start()
        before, self.others = self.app, self.others + 1
        self.app = replace(before, database=f"app{self.others}")
        self._ask(self.app)
        if before.database != self.admin.database:  # which the grader itself is connected with
            with contextlib.suppress(Refused):
                self.client.drop(self.place, self.admin, before.database)

    def _ask(self, owner: Login) -> None:
        try:
            self.client.make(self.place, self.admin, owner)
        except Refused as error:
            raise MachineError(f"{self.service.title} made no database: {error}") from error

    def stop(self) -> None:
        if self.container is not None:
            with engine_faults("ending the database"):
                self.container.remove(force=True)
            self.container = None

    def start(self) -> None:
        if self.container is not None:
            return
        if any(port == self.service.port for _, port in self.pod.listening()):
            raise ProjectError(f"your app listens on the database's own port {self.service.port}")
        self.begin()
        self.wait()

    def tables(self) -> Tables:
        return looked_at(self.service, self.place, Login(self.admin.user, self.admin.password, self.app.database))

    def statements(self) -> int:
        return counted(self.service, self.place, Login(self.admin.user, self.admin.password, self.app.database))

    def run_queries(self, job: Mapping[str, Any]) -> Mapping[str, Any]:
        owner = Login(f"queries{self.others}", password(), f"queries{self.others}")
        self.others += 1
        self._ask(owner)
        server = {"host": "127.0.0.1", "port": self.service.port, **vars(owner)}
        image = jobs.with_client(self.pod, self.service)
        return jobs.run_queries(self.pod, image, {**job, "server": server}, "")

    def close(self) -> None:
        self.open.close()
