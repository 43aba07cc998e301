"""Fetches an image from its registry, and tells how much of it has come: the engine says it of one layer at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from grader.runners.how_far import MB, Pace
from grader.server.options import HowFar, Progress

if TYPE_CHECKING:
    from docker import DockerClient

EVERY = 0.25  # seconds: engines send many events a second
HERE = {"Verifying Checksum", "Download complete", "Extracting", "Pull complete"}  # what is said of a layer that is


class Layers:
    """How many bytes have come of the layers whose sizes are known so far."""

    def __init__(self) -> None:
        self.come: dict[str, int] = {}
        self.sizes: dict[str, int] = {}
        self.unpacking = False

    def take(self, event: Mapping[str, Any]) -> None:
        """What the engine says next. Podman and older engines leave parts of it out."""
        layer, status = str(event.get("id")), event.get("status")
        detail = event.get("progressDetail") or {}
        if status == "Downloading" and (size := int(detail.get("total") or 0)) > 0:
            self.sizes[layer] = size
            self.come[layer] = min(int(detail.get("current") or 0), size)
        elif status in HERE and layer in self.sizes:
            self.come[layer] = self.sizes[layer]
        self.unpacking = self.unpacking or status == "Extracting"

    def words(self) -> str:
        """How far it is; empty as long as nothing is known that is worth a word."""
        come, size = sum(self.come.values()), sum(self.sizes.values())
        if size < MB:
            return ""
        return "unpacking" if come == size and self.unpacking else f"{come / MB:.0f} of {size / MB:.0f} MB"


def pull(
    client: DockerClient, name: str, size: str, progress: Progress, clock: Callable[[], float] = time.monotonic
) -> None:
    """Fetches the image; `size` is what is known of it before.

    Raises what the SDK raises, also for an error that the engine tells in the midst of it.
    """
    import docker.errors
    from docker.utils import parse_repository_tag

    said = f"fetching the image {name} (once; {size})"
    progress(said)
    repository, tag = parse_repository_tag(name)
    layers, pace, refused = Layers(), Pace(EVERY, clock), ""
    # To the end, also after an error: the connection is then free for what comes next. Without a tag, all would come.
    for event in client.api.pull(repository, tag=tag or "latest", stream=True, decode=True):
        refused = refused or str(event.get("error") or "")
        layers.take(event)
        if (words := layers.words()) and pace.due():
            progress(HowFar(f"{said}: {words}"))
    if refused:
        raise docker.errors.APIError(refused, explanation=refused)
    client.images.get(name)  # raises, where no error was told and yet nothing came
    progress(HowFar(f"fetched the image {name}"))
