"""What checks may ask of the app, in both runners: restart, kill, a second instance, files, output."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.catalog import load_day
from grader.grading import Job, grade
from grader.recognising import recognise
from grader.runners import RUNNERS
from grader.settings import read_project_settings

HERE = Path(__file__).parent


def outcomes(runner: str) -> dict[str, str]:
    """Each goal's outcome, with its summary where it did not pass."""
    day = load_day("day9", HERE / "course")
    app = HERE / "apps" / "restartable"
    project = recognise(app, read_project_settings(app))
    report = grade(Job(day, day.exercises, project, RUNNERS[runner](), 1), lambda _: None)
    assert report.status == "graded", f"{report.problem} {report.log}"
    return {goal.id.partition(".")[2]: f"{goal.outcome} {goal.summary}".strip() for goal in report.goals}


def test_everything_asked_is_done(runner: str) -> None:
    """Kill, start, stop, another environment, a second instance, files and output work in both runners."""
    found = outcomes(runner)
    if runner == "local":  # it has no sandbox, and says so
        del found["alone"]
    assert found == dict.fromkeys(found, "passed")
    assert len(found) >= 12


@pytest.mark.usefixtures("engine")
def test_the_published_port_serves_where_sockets_do_not_cross(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the fallback transport the same holds, but for the second network interface."""
    monkeypatch.setenv("GRADER_TRANSPORT", "port")
    found = outcomes("docker")
    assert found.pop("alone").startswith("failed")  # eth0 is there, without a gateway
    assert found == dict.fromkeys(found, "passed")
