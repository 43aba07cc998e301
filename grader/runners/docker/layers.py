"""The images that runs made for the next ones: Python's library compiled, dependencies, curl.

Base images are the user's own.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from grader.runners.caches import Cached
from grader.runners.docker.compiled import COMPILED
from grader.runners.docker.engine import MADE, engine_faults

if TYPE_CHECKING:
    from docker import DockerClient

OURS = ("backend-week/deps:", "backend-week/curl:", COMPILED)
KIND = "dependency images"


def layers(client: DockerClient) -> list[Cached]:
    """Those that no container uses, with what each adds to its base."""
    with engine_faults("looking for images"):
        used = {container["ImageID"] for container in client.api.containers(all=True)}
        found = client.api.images(filters={"label": MADE})
        free = [made for image in found if image["Id"] not in used for made in _named(client, image)]
        return sorted(free, key=lambda made: made.name.startswith(COMPILED))  # last: others are made from it


def _named(client: DockerClient, image: dict[str, Any]) -> list[Cached]:
    names = image.get("RepoTags") or []
    if not names or not all(name.startswith(OURS) for name in names):
        return []  # another's name for it makes it theirs
    return [
        Cached(KIND, name, 0 if number else _added(client, image), functools.partial(_free, client, name))
        for number, name in enumerate(names)
    ]


def _added(client: DockerClient, image: dict[str, Any]) -> int:
    """Bytes of the one layer that a run put on top."""
    history: list[dict[str, Any]] = client.api.history(image["Id"])  # type: ignore[no-untyped-call]
    return int(history[0]["Size"])


def _free(client: DockerClient, name: str) -> bool:
    """Never by force: the engine refuses where a container was made of it meanwhile."""
    import docker.errors

    try:
        client.api.remove_image(name)
    except docker.errors.ImageNotFound:
        return True
    except docker.errors.APIError as error:
        if error.status_code != 409:
            raise
        return False
    return True
