"""The browser of a run in docker: a container of its own in the pod. It reaches the app, and nothing else.

It is driven over its standard input and output through the engine, never over a port, which the app could open as well.
"""

from __future__ import annotations

import base64
import contextlib
import io
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import MachineError
from grader.project import Dependencies
from grader.runners.browser import BOOT, PROGRAM, Browsing, Line, first_answer
from grader.runners.docker import bases, images
from grader.runners.docker.engine import engine_faults
from grader.runners.docker.pod import Pod
from grader.server.answers import Facts, Unavailable
from grader.server.options import Progress
from grader.services.base import Image

if TYPE_CHECKING:
    from docker.models.containers import Container

VERSION = "1.58.0"
IMAGE = Image(
    "GRADER_BROWSER_IMAGE", f"mcr.microsoft.com/playwright/python:v{VERSION}-noble", "backend-week/base-browser:local"
)
SIZE = "some 900 MB"
HAS_DRIVER = "org.backend-week.playwright"  # the label of an image that brings Playwright itself
DRIVER = Dependencies("python", {"requirements.txt": f"playwright=={VERSION}\n".encode()})
UNPACK = "import base64, sys; open('/tmp/browsing.zip', 'wb').write(base64.b64decode(sys.argv.pop(1))); "
ENVIRONMENT = {
    "HOME": "/tmp",  # noqa: S108  # inside the container
    "TMPDIR": "/tmp",  # noqa: S108
    "LANG": "C.UTF-8",
    "PATH": "/deps/bin:/usr/local/bin:/usr/bin:/bin",
    "PYTHONDONTWRITEBYTECODE": "1",
}


class BrowserInPod(Browsing):
    """A container that joins the pod's network namespace, where the app is on the loopback interface."""

    def __init__(self, pod: Pod, about: Facts, progress: Progress) -> None:
        super().__init__()
        self.pod = pod
        self.about = about
        self.progress = progress
        self.container: Container | None = None
        self.stream: Attached | None = None

    def start(self) -> Line:
        try:
            image = image_with_driver(self.pod, self.progress)
        except MachineError as error:
            raise Unavailable(f"needs a browser: {error.message}. {error.remedy}".strip()) from error
        command = ["python3", "-I", "-c", UNPACK + BOOT, packed(), "/tmp/browsing.zip", "{}"]  # noqa: S108  # inside
        with engine_faults("starting the browser"):
            self.container = self.pod.add(
                "browser",
                image,
                command,
                env=ENVIRONMENT,
                started=False,
                stdin_open=True,
                working_dir="/tmp",  # noqa: S108
            )
            self.stream = Attached(self.container)
            self.pod.begin(self.container)
        line = Line(self.stream)
        try:
            self.version = first_answer(line)
        except Unavailable as error:
            words = self.container.logs(stdout=False, tail=3).decode("utf-8", "replace").strip()[-300:]
            self.end()
            raise Unavailable(f"{error}{f' ({words})' if words else ''}") from error
        self.about.facts["browser"] = f"Chromium {self.version}"
        return line

    def end(self) -> None:
        if self.container is not None:
            # Before its input ends: an engine takes minutes to remove what is just ending by itself. What one that is
            # busy does not remove now, the watchdog does.
            with contextlib.suppress(MachineError), engine_faults("ending the browser"):
                self.container.remove(force=True)
            self.container = None
        if self.stream is not None:
            self.stream.close()
            self.stream = None

    def close(self) -> None:
        """The end of its input ends the program; the container goes with the pod, and nobody waits for that."""
        self.line = None
        if self.stream is not None:
            self.stream.close()
            self.stream = None


def base_of(listening: Sequence[tuple[str, int]], port: int) -> str:
    """Where a page in the pod finds the app, which may listen elsewhere than it was told."""
    ports = sorted({there for _, there in listening})
    port = port if port in ports or not ports else ports[0]
    alone = {address for address, there in listening if there == port} == {"::1"}
    return f"http://{'[::1]' if alone else '127.0.0.1'}:{port}"


def image_with_driver(pod: Pod, progress: Progress) -> str:
    """An image with a browser and Playwright: the official one has the browser alone."""
    name, _ = bases.named(pod.client, IMAGE, progress, SIZE)
    if HAS_DRIVER in (pod.client.images.get(name).labels or {}):
        return name
    return images.with_dependencies(pod.client, pod.run, DRIVER, progress, on=IMAGE)[0]


def packed() -> str:
    """The program as a zip in base64, for the command line: no file of ours is in the container."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(Path(PROGRAM).glob("*.py")):
            archive.writestr(f"{Path(PROGRAM).name}/{file.name}", file.read_bytes())
    return base64.b64encode(buffer.getvalue()).decode()


class Attached:
    """A container's standard input and output, as the engine hands them out: frames with a head of eight bytes."""

    def __init__(self, container: Container) -> None:
        params = {"stdin": 1, "stdout": 1, "stderr": 0, "stream": 1}
        self.held: Any = container.attach_socket(params=params)
        self.sock: Any = getattr(self.held, "_sock", self.held)
        self.rest = b""

    def write(self, data: bytes) -> None:
        self.sock.settimeout(10)
        self.sock.sendall(data)

    def read(self, seconds: float) -> bytes:
        """The next bytes of its standard output; none at the end."""
        self.sock.settimeout(seconds)
        while True:
            if len(self.rest) >= 8:
                kind, size = struct.unpack(">BxxxL", self.rest[:8])
                if len(self.rest) >= 8 + size:
                    data, self.rest = self.rest[8 : 8 + size], self.rest[8 + size :]
                    if kind == 1 and data:
                        return data
                    continue
            came: bytes = self.sock.recv(1 << 16)
            if not came:
                return b""
            self.rest += came

    def close(self) -> None:
        # The SDK keeps the answer that the socket came with on the socket itself.
        with contextlib.suppress(Exception):
            self.held.close()
        with contextlib.suppress(Exception):
            vars(self.held)["_response"].close()
        with contextlib.suppress(Exception):
            self.sock.close()
