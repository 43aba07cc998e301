"""Why no Docker engine can be used, each reason in words of its own and with what to do."""

from __future__ import annotations

from urllib.parse import urlsplit

from grader.errors import MachineError

HERE = ("", "localhost", "::1")
STUCK = "It may be stuck, or the machine overloaded. Restart it (sudo systemctl restart docker), then grade again."
USE_LOCAL = "Or grade on this machine without a container: --runner local."


def refuse_remote(host: str) -> None:
    """An engine on another machine starts containers there: neither their sockets nor their ports are here."""
    found = urlsplit(host)
    name = found.hostname or ""
    if found.scheme == "ssh" or (
        found.scheme in ("tcp", "http", "https") and name not in HERE and not name.startswith("127.")
    ):
        remedy = f"Run this on that machine, or unset DOCKER_HOST to use the engine of this one. {USE_LOCAL}"
        raise MachineError(
            f"the Docker engine is on another machine ({name}): an app that runs there can't be asked from here", remedy
        )


def too_old() -> MachineError:
    """An engine that speaks no API of ours."""
    return MachineError("the Docker engine is too old: it speaks no API 1.41", f"Update it. {USE_LOCAL}")


def unreachable(text: str, seconds: float) -> MachineError:
    """What the SDK said, in words: stuck, not permitted, not there, stopped."""
    if "timed out" in text:
        words = f"the Docker engine accepts connections, but does not answer within {seconds:g} s"
        return MachineError(words, f"{STUCK} {USE_LOCAL}")
    if "Permission denied" in text or "PermissionError" in text:
        remedy = "Add yourself to the docker group: sudo usermod -aG docker $USER, then log in again."
        return MachineError("you may not use the Docker engine: no permission on its socket", f"{remedy} {USE_LOCAL}")
    if "FileNotFoundError" in text or "No such file" in text:
        remedy = "Install Docker, or start it (Docker Desktop, or: sudo systemctl start docker)."
        return MachineError("no Docker engine was found on this machine", f"{remedy} {USE_LOCAL}")
    remedy = "Start it (Docker Desktop, or: sudo systemctl start docker); check DOCKER_HOST if it is set."
    return MachineError(f"the Docker engine does not answer: {text}", f"{remedy} {USE_LOCAL}")
