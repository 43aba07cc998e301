"""Ports of this machine that somebody else is given meanwhile: another one is taken, and nobody is blamed."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader import catalog
from grader.recognising import recognise
from grader.runners import RUNNERS, local, local_suites
from grader.runners.local_places import free_port, is_taken
from grader.server.options import Options
from grader.settings import read_project_settings
from tests.e2e.conftest import REPOSITORY

PROJECT = REPOSITORY / "solutions" / "day2" / "flask"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which a server listens that is nobody's here."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_the_apps(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The app is started again on another port, and its second instance likewise."""
    assert is_taken(taken) and not is_taken(free_port())
    # For the app, its mailbox, and the second instance; after each that is taken, a free one.
    ports = itertools.chain([taken, free_port(), free_port(), taken], iter(free_port, None))
    monkeypatch.setattr(local, "free_port", lambda: next(ports))
    project = recognise(PROJECT, read_project_settings(PROJECT))
    with RUNNERS["local"]().serve(project, Options(), lambda _: None) as server:
        second = server.second()
        assert taken not in (server.given_port, server.address.port, second.port)
        assert server.given_port == server.address.port != second.port


def test_a_server_of_ours(taken: int, tmp_path: Path) -> None:
    """That for the learner's own tests too; one that can't start at all is the course's fault."""
    (suite,) = (e.suite for e in catalog.load_day("day2").exercises if e.suite)
    server, log, port = local_suites._served(tmp_path, "no-tag", suite, "none", taken)
    try:
        assert port != taken and is_taken(port) and log.stat().st_size
    finally:
        server.kill()
        server.wait()
