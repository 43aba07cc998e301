"""The databases that an app is given, on every kind that can be had here and in both runners."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.catalog import load_day
from grader.grading import Job, grade
from grader.outcomes import Report
from grader.recognising import recognise
from grader.runners import RUNNERS
from grader.runners.docker import bases, engine
from grader.services import SERVICES, postgres
from grader.services.base import Refused, parse
from grader.settings import read_project_settings
from tests.e2e.conftest import REPOSITORY, SCRIPTS, run

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
    there = any(bases.exists(client, name) for name in image.names(None))
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


@pytest.mark.usefixtures("engine")
def test_a_server_of_ones_own(tmp_path: Path) -> None:
    """Without a container: the user's DATABASE_URL. It is never stopped, and what was made there is dropped."""
    need_image("postgres")
    with own_postgres() as url:
        words = ["--project", HERE / "apps" / "storing", "--database", "postgres", "--runner", "local"]
        env = {"GRADER_COURSE": str(HERE / "course"), "DATABASE_URL": url}
        done = run("grade", "day8", *words, "--json", "report.json", cwd=tmp_path, **env)
        report = json.loads((tmp_path / "report.json").read_text())
        found = {goal["id"].partition(".")[2]: goal["outcome"] for goal in report["exercises"][0]["goals"]}
        assert found.pop("confined") == "failed"  # their user may be an administrator
        assert found.pop("statements") == "failed"  # their user is the app's, whose statements the server leaves out
        assert {found.pop(name) for name in ("gone", "survives", "applies")} == {"not-run"}
        assert found == dict.fromkeys(found, "passed"), done.stdout
        assert "your own database server was used" in json.dumps(report)
        queries = tmp_path / "day3"
        shutil.copytree(REPOSITORY / "solutions" / "day3" / "flask", queries)
        words = ["--project", queries, "--database", "postgres", "--runner", "local"]
        done = run("grade", "day3", "sql", *words, cwd=tmp_path, DATABASE_URL=url)
        assert done.returncode == 0, done.stdout
        place, login = parse(url, 5432)
        with postgres.connect(place, login) as connection:
            names = connection.execute("SELECT datname FROM pg_database").fetchall()
        assert not [name for (name,) in names if name.startswith("backend_week")]


@contextlib.contextmanager
def own_postgres() -> Iterator[str]:
    """A server as a user may have one: on a loopback port of this machine, with an administrator's login."""
    client, service = engine.connect(), SERVICES["postgres"]
    assert service.image is not None
    anywhere = "printf 'host all all all scram-sha-256\\n' >>$data/pg_hba.conf\nexec postgres"
    script = service.script.replace("\nexec postgres", f"\n{anywhere}")
    script = script.replace("listen_addresses=127.0.0.1", "listen_addresses=*")
    made = client.containers.create(
        next(name for name in service.image.names(None) if bases.exists(client, name)),
        ["sh", "-c", script],
        environment={"APP_PASSWORD": "a", "GRADER_PASSWORD": "g"},
        user=service.user,
        tmpfs={"/database": "mode=1777"},
        ports={"5432/tcp": ("127.0.0.1", None)},
        labels=engine.labels(engine.new_run()),
    )
    try:
        made.start()
        made.reload()
        port = made.ports["5432/tcp"][0]["HostPort"]
        url = f"postgresql://grader:g@127.0.0.1:{port}/app"
        deadline = time.monotonic() + 60
        while True:
            try:
                postgres.ready(*parse(url, 5432))
                break
            except Refused:
                assert time.monotonic() < deadline, made.logs()
                time.sleep(0.1)
        yield url
    finally:
        made.remove(force=True)
        client.close()
