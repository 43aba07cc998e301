"""The Python base with its own library compiled, made once for each base.

Official images come without that, and a container whose root is read-only can't keep what it compiles: each app would
compile some hundred modules at each of its starts. Nothing of a learner's runs in making it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.runners.docker.bases import identity
from grader.runners.docker.engine import LONG, MADE, NOBODYS, engine_faults, labels, patience
from grader.server.options import Progress

if TYPE_CHECKING:
    from docker import DockerClient

COMPILED = "backend-week/python:"
SECONDS = 300
COMPILE = """
import compileall, re, sysconfig
left_out = re.compile(r"/(test|tests|idlelib|lib2to3|turtledemo|ensurepip)/")
compileall.compile_dir(sysconfig.get_path("stdlib"), quiet=2, workers=0, rx=left_out)
"""


def known(client: DockerClient, image: str, image_id: str) -> tuple[str, str]:
    """Name and id of the compiled base, where it was made before; else of the base itself."""
    name = _name(image_id)
    found = identity(client, name)
    return (name, found) if found else (image, image_id)


def compiled(client: DockerClient, run: str, image: str, image_id: str, progress: Progress) -> tuple[str, str]:
    """The same, made now where it was not. A base in which that can't be done stays as it is: it is slower, no more."""
    name, found = known(client, image, image_id)
    if found != image_id:
        return name, found
    progress("compiling Python's own library (once)")
    with engine_faults("compiling Python's own library"), patience(client, LONG):
        container = client.containers.create(
            image,
            ["sh", "-c", 'exec python3 -c "$0"', COMPILE],
            user="0:0",
            network_mode="none",
            labels=labels(run),
            entrypoint=[],
        )
        container.start()
        done = container.wait(timeout=SECONDS)["StatusCode"] == 0
        if done:
            container.commit(*_name(image_id).split(":"), changes=[f"LABEL {MADE}=1 {NOBODYS}"])
        container.remove(force=True)
    return known(client, image, image_id)


def _name(image_id: str) -> str:
    return f"{COMPILED}{image_id.removeprefix('sha256:')[:40]}"
