"""End-to-end tests: real processes and real containers. A missing engine skips them, unless it is required."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.runners.docker.engine import LABEL, answers, connect
from grader.runners.owners import lives

REPOSITORY = Path(__file__).parents[2]
SCRIPTS = Path(sys.executable).parent


@pytest.fixture(scope="session")
def has_engine() -> bool:
    """Whether a Docker engine answers; where CI requires one, a missing one is a failure."""
    there = answers()
    if not there and os.environ.get("REQUIRE_ENGINE"):
        pytest.fail("REQUIRE_ENGINE is set, and no Docker engine answers: run scripts/engine.sh")
    return there


@pytest.fixture
def engine(has_engine: bool) -> None:
    """For a test that needs an engine."""
    if not has_engine:
        pytest.skip("no Docker engine answers here")


@pytest.fixture(params=["local", "docker"])
def runner(request: pytest.FixtureRequest, has_engine: bool) -> str:
    """Both ways to run a project."""
    if request.param == "docker" and not has_engine:
        pytest.skip("no Docker engine answers here")
    return str(request.param)


def need(*programs: str) -> None:
    """For a test that runs programs of this machine: a missing one skips it, unless everything is required."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing and os.environ.get("REQUIRE_ENGINE"):
        pytest.fail(f"REQUIRE_ENGINE is set, and {', '.join(missing)} is not installed")
    if missing:
        pytest.skip(f"{', '.join(missing)} is not installed here")


def need_for(track: str, runner: str) -> None:
    """What a project of that track needs of this machine: the docker runner brings its own Node."""
    if (track, runner) == ("express", "local"):
        need("node", "npm")


@pytest.fixture(autouse=True)
def nothing_left(has_engine: bool) -> Iterator[None]:
    """After every test: no container, volume or network of a run that is over. Removal may take a moment."""
    yield
    if not has_engine:
        return
    client = connect()
    deadline = time.monotonic() + 20
    while (left := leftovers(client)) and time.monotonic() < deadline:
        time.sleep(0.1)
    client.close()
    assert not left


def leftovers(client: object) -> list[str]:
    """What carries the label of a run that is over: its grader is gone, or is this process."""
    api = client.api  # type: ignore[attr-defined]
    filters = {"label": LABEL}
    items = [*api.containers(all=True, filters=filters), *api.networks(filters=filters)]
    items += api.volumes(filters=filters).get("Volumes") or []
    owners = [(item, item["Labels"][f"{LABEL}.pid"]) for item in items]
    return [str(item.get("Names") or item["Name"]) for item, pid in owners if pid == str(os.getpid()) or not lives(pid)]


def run(*argv: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """One of our commands, as a user runs it."""
    program = SCRIPTS / str(argv[0])
    return subprocess.run(
        [program, *argv[1:]],
        cwd=cwd,
        env={**os.environ, "COLUMNS": "100", **env},
        capture_output=True,
        text=True,
        timeout=600,
    )
