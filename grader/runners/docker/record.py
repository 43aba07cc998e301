"""On what a run runs: the runtime that was asked for, and what its report keeps of the machine.

Who doubts a grade can see on what it was made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from grader.errors import MachineError
from grader.runners.docker import bases
from grader.runners.docker.facts import read_facts

if TYPE_CHECKING:
    from docker import DockerClient

SHOWN = len("sha256:") + 12


def require_runtime(info: Mapping[str, Any], name: str) -> None:
    """Raises MachineError where the engine has no such container runtime: whoever asked for gVisor gets no less."""
    if not name:
        return
    known = sorted(info.get("Runtimes") or {})
    if name not in known:
        raise MachineError(
            f"the engine has no container runtime called '{name}'",
            f"It has: {', '.join(known) or 'none that it tells of'}. To add gVisor: sudo runsc install, then "
            "sudo systemctl reload docker (https://gvisor.dev/docs/user_guide/quick_start/docker/)",
        )


def for_report(client: DockerClient, info: Mapping[str, Any], language: str, runtime: str) -> dict[str, str]:
    """Versions of engine, kernel and runtime, and which base image. No host's, person's or folder's name."""
    found = read_facts(client, info)
    ran = runtime or found.get("runtime", "")
    facts = {
        "engine": found.get("engine", ""),
        "kernel": found.get("kernel", ""),
        "runtime": f"{ran} {found.get('runc', '')}".strip() if ran == "runc" else ran,
        "base image": image(client, bases.base(client, language, lambda _: None)),
    }
    return {name: value for name, value in facts.items() if value}


def image(client: DockerClient, name: str) -> str:
    """An image's last name, without the registry that may be a private one, and its digest: the id where it has none.

    A digest is the same on every machine that pulled it; an id of an image that was made here is this machine's own.
    """
    found = client.images.get(name)
    digests = [digest.rpartition("@")[2] for digest in found.attrs.get("RepoDigests") or []]
    return f"{name.rpartition('/')[2]} {(digests or [str(found.id)])[0][:SHOWN]}"
