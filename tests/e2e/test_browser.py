"""What checks may ask of a browser, in both runners, of pages that are well and of pages that mean harm."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

import psutil
import pytest

from grader.catalog import load_day
from grader.grading import Job, grade
from grader.outcomes import Report
from grader.recognising import recognise
from grader.reporters import html, json_report
from grader.runners import RUNNERS, folders, local_browser
from grader.runners.docker import bases
from grader.runners.docker import engine as engines
from grader.runners.docker.browser import IMAGE
from grader.settings import read_project_settings

pytestmark = pytest.mark.beside

HERE = Path(__file__).parent
KIND = ("works", "refuses", "escape", "fails", "cors", "fresh", "words", "alone")


def need_browser(runner: str) -> None:
    """For a test that opens pages: a missing browser skips it, unless everything is required."""
    if runner == "docker":
        client = engines.connect()
        there = any(bases.exists(client, name) for name in IMAGE.names(os.environ.get(IMAGE.variable)))
        client.close()
    else:
        there = local_browser.has_driver() and bool(local_browser.installed())
    if not there and os.environ.get("REQUIRE_ENGINE"):
        pytest.fail("REQUIRE_ENGINE is set, and there is no browser: run scripts/base-images.sh and scripts/browser.sh")
    if not there:
        pytest.skip("there is no browser here")


def graded(runner: str, *goals: str) -> Report:
    """The report on some goals about the app with a page."""
    day = load_day("day10", HERE / "course")
    exercise = day.exercises[0]
    exercise = dataclasses.replace(exercise, goals=tuple(goal for goal in exercise.goals if goal.name in goals))
    assert len(exercise.goals) == len(goals)
    day = dataclasses.replace(day, exercises=(exercise,))
    app = HERE / "apps" / "paged"
    project = recognise(app, read_project_settings(app))
    return grade(Job(day, day.exercises, project, RUNNERS[runner](), 1), lambda _: None)


def held(report: Report) -> None:
    """Everything was as the checks expect it."""
    assert report.status == "graded", f"{report.problem} {report.log}"
    found = {
        goal.id.partition(".")[2]: f"{goal.outcome} {goal.summary or goal.remedy}".strip() for goal in report.goals
    }
    assert found == dict.fromkeys(found, "passed")


def browsers() -> list[int]:
    """Processes of browsers that were started by this process's runs."""
    tags = (one.info["environ"] or {} for one in psutil.process_iter(["environ"]))
    mine = str(os.getpid())
    return [1 for env in tags if (known := folders.owner_in(env.get("BACKEND_WEEK_RUN", ""))) and known[1].pid == mine]


def test_what_a_person_does(runner: str) -> None:
    """Forms, lists, checkboxes, dialogs, failing backends, other origins; misses in words; nothing is remembered."""
    need_browser(runner)
    report = graded(runner, *KIND)
    held(report)
    assert report.facts["browser"].lower().startswith(("chrom", "google", "microsoft"))
    assert any("own browser" in notice for notice in report.notices) == (runner == "local")
    assert browsers() == []


@pytest.mark.usefixtures("engine")
def test_pages_that_mean_harm() -> None:
    """Endless alerts and loops, memory, floods, windows: each ends as a miss, and the next page opens as before.

    In a container, where pages of others are opened; without one it is one's own.
    """
    need_browser("docker")
    report = graded("docker", "hostile")
    held(report)
    assert all(check.duration_s < 150 for goal in report.goals for check in goal.checks)
    assert browsers() == []


@pytest.mark.usefixtures("engine")
def test_over_a_published_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with the fallback transport, where a page's own gate is in the pod."""
    need_browser("docker")
    monkeypatch.setenv("GRADER_TRANSPORT", "port")
    held(graded("docker", "works", "cors", "alone"))


def test_a_miss_has_a_picture(runner: str) -> None:
    """It is in the report as a page and for programs; a check that opened nothing has none."""
    need_browser(runner)
    report = graded(runner, "pictured")
    opened, not_opened = report.goals[0].checks
    assert opened.outcome == not_opened.outcome == "failed"
    assert opened.picture.startswith("/9j/") and not not_opened.picture
    assert 'a button called "Launch" on the page' in opened.message and "“Remove all done”" in opened.message
    assert f'src="data:image/jpeg;base64,{opened.picture}"' in html.render(report)
    told = json.loads(json_report.render(report))["exercises"][0]["goals"][0]["checks"]
    assert told[0]["screenshot"] == opened.picture and "screenshot" not in told[1]


def test_no_browser_is_nobodys_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Goals about a page are then not checked, with the cure."""
    monkeypatch.setenv("GRADER_BROWSER", "/nowhere/chromium")
    (goal,) = graded("local", "works").goals
    assert (goal.outcome, goal.reason) == ("not-run", "unavailable")
    assert "did not start" in goal.remedy and "GRADER_BROWSER" in goal.remedy
    monkeypatch.setattr(local_browser, "has_driver", lambda: False)
    (goal,) = graded("local", "works").goals
    assert "pip install 'backend-week[browser]'" in goal.remedy


@pytest.mark.usefixtures("engine")
def test_no_image_is_nobodys_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container as well: an image that can't be had leaves the other goals as they are."""
    monkeypatch.setenv("GRADER_BROWSER_IMAGE", "localhost:1/nobodys:1")
    (goal,) = graded("docker", "works").goals
    assert (goal.outcome, goal.reason) == ("not-run", "unavailable")
    assert "needs a browser" in goal.remedy and "GRADER_BROWSER_IMAGE" in goal.remedy
