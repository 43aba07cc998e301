"""What the engine's failures mean in words, and whose leftovers are swept. No engine is asked."""

from __future__ import annotations

import os
import socket
from typing import Any

import docker.errors
import pytest
import requests

from grader.errors import MachineError
from grader.runners.docker import engine
from grader.runners.docker.cleaning import alive, remove_run, sweep
from grader.runners.docker.engine import LABEL, boot_id, engine_faults, labels, new_run


class Api:
    """An engine's containers, networks and volumes, as far as cleaning asks for them."""

    api_version = "1.41"

    def __init__(self, *runs: tuple[str, dict[str, str]]) -> None:
        self.kept: dict[str, list[dict[str, Any]]] = {"container": [], "network": [], "volume": []}
        for name, marks in runs:
            for kind in self.kept:
                self.kept[kind].append({"Id": f"{kind} {name}", "Name": f"{kind} {name}", "Labels": marks})
        self.removed: list[str] = []

    def _found(self, kind: str, filters: dict[str, str]) -> list[dict[str, Any]]:
        key, _, value = filters["label"].partition("=")
        return [i for i in self.kept[kind] if key in i["Labels"] and value in ("", i["Labels"][key])]

    def containers(self, all: bool, filters: dict[str, str]) -> list[dict[str, Any]]:  # noqa: A002  # the SDK's name
        assert all
        return self._found("container", filters)

    def networks(self, filters: dict[str, str]) -> list[dict[str, Any]]:
        return self._found("network", filters)

    def volumes(self, filters: dict[str, str]) -> dict[str, Any]:
        return {"Volumes": self._found("volume", filters) or None}

    def _remove(self, kind: str, name: str) -> None:
        self.removed.append(name)
        if name.endswith("stubborn"):
            raise docker.errors.APIError("in use")
        if name.endswith("gone"):
            raise docker.errors.NotFound("gone")
        self.kept[kind] = [item for item in self.kept[kind] if item["Id"] != name]

    def remove_container(self, name: str, force: bool, v: bool) -> None:
        assert force and v
        self._remove("container", name)

    def remove_network(self, name: str) -> None:
        self._remove("network", name)

    def remove_volume(self, name: str, force: bool) -> None:
        self._remove("volume", name)


class Client:
    def __init__(self, *runs: tuple[str, dict[str, str]]) -> None:
        self.api = Api(*runs)


def dead_pid() -> str:
    """A process id that nobody has: above the kernel's largest."""
    return str(2**22 + 1)


def test_labels():
    """Each run has its own, and says who owns it."""
    run = new_run()
    assert len(run) == 16 and new_run() != run
    assert labels(run) == {LABEL: run, f"{LABEL}.pid": str(os.getpid()), f"{LABEL}.boot": boot_id()}
    assert boot_id() == boot_id() != ""


@pytest.mark.parametrize(("pid", "lives"), [(str(os.getpid()), True), ("1", True), ("", False), ("x", False)])
def test_alive(pid, lives):
    """By the process id; one that may not be signalled lives as well."""
    assert alive(pid) is lives
    assert not alive(dead_pid()) and not alive("9" * 40)


def test_sweep():
    """What dead graders and earlier boots left goes; a living one's stays, and what is none of ours."""
    mine = labels("mine")
    client = Client(
        ("mine", mine),
        ("dead", {**labels("dead"), f"{LABEL}.pid": dead_pid()}),
        ("earlier", {**labels("earlier"), f"{LABEL}.boot": "another"}),
        ("unsigned", {LABEL: "unsigned"}),
        ("foreign", {"other": "label"}),
    )
    assert sweep(client) == 3  # type: ignore[arg-type]
    for kind in ("container", "network", "volume"):
        assert [item["Id"] for item in client.api.kept[kind]] == [f"{kind} mine", f"{kind} foreign"]


def test_removing_a_run():
    """Containers first, the holder last of them; what can't be removed or is gone hinders nothing."""
    holder = {LABEL: "r", "org.backend-week.role": "holder"}
    client = Client(("holder", holder), ("app", {LABEL: "r"}), ("stubborn", {LABEL: "r"}), ("gone", {LABEL: "r"}))
    remove_run(client, "r")  # type: ignore[arg-type]
    kinds = [name.split()[0] for name in client.api.removed]
    assert kinds == ["container"] * 4 + ["network"] * 4 + ["volume"] * 4
    assert client.api.removed[3] == "container holder"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (docker.errors.APIError("x", explanation="no space left on device"), "the engine's disk is full (starting)"),
        (docker.errors.APIError("x", explanation="bad"), "the Docker engine refused (starting): bad"),
        (docker.errors.DockerException("lost"), "the Docker engine went away (starting): lost"),
        (requests.ConnectionError("reset"), "the Docker engine went away (starting): reset"),
        (requests.exceptions.ChunkedEncodingError("cut"), "the Docker engine went away (starting): cut"),
    ],
)
def test_faults(error, words):
    """Whatever the SDK raises is the machine's fault, in words: its own exceptions and those of requests."""
    with pytest.raises(MachineError) as caught, engine_faults("starting"):
        raise error
    assert caught.value.message == words and caught.value.remedy


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("('Connection aborted.', PermissionError(13, 'Permission denied'))", "you may not use the Docker engine"),
        ("('Connection aborted.', FileNotFoundError(2, 'No such file'))", "no Docker engine was found"),
        ("('Connection aborted.', ConnectionRefusedError(111, 'Connection refused'))", "does not answer"),
    ],
)
def test_unreachable(monkeypatch, error, words):
    """Not installed, not permitted, not running: each has its own words, and the way without an engine."""

    def from_env(**_: object) -> None:
        raise docker.errors.DockerException(f"Error while fetching server API version: {error}")

    monkeypatch.setattr(engine, "knock", lambda: None)
    monkeypatch.setattr("docker.from_env", from_env)
    with pytest.raises(MachineError, match=words) as caught:
        engine.connect()
    assert "--runner local" in caught.value.remedy
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere.sock")
    assert engine.answers() is False


def test_a_socket_that_nobody_listens_on(monkeypatch, tmp_path):
    """A socket file that a stopped engine left behind, and none at all: told before the SDK is asked."""
    monkeypatch.setattr("docker.from_env", lambda **_: pytest.fail("asked"))
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    with pytest.raises(MachineError, match="no Docker engine was found"):
        engine.connect()
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(f"{tmp_path}/left.sock")
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/left.sock")
    with pytest.raises(MachineError, match="does not answer"):
        engine.connect()


def test_too_old(monkeypatch):
    """An engine that speaks no API of ours."""

    class Old:
        class api:  # noqa: N801  # the SDK's attribute
            api_version = "1.40"

        def ping(self) -> None:
            pass

    monkeypatch.setattr(engine, "knock", lambda: None)
    monkeypatch.setattr("docker.from_env", lambda **_: Old())
    with pytest.raises(MachineError, match="too old: it speaks no API 1.41"):
        engine.connect()


def test_no_engine_is_asked_where_there_can_be_none(monkeypatch):
    """`auto` looks for a socket before it loads the SDK."""
    monkeypatch.delenv("DOCKER_HOST", raising=False)
    monkeypatch.setattr(engine, "default_sockets", lambda: ["/nowhere/docker.sock"])
    monkeypatch.setattr(engine, "connect", lambda: pytest.fail("asked"))
    assert engine.answers() is False
