"""The learner's own tests against servers of ours: each run in a pod of its own, with no memory of earlier ones.

The server's container holds the namespace and the tests join it: they reach the server and nothing else. They can't
see its program: file systems and processes are apart. The project is mounted read-only, so no run can leave the next
one a note.
"""

from __future__ import annotations

import shlex
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import requests

from grader.errors import CourseError, MachineError
from grader.model import Suite
from grader.project import Project
from grader.reading import tree
from grader.runners import suites
from grader.runners.docker import images
from grader.runners.docker.engine import engine_faults
from grader.runners.docker.pod import Pod
from grader.runners.docker.profile import APP_VOLUME
from grader.runners.suites import There
from grader.server.answers import SuiteResult, SuiteRun

if TYPE_CHECKING:
    from docker.models.containers import Container

OUTPUT = 3000
ENVIRONMENT = {
    "HOME": "/tmp",  # noqa: S108  # inside the container
    "LANG": "C.UTF-8",
    "PATH": "/deps/bin:/deps/node_modules/.bin:/usr/local/bin:/usr/bin:/bin",
    "PYTHONDONTWRITEBYTECODE": "1",
    "NO_COLOR": "1",
}


@dataclass(frozen=True)
class Bench:
    """What all runs of a suite share: the server's source, its image, the kinds of tests and theirs."""

    pod: Pod
    server_image: str
    source: str
    kinds: tuple[tuple[suites.Kind, str], ...]


def run_suite(pod: Pod, project: Project, suite: Suite, seed: int, own: str = "") -> SuiteResult:
    """Runs what tests there are against the right server and each faulty one, in random order, two at a time.

    `own`: the address of an instance of the learner's app in the pod, if they are to be run against that first.
    """
    kinds = suites.find_kinds(project.folder)
    found = tuple(file for kind in kinds for file in kind.files)
    if not kinds:
        return SuiteResult(())
    keeper = Pod(pod.client, pod.run, pod.image, sockets=True, lifetime=pod.lifetime)
    with engine_faults("preparing the tests' sandbox"):
        volume = keeper.volume("/app", APP_VOLUME)
        keeper.holder = keeper.add("holder", pod.image, ["sleep", "1800"], network="none", mounts=(volume,))
        keeper.put("/app", tree.pack_tree(project.folder, 10001, 10001))
        volume["ReadOnly"] = True
        keeper.volumes = (volume,)
        bench = Bench(
            keeper,
            pod.image,
            suite.server.read_text(encoding="utf-8"),
            tuple((k, image_for(pod, project, k)) for k in kinds),
        )
    first = (own_run(bench, pod, own),) if own else ()
    return SuiteResult(found, (*first, *suites.each(suite, seed, lambda fault, port: one_run(bench, fault, port))))


def image_for(pod: Pod, project: Project, kind: suites.Kind) -> str:
    """The image that a kind of tests runs in."""
    needs = suites.with_tools(project.dependencies, kind)
    if kind.name == "curl":
        return images.with_curl(pod.client, pod.run, quiet)
    return images.with_dependencies(pod.client, pod.run, needs, quiet)[0]


def quiet(_: str) -> None:
    """The suite's installs are part of a check; nobody reads their progress."""


def one_run(bench: Bench, fault: str, port: int) -> SuiteRun:
    """All kinds against one fault, each with a server of its own. Found out as soon as one of them fails."""
    passed, requests_made, output, late = True, 0, "", False
    for kind, image in bench.kinds:
        with engine_faults("running the tests"):
            server = start_server(bench, fault, port)
            there = There(f"http://127.0.0.1:{port}")
            code, text, late = run_tests(bench, server, kind, image, there)
            requests_made += suites.count_requests(server.logs().decode("utf-8", "replace"))
            server.remove(force=True)
        passed, output = passed and code == 0, output + text
        if not passed:
            break
    return SuiteRun(fault, passed, requests_made, output[-OUTPUT:], late)


def own_run(bench: Bench, pod: Pod, own: str) -> SuiteRun:
    """All kinds against the learner's own app, in its pod."""
    passed, output, late = True, "", False
    for kind, image in bench.kinds:
        with engine_faults("running the tests"):
            code, text, late = run_tests(bench, pod.holder, kind, image, There(own, suites.OWN_SECONDS))
        passed, output = passed and code == 0, output + text
    return SuiteRun(suites.OWN, passed, 0, output[-OUTPUT:], late)


def start_server(bench: Bench, fault: str, port: int) -> Container:
    """A server of ours, listening, in a namespace of its own without a network."""
    command = ["python3", "-I", "-c", bench.source, str(port), fault, "127.0.0.1"]
    env = {"ADMIN_EMAIL": suites.ADMIN}
    server = bench.pod.add("holder", bench.server_image, command, network="none", env=env)
    deadline = time.monotonic() + 20
    while not server.logs(tail=1):
        if time.monotonic() > deadline:
            raise MachineError("a server of the course did not start in time", "Is the machine overloaded? Try again.")
        time.sleep(0.01)
        server.reload()
        if server.status == "exited":
            raise CourseError(f"the course's own server stopped: {server.logs().decode('utf-8', 'replace')[-500:]}")
    return server


def run_tests(bench: Bench, server: Container, kind: suites.Kind, image: str, there: There) -> tuple[int, str, bool]:
    """(exit code, output, whether they took too long) of one kind of tests."""
    command = shlex.join(word.replace("$BASE_URL", there.base_url) for word in kind.argv)
    tests = bench.pod.add(
        "tests",
        image,
        ["timeout", "-s", "KILL", str(there.seconds), "sh", "-c", command],
        network=f"container:{server.id}",
        mounts=bench.pod.volumes,
        env={**ENVIRONMENT, "BASE_URL": there.base_url, "ADMIN_EMAIL": suites.ADMIN},
        working_dir="/app",
    )
    try:
        code = int(tests.wait(timeout=there.seconds + 15)["StatusCode"])
    except requests.RequestException:
        code = 137
    output = tests.logs(tail=200).decode("utf-8", "replace")
    tests.remove(force=True)
    return code, output, code == 137
