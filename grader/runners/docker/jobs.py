"""Programs of ours on a learner's data, in containers of their own: what they print is the result."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import requests

from grader.errors import ProjectError
from grader.project import Dependencies
from grader.runners.databases import QUERIES_SECONDS, QUERYING, RUN_QUERIES, told
from grader.runners.docker import images
from grader.runners.docker.engine import engine_faults
from grader.runners.docker.pod import Pod
from grader.runners.docker.profile import JOB_VOLUME
from grader.services.base import Service

if TYPE_CHECKING:
    from docker.models.containers import Container
    from docker.types import Mount

SECONDS = 30
PATH = "/deps/bin:/usr/local/bin:/usr/bin:/bin"
# Files can be put into a read-only container's volumes alone, and into those only while somebody has them mounted.
WAIT = f'while [ ! -e /job/ready ]; do sleep 0.01; done; exec python3 -I -c "{RUN_QUERIES}" /job /job/job.json'


def run(pod: Pod, image: str, command: list[str], mounts: tuple[Mount, ...]) -> str:
    """What a program without a network printed. Raises ProjectError where it did not end well."""
    container = pod.add("service", image, command, network="none", mounts=mounts, env={"PATH": PATH})
    return ending(container, SECONDS)


def run_queries(pod: Pod, image: str, job: Mapping[str, Any], network: str) -> Mapping[str, Any]:
    """The result of `services.querying` on a job. `network`: `none`, or nothing for the pod's."""
    with engine_faults("running the queries"):
        volume = pod.volume("/job", JOB_VOLUME)
        container = pod.add(
            "service",
            image,
            ["sh", "-c", WAIT],
            network=network,
            mounts=(volume,),
            env={"PATH": PATH, "LANG": "C.UTF-8"},
        )
        program = {f"querying/{file.name}": file.read_bytes() for file in QUERYING.glob("*.py")}
        files = {**program, "job.json": json.dumps(job).encode()}
        container.put_archive("/job", images.archive(".", files))
        container.put_archive("/job", images.archive(".", {"ready": b""}))
        found: Mapping[str, Any] = told(ending(container, QUERIES_SECONDS), "running the queries")
    return found


def ending(container: Container, seconds: float) -> str:
    """Waits for a container, removes it and gives what it printed. Raises ProjectError for one that was too greedy."""
    try:
        code = int(container.wait(timeout=seconds)["StatusCode"])
    except requests.RequestException:
        code = -1
    said = container.logs(stderr=code != 0).decode("utf-8", "replace")
    container.remove(force=True)
    if code in (-1, 137):
        raise ProjectError("what was in the database or came of the queries took more memory or time than there is")
    return said


def with_client(pod: Pod, service: Service) -> str:
    """An image with the service's client: part of a check, so nobody reads its progress."""
    needs = Dependencies("python", {"requirements.txt": "".join(f"{line}\n" for line in service.packages).encode()})
    return images.with_dependencies(pod.client, pod.run, needs, lambda _: None)[0]
