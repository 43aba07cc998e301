"""The connection to the Docker engine, and what its failures mean in words."""

from __future__ import annotations

import os
import platform
import re
import socket
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import system
from grader.errors import MachineError
from grader.runners.docker.unreachable import STUCK, USE_LOCAL, refuse_remote, too_old, unreachable
from grader.runners.owners import me

if TYPE_CHECKING:
    from docker import DockerClient

SOCKET = "/var/run/docker.sock"
OLDEST = (1, 41)  # of the API
LABEL = "org.backend-week.run"
MADE = "org.backend-week.deps"  # of images that the grader makes
NOBODYS = f'{LABEL}=""'  # a container's own labels go into its image: what somebody makes of it is not the run's
CONTROL_TIMEOUT = 10  # seconds: an engine that works answers a question at once
SLOW = 30  # making and starting containers, where many do so at a time
LONG = 600  # fetching an image, keeping a layer


@contextmanager
def engine_faults(doing: str) -> Iterator[None]:
    """Turns whatever the SDK raises into a MachineError: it raises requests' exceptions as well as its own."""
    import docker.errors
    import requests

    try:
        yield
    except docker.errors.APIError as error:
        text = error.explanation or str(error)
        if "no space left" in text:
            raise MachineError(f"the engine's disk is full ({doing})", "Free some: docker system prune") from error
        raise MachineError(f"the Docker engine refused ({doing}): {text}", USE_LOCAL) from error
    except (docker.errors.DockerException, requests.RequestException) as error:
        if "timed out" in str(error):
            raise MachineError(f"the Docker engine does not answer any more ({doing})", STUCK) from error
        raise MachineError(f"the Docker engine went away ({doing}): {error}", "Is it still running?") from error


@contextmanager
def patience(client: DockerClient, seconds: int) -> Iterator[None]:
    """For calls that may take longer than a question does."""
    client.api.timeout = seconds
    try:
        yield
    finally:
        client.api.timeout = CONTROL_TIMEOUT  # not what it was: another thread may have asked for patience, too


def connect() -> DockerClient:
    """A client whose engine answers. Raises MachineError: not installed, stopped, no permission, too old, elsewhere."""
    import docker
    import docker.errors
    import requests

    try:
        refuse_remote(os.environ.get("DOCKER_HOST", ""))
        knock()
        client = docker.from_env(timeout=CONTROL_TIMEOUT)  # which asks for its version
    except docker.errors.InvalidVersion as error:
        raise too_old() from error
    except (OSError, ValueError, docker.errors.DockerException, requests.RequestException) as error:
        raise unreachable(str(error), CONTROL_TIMEOUT) from error
    if tuple(map(int, str(client.api.api_version).split("."))) < OLDEST:
        raise too_old()
    return client


def knock() -> None:
    """Raises OSError where nobody listens on the engine's unix socket. The SDK would leave a socket open in telling."""
    host = os.environ.get("DOCKER_HOST") or ("unix:///var/run/docker.sock" if system.POSIX else "")
    if host.startswith("unix:///"):
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(CONTROL_TIMEOUT)
            probe.connect(host.removeprefix("unix://"))


def answers() -> bool:
    """Whether an engine is there, cheaply: for `--runner auto`."""
    host = os.environ.get("DOCKER_HOST", "")
    if not host and not any(map(os.path.exists, default_sockets())):
        return False
    if system.POSIX and host in ("", "unix:///var/run/docker.sock") and Path(SOCKET).exists():
        return pinged() >= OLDEST
    try:
        connect().close()
    except MachineError:
        return False
    return True


def pinged() -> tuple[int, ...]:
    """The version of the API that the engine says it has; nothing where it does not answer. Without the SDK."""
    try:
        with socket.socket(socket.AF_UNIX) as asking:
            asking.settimeout(CONTROL_TIMEOUT)
            asking.connect(SOCKET)
            asking.sendall(b"GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n")
            with asking.makefile("rb") as answer:
                head = answer.read(4096)
    except OSError:
        return ()
    found = re.match(rb"HTTP/1\.[01] 200 .*?\r\nApi-Version: (\d+)\.(\d+)\r\n", head, re.DOTALL | re.IGNORECASE)
    return (int(found[1]), int(found[2])) if found else ()


def default_sockets() -> list[str]:
    """Where engines listen when DOCKER_HOST does not say."""
    if not system.POSIX:
        return [r"\\.\pipe\docker_engine"]
    return [SOCKET, str(Path.home() / ".docker/run/docker.sock")]


def sockets_cross(client: DockerClient, info: Mapping[str, Any]) -> bool:
    """Whether a unix socket made in a container can be reached from here: not where the engine runs in a VM."""
    forced = os.environ.get("GRADER_TRANSPORT")
    if forced in ("socket", "port"):
        return forced == "socket"
    local = client.api.base_url.startswith("http+docker://")
    return platform.system() == "Linux" and local and "Docker Desktop" not in str(info["OperatingSystem"])


def new_run() -> str:
    """A run's id: what everything it makes is labelled with."""
    return uuid.uuid4().hex[:16]


def labels(run: str) -> dict[str, str]:
    """Labels for whatever a run makes: the sweep tells living owners from those that are gone by them."""
    owner = {f"{LABEL}.{name}": value for name, value in me()._asdict().items()}
    return {LABEL: run, **owner, f"{LABEL}.made": str(int(time.time()))}
