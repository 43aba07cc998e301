"""The base images: which one a language has, and how it comes here."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from grader.errors import MachineError
from grader.runners.docker.engine import LONG, engine_faults, patience
from grader.server.options import Progress
from grader.services.base import Image

if TYPE_CHECKING:
    from docker import DockerClient

BASES = {
    "python": Image("GRADER_PYTHON_IMAGE", "python:3.12-slim", "backend-week/base-python:local"),
    "node": Image("GRADER_NODE_IMAGE", "node:22-slim", "backend-week/base-node:local"),
}


def base(client: DockerClient, language: str, progress: Progress) -> str:
    """The base image's name; pulled where it has to be. Raises MachineError where it can't be had."""
    return named(client, BASES[language], progress)[0]


def named(client: DockerClient, image: Image, progress: Progress, size: str = "some 50 MB") -> tuple[str, str]:
    """An image's name and id: the one chosen, the official one, or ours; pulled where it has to be."""
    chosen = os.environ.get(image.variable)
    for name in image.names(chosen):
        if found := identity(client, name):
            return name, found
    from grader.runners.docker.pulling import pull

    wanted = chosen or image.official
    try:
        with engine_faults(f"fetching {wanted}"), patience(client, LONG):
            pull(client, wanted, size, progress)
    except MachineError as error:
        cures = ["Connect to the internet once", f"name another image in {image.variable}"]
        cures += ["make one: scripts/base-images.sh"] if image.local else ["take another --database"]
        words = f"the base image {wanted} is not here and can't be fetched: {error.message}"
        raise MachineError(words, f"{', '.join(cures[:-1])}, or {cures[-1]}") from error
    return wanted, identity(client, wanted)


def identity(client: DockerClient, name: str) -> str:
    """The id of an image that the engine has; empty if it has none of that name."""
    import docker.errors

    try:
        return str(client.images.get(name).id)
    except docker.errors.ImageNotFound:
        return ""


def exists(client: DockerClient, name: str) -> bool:
    """Whether the engine has the image."""
    return bool(identity(client, name))
