"""Ways to run a project. To add one: a module with a class of the `Runner` protocol, and a line here.

`auto` is a choice between them, made in the command: docker where an engine answers, else local with a notice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.server.protocols import Runner


def _docker() -> Runner:
    from grader.runners.docker.runner import DockerRunner

    return DockerRunner()


def _local() -> Runner:
    from grader.runners.local import LocalRunner

    return LocalRunner()


def _url() -> Runner:
    from grader.runners.url import UrlRunner

    return UrlRunner()


RUNNERS: dict[str, Callable[[], Runner]] = {"docker": _docker, "local": _local, "url": _url}
