"""A project graded again on a server that runs already: as if it were the first time."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from grader.catalog import load_day
from grader.checking import Checking
from grader.grading import Job, grade_again, options_of
from grader.outcomes import Report
from grader.recognising import recognise
from grader.runners import RUNNERS
from grader.server.protocols import Server
from grader.settings import read_project_settings
from tests.e2e.test_databases import held, need_image

pytestmark = pytest.mark.beside

HERE = Path(__file__).parent


def again(job: Job, server: Server) -> Report:
    """One more grade, of what lies in the job's folder now."""
    folder = job.project.folder
    now = replace(job, project=recognise(folder, read_project_settings(folder)))

    def renewed() -> Server:
        server.renew(now.project)
        return server

    with Checking(job.exercises) as checking:
        return grade_again(now, checking, renewed)


def job_for(runner: str, database: str, folder: Path) -> Job:
    """The app that stores words, as a learner's project in that folder."""
    day = load_day("day8", HERE / "course")
    app = shutil.copytree(HERE / "apps" / "storing", folder / "day8")
    project = recognise(app, read_project_settings(app))
    return Job(day, day.exercises, project, RUNNERS[runner](), 1, database=database)


def test_as_if_it_were_the_first_time(runner: str, tmp_path: Path) -> None:
    """Right, broken, wrong, right: each time what counts is the folder as it is then, and nothing that was stored."""
    job = job_for(runner, "sqlite", tmp_path)
    app = job.project.folder / "app.py"
    right = app.read_text()
    (job.project.folder / "old.txt").write_text("for the first time only")
    with job.runner.serve(job.project, options_of(job), lambda _: None) as server:
        held(again(job, server))
        assert "/app/old.txt" in server.files() and "/data/app.db" in server.files()
        (job.project.folder / "old.txt").unlink()
        app.write_text("raise SystemExit('not today')\n" + right)
        broken = again(job, server)
        assert broken.status == "not-startable" and "not today" in broken.log
        assert not {"/app/old.txt", "/data/app.db"} & set(server.files())
        app.write_text(right.replace("200", "500").replace("201", "500"))
        wrong = again(job, server)
        assert wrong.status == "graded" and not wrong.passed
        app.write_text(right)
        held(again(job, server))


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("database", ["postgres", "mysql"])
def test_a_server_keeps_nothing(database: str, tmp_path: Path) -> None:
    """The database's server goes on, and the app finds an empty database each time."""
    need_image(database)
    job = job_for("docker", database, tmp_path)
    with job.runner.serve(job.project, options_of(job), lambda _: None) as server:
        urls = []
        for _ in range(3):
            held(again(job, server))
            urls.append(server.database.env["DATABASE_URL"])
        assert len(set(urls)) == 3
