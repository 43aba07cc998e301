"""The mail server in the pod: a container of its own, which the app reaches on 127.0.0.1."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from grader.errors import MachineError, ProjectError
from grader.project import Dependencies
from grader.runners.docker import images
from grader.runners.docker.engine import engine_faults
from grader.runners.docker.jobs import PATH
from grader.runners.docker.pod import Pod
from grader.services import mail

if TYPE_CHECKING:
    from docker.models.containers import Container

POLL = 0.02
NEEDS = Dependencies("python", {"requirements.txt": "".join(f"{line}\n" for line in mail.PACKAGES).encode()})


class MailboxInPod:
    """Started when it is first wanted. What it has received is what it has printed."""

    def __init__(self, pod: Pod) -> None:
        self.pod = pod
        self.container: Container | None = None
        self.past: list[Mapping[str, Any]] = []

    def start(self) -> None:
        if self.container is not None:
            return
        if any(port == mail.PORT for _, port in self.pod.listening()):
            raise ProjectError(f"your app listens on the mail server's port {mail.PORT}")
        image = images.with_dependencies(self.pod.client, self.pod.run, NEEDS, lambda _: None)[0]
        program = ["python3", "-I", "-c", mail.PROGRAM.read_text("utf-8"), str(mail.PORT)]
        with engine_faults("starting the mail server"):
            self.container = self.pod.add("service", image, program, env={"PATH": PATH, "LANG": "C.UTF-8"})
        deadline = time.monotonic() + mail.READY_SECONDS
        while not mail.is_ready(self._printed()):
            if time.monotonic() > deadline:
                raise MachineError("the mail server did not start in time", "Is the machine overloaded? Try again.")
            time.sleep(POLL)

    def stop(self) -> None:
        if self.container is not None:
            self.past += mail.received(self._printed())
            with engine_faults("ending the mail server"):
                self.container.remove(force=True)
            self.container = None

    def messages(self) -> Sequence[Mapping[str, Any]]:
        return [*self.past, *mail.received(self._printed())]

    def _printed(self) -> str:
        if self.container is None:
            return ""
        with engine_faults("reading the mail"):
            return self.container.logs(stderr=False).decode("utf-8", "replace")
