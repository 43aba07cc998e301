"""The connection to the Docker engine, and what its failures mean in words."""

from __future__ import annotations

import os
import platform
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import MachineError
from grader.runners.owners import me

if TYPE_CHECKING:
    from docker import DockerClient

LABEL = "org.backend-week.run"
CONTROL_TIMEOUT = 60
USE_LOCAL = "Or grade on this machine without a container: --runner local."


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
        raise MachineError(f"the Docker engine went away ({doing}): {error}", "Is it still running?") from error


def connect() -> DockerClient:
    """A client whose engine answers. Raises MachineError: not installed, not running, no permission, too old."""
    import docker
    import docker.errors
    import requests

    try:
        knock()
        client = docker.from_env(timeout=CONTROL_TIMEOUT)
        client.ping()
    except (OSError, docker.errors.DockerException, requests.RequestException) as error:
        raise _unreachable(str(error)) from error
    if tuple(map(int, str(client.api.api_version).split("."))) < (1, 41):
        raise MachineError("the Docker engine is too old: it speaks no API 1.41", f"Update it. {USE_LOCAL}")
    return client


def knock() -> None:
    """Raises OSError where nobody listens on the engine's unix socket. The SDK would leave a socket open in telling."""
    host = os.environ.get("DOCKER_HOST") or "unix:///var/run/docker.sock"
    if host.startswith("unix:///"):
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(CONTROL_TIMEOUT)
            probe.connect(host.removeprefix("unix://"))


def answers() -> bool:
    """Whether an engine is there, cheaply: for `--runner auto`."""
    if not os.environ.get("DOCKER_HOST") and not any(map(os.path.exists, default_sockets())):
        return False
    try:
        connect().close()
    except MachineError:
        return False
    return True


def default_sockets() -> list[str]:
    """Where engines listen when DOCKER_HOST does not say."""
    return ["/var/run/docker.sock", str(Path.home() / ".docker/run/docker.sock")]


def _unreachable(text: str) -> MachineError:
    if "Permission denied" in text or "PermissionError" in text:
        remedy = "Add yourself to the docker group: sudo usermod -aG docker $USER, then log in again."
        return MachineError("you may not use the Docker engine: no permission on its socket", f"{remedy} {USE_LOCAL}")
    if "FileNotFoundError" in text or "No such file" in text:
        remedy = "Install Docker, or start it (Docker Desktop, or: sudo systemctl start docker)."
        return MachineError("no Docker engine was found on this machine", f"{remedy} {USE_LOCAL}")
    remedy = "Start it (Docker Desktop, or: sudo systemctl start docker); check DOCKER_HOST if it is set."
    return MachineError(f"the Docker engine does not answer: {text}", f"{remedy} {USE_LOCAL}")


def sockets_cross(client: DockerClient) -> bool:
    """Whether a unix socket made in a container can be reached from here: not where the engine runs in a VM."""
    forced = os.environ.get("GRADER_TRANSPORT")
    if forced in ("socket", "port"):
        return forced == "socket"
    local = client.api.base_url.startswith("http+docker://")
    return platform.system() == "Linux" and local and "Docker Desktop" not in str(client.info()["OperatingSystem"])


def new_run() -> str:
    """A run's id: what everything it makes is labelled with."""
    return uuid.uuid4().hex[:16]


def labels(run: str) -> dict[str, str]:
    """Labels for whatever a run makes: the sweep tells living owners from those that are gone by them."""
    owner = {f"{LABEL}.{name}": value for name, value in me()._asdict().items()}
    return {LABEL: run, **owner, f"{LABEL}.made": str(int(time.time()))}
