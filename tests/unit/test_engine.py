"""What the engine's failures mean in words. No engine is asked."""

from __future__ import annotations

import socket

import docker.errors
import pytest
import requests

from grader.errors import MachineError
from grader.runners.docker import engine
from grader.runners.docker.engine import engine_faults


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


@pytest.mark.parametrize("error", ["Read timed out. (read timeout=10)", "UnixHTTPConnectionPool: timed out"])
def test_a_hanging_engine(error):
    """One that takes a question and gives no answer is stuck, which is not the same as gone."""
    with (
        pytest.raises(MachineError, match=r"does not answer any more \(starting\)") as caught,
        engine_faults("starting"),
    ):
        raise requests.exceptions.ReadTimeout(error)
    assert "Restart it" in caught.value.remedy


def test_patience():
    """Long calls get their time, the next question does not, also after a fault."""

    class Client:
        class api:  # noqa: N801  # the SDK's attribute
            timeout = engine.CONTROL_TIMEOUT

    for fault in (None, KeyError):
        try:
            with engine.patience(Client(), 77):
                assert Client.api.timeout == 77
                if fault:
                    raise fault
        except KeyError:
            pass
        assert Client.api.timeout == engine.CONTROL_TIMEOUT == 10


@pytest.mark.parametrize("host", ["", "unix:///var/run/docker.sock", "tcp://127.0.0.1:2375", "tcp://localhost:2375"])
def test_an_engine_of_this_machine(host):
    """Its own sockets, and ports of its own loopback addresses."""
    engine.refuse_remote(host)


@pytest.mark.parametrize(
    "host", ["tcp://10.1.2.3:2376", "tcp://example.org", "ssh://me@example.org", "ssh://localhost"]
)
def test_an_engine_elsewhere(host):
    """What it starts can't be reached from here: refused before anybody is asked."""
    with pytest.raises(MachineError, match="is on another machine"):
        engine.refuse_remote(host)
