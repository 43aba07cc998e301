"""The databases that an app is given, on every kind that can be had here and in both runners."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.catalog import load_day
from grader.grading import Job, grade
from grader.outcomes import Report
from grader.recognising import recognise
from grader.runners import RUNNERS
from grader.runners.docker import engine, images
from grader.services import SERVICES
from grader.settings import read_project_settings
from tests.e2e.conftest import SCRIPTS, run

if TYPE_CHECKING:
    from docker import DockerClient

HERE = Path(__file__).parent


def graded(runner: str, database: str) -> Report:
    """The report on an app that stores words."""
    day = load_day("day8", HERE / "course")
    app = HERE / "apps" / "storing"
    project = recognise(app, read_project_settings(app))
    return grade(Job(day, day.exercises, project, RUNNERS[runner](), 1, database=database), lambda _: None)


def need_image(database: str) -> None:
    """A server's image must be there: official ones are not fetched for a test."""
    image = SERVICES[database].image
    assert image is not None
    client = engine.connect()
    there = any(images.exists(client, name) for name in image.names(None))
    client.close()
    if not there and os.environ.get("REQUIRE_ENGINE"):
        pytest.fail(f"REQUIRE_ENGINE is set, and there is no image for {database}: run scripts/base-images.sh")
    if not there:
        pytest.skip(f"there is no image of {SERVICES[database].title} here: scripts/base-images.sh makes it")


def held(report: Report) -> None:
    """Everything that was asked was done; a goal about something else counts neither way."""
    assert report.status == "graded", f"{report.problem} {report.remedy} {report.log}"
    found = {goal.id.partition(".")[2]: f"{goal.outcome} {goal.summary}".strip() for goal in report.goals}
    assert found.pop("applies") == "not-run this project does it in another way"
    assert found == dict.fromkeys(found, "passed")
    assert report.passed


def test_a_file(runner: str) -> None:
    """SQLite: a file on the data volume, in both runners."""
    held(graded(runner, "sqlite"))


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("database", ["postgres", "mysql"])
def test_a_server(database: str) -> None:
    """PostgreSQL and MariaDB in the app's pod: stopped, started, looked into, with a second database."""
    need_image(database)
    report = graded("docker", database)
    held(report)
    assert report.facts["database server"].startswith(SERVICES[database].title)
    assert report.database == database


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("database", ["postgres", "mysql"])
def test_a_server_where_sockets_do_not_cross(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same over the fallback transport, where a bridge of ours makes the socket that clients want."""
    need_image(database)
    monkeypatch.setenv("GRADER_TRANSPORT", "port")
    held(graded("docker", database))


@pytest.mark.usefixtures("engine")
def test_nothing_of_a_server_outlives_a_killed_grader(tmp_path: Path) -> None:
    """SIGKILL while the app runs beside its server: container, volumes and sockets go all the same."""
    need_image("postgres")
    argv = [SCRIPTS / "grade", "day8", "--project", HERE / "apps" / "storing", "--database", "postgres"]
    env = {**os.environ, "GRADER_COURSE": str(HERE / "course")}
    child = subprocess.Popen([*argv, "--runner", "docker"], cwd=tmp_path, env=env, stdout=subprocess.DEVNULL)
    client = engine.connect()
    try:
        deadline = time.monotonic() + 60
        while not {"database", "app"} <= roles_of(client, child.pid):
            assert child.poll() is None and time.monotonic() < deadline
            time.sleep(0.05)
        child.kill()
        child.wait()
        deadline = time.monotonic() + 30
        while roles_of(client, child.pid) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert roles_of(client, child.pid) == set()
    finally:
        child.kill()
        client.close()


def roles_of(client: DockerClient, pid: int) -> set[str]:
    """What a grader's containers are for."""
    found = client.api.containers(all=True, filters={"label": f"{engine.LABEL}.pid={pid}"})
    return {container["Labels"].get("org.backend-week.role", "") for container in found}


def test_no_image_to_be_had(tmp_path: Path, runner: str) -> None:
    """A server that can't be given is the machine's fault, or a wrong use without a container; never a learner's."""
    argv = ["day8", "--project", HERE / "apps" / "storing", "--database", "mongo", "--runner", runner]
    env = {"GRADER_COURSE": str(HERE / "course"), "GRADER_MONGO_IMAGE": "localhost:1/mongo:none", "DATABASE_URL": ""}
    done = run("grade", *argv, cwd=tmp_path, **env)
    said = " ".join(f"{done.stdout} {done.stderr}".split())
    if runner == "docker":
        assert done.returncode == 4
        assert "localhost:1/mongo:none is not here and can't be fetched" in said and "another --database" in said
    else:
        assert done.returncode == 2
        assert "the grader starts no server" in said and "export DATABASE_URL=mongodb://" in said
