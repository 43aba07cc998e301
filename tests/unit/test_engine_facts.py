"""What reports say of the engine and its kernel, and what of it is a weakness."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from grader.errors import MachineError
from grader.project import Dependencies, Project
from grader.runners.docker.facts import read_facts, warnings
from grader.runners.docker.record import for_report, require_runtime
from grader.runners.docker.runner import DockerRunner
from grader.server.options import Options

OLD_VERSION = {
    "Version": "20.10.24+dfsg1",
    "KernelVersion": "6.18.44-janes-laptop",
    "Components": [{"Name": "Engine", "Version": "20.10.24"}, {"Name": "runc", "Version": "1.1.5+ds1"}],
}
OLD_INFO = {
    "DefaultRuntime": "runc",
    "CgroupVersion": "1",
    "CgroupDriver": "cgroupfs",
    "SecurityOptions": ["name=seccomp,profile=default"],
    "MemoryLimit": True,
    "SwapLimit": False,
    "PidsLimit": True,
    "Name": "janes-laptop",
    "DockerRootDir": "/home/jane/.docker",
}
GOOD = {
    "engine": "28.0.1",
    "kernel": "6.1.0",
    "runc": "1.3.3",
    "cgroups": "v2",
    "engine runs as": "root",
    "system calls": "filtered",
}


def engine(version: dict[str, Any], info: dict[str, Any]) -> Any:
    """An engine that gives these answers."""
    return SimpleNamespace(version=lambda: version, info=lambda: info)


def facts_of(answers: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, str]:
    """What is read of an engine that gives these answers."""
    return read_facts(engine(*answers), answers[1])


def test_read():
    """What bears on the sandbox, in figures: nothing that has a host's, a person's or a folder's name."""
    found = facts_of((OLD_VERSION, OLD_INFO))
    assert found == {
        "engine": "20.10.24",
        "kernel": "6.18.44",
        "runtime": "runc",
        "runc": "1.1.5",
        "cgroups": "v1",
        "engine runs as": "root",
        "system calls": "filtered",
        "no limits on": "swap",
    }
    assert "jane" not in str(found)


def test_read_little():
    """An engine of another make that tells next to nothing is no reason to fail."""
    assert facts_of(({}, {})) == {"engine runs as": "root", "system calls": "not filtered"}
    odd = {"Version": "dev", "Components": [{"Name": "runc", "Version": "unknown"}]}
    assert "engine" not in facts_of((odd, {"DefaultRuntime": "a b/c"}))


def test_rootless():
    """Whose rights it has; without a cgroup driver there are no limits at all."""
    found = facts_of(({}, {"SecurityOptions": ["name=rootless", "name=seccomp"], "CgroupDriver": "none"}))
    assert found["engine runs as"] == "a user (rootless)"
    assert found["no limits on"] == "memory, swap, processors, processes"
    mapped = facts_of(({}, {"SecurityOptions": ["name=userns"]}))
    assert mapped["engine runs as"] == "root, containers as other users"


def test_nothing_to_warn_of():
    """A current engine is not spoken of; neither is what is not known."""
    assert warnings(GOOD) == []
    assert warnings({}) == []


@pytest.mark.parametrize(
    ("change", "what", "cure"),
    [
        (
            {"engine": "20.10.24"},
            "engine 20.10.24 is older than 25: ports that it publishes on loopback can be reached from neighbouring "
            "machines",
            "https://docs.docker.com/engine/install/",
        ),
        ({"kernel": "4.15.0"}, "kernel 4.15.0 is old, and a container is as strong as its kernel", "distribution"),
        ({"cgroups": "v1"}, "cgroups are of version 1, which newer engines give up", "unified_cgroup_hierarchy=1"),
        ({"system calls": "not filtered"}, "the engine can't filter system calls", "seccomp"),
        ({"no limits on": "swap"}, "containers get no limits on swap", "unified_cgroup_hierarchy=1"),
        (
            {"runc": "1.1.5"},
            "runc 1.1.5 has known ways out of a container (CVE-2024-21626 and later ones)",
            "1.2.8, 1.3.3",
        ),
    ],
)
def test_a_weakness(change, what, cure):
    """Case 20: each weakness by itself gives one warning with its cure."""
    ((said, advice),) = warnings({**GOOD, **change})
    assert said == what
    assert cure in advice


@pytest.mark.parametrize("version", ["1.1.12", "1.1.15", "1.2.7", "1.3.2", "1.3.0-rc.1", "1.4.0-rc.2", "1.2"])
def test_runc_of_before_november_2025(version):
    """Each series was mended at a number of its own, and the first two not at all."""
    ((said, _),) = warnings({**GOOD, "runc": version})
    assert said == f"runc {version} has known ways out of a container (CVE-2025-31133, -52565, -52881)"


@pytest.mark.parametrize("version", ["1.2.8", "1.2.9", "1.3.3", "1.4.0-rc.3", "1.4.0", "1.4.1", "1.5.0-rc.1", "2.0"])
def test_runc_of_later(version):
    """What was mended is not warned of."""
    assert warnings({**GOOD, "runc": version}) == []


def test_floors_themselves():
    """The oldest that are good enough are."""
    assert warnings({**GOOD, "engine": "25.0.0", "kernel": "4.18.0"}) == []
    assert len(warnings({**GOOD, "engine": "24.0.9", "kernel": "4.17.19"})) == 2


class Image:
    """An image of this engine."""

    def __init__(self, *digests: str) -> None:
        self.id = "sha256:" + "a" * 64
        self.attrs = {"RepoDigests": list(digests)}


def recorded(monkeypatch, image: Image, name: str, runtime: str = "") -> dict[str, str]:
    """What a report keeps where the base image has that name."""
    monkeypatch.setenv("GRADER_PYTHON_IMAGE", name)
    client = engine(OLD_VERSION, OLD_INFO)
    client.images = SimpleNamespace(get=lambda _: image)
    return for_report(client, client.info(), "python", runtime)


def test_for_the_report(monkeypatch):
    """Engine, kernel, runtime and base image; a digest is told before an id, and no registry's name."""
    pulled = Image("registry.example:5000/jane/python@sha256:" + "b" * 64)
    assert recorded(monkeypatch, pulled, "registry.example:5000/jane/python:3.12") == {
        "engine": "20.10.24",
        "kernel": "6.18.44",
        "runtime": "runc 1.1.5",
        "base image": "python:3.12 sha256:bbbbbbbbbbbb",
    }
    made = recorded(monkeypatch, Image(), "backend-week/base-python:local", runtime="runsc")
    assert made["base image"] == "base-python:local sha256:aaaaaaaaaaaa"
    assert made["runtime"] == "runsc"  # the version that is known is runc's


def test_a_runtime_that_the_engine_lacks(monkeypatch):
    """Refused before anything is made: this engine can do nothing but tell what it has."""
    asked = engine(OLD_VERSION, {**OLD_INFO, "Runtimes": {"runc": {}, "crun": {}}})
    asked.close = lambda: None
    monkeypatch.setattr("grader.runners.docker.engine.connect", lambda: asked)
    project = Project(Path("/nowhere"), "flask", "", Dependencies("python"))
    with (
        pytest.raises(MachineError) as caught,
        DockerRunner().serve(project, Options(runtime="runsc"), lambda words: pytest.fail(words)),
    ):
        pytest.fail("it was served")
    assert caught.value.exit_code == 4
    assert caught.value.message == "the engine has no container runtime called 'runsc'"
    assert caught.value.remedy == (
        "It has: crun, runc. To add gVisor: sudo runsc install, then sudo systemctl reload docker "
        "(https://gvisor.dev/docs/user_guide/quick_start/docker/)"
    )


def test_a_runtime_that_it_has():
    """Passes; and where none was asked for, it does not matter what it has."""
    require_runtime({"Runtimes": {"runsc": {}}}, "runsc")
    require_runtime({}, "")
