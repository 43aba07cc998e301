"""Other programs on the same thirty checks. `scripts/others.sh` installs them beside the project, never into it."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import course, floors
from benchmarks.grades import emptied, whole
from benchmarks.small import checks_alone, small_course
from benchmarks.timing import Measured, Rounds, in_turn, of_pairs, once

REPOSITORY = Path(__file__).parents[1]
HOME = REPOSITORY / "build" / "others"
PYTHON = HOME / "venv" / "bin"
NODE = HOME / "node_modules" / ".bin"


def install() -> None:
    """Raises CalledProcessError where something can't be had."""
    subprocess.run(["bash", REPOSITORY / "scripts" / "others.sh", HOME], check=True, stdout=subprocess.DEVNULL)


def run(argv: list[Any], cwd: Path, says: str, **env: str) -> float:
    """Seconds of a program; that it ran the checks, and that they held, is read in what it printed."""
    found: list[subprocess.CompletedProcess[str]] = []
    everything = {**os.environ, "HOME": str(cwd), "CI": "1", **env}

    def work() -> None:
        found.append(subprocess.run(argv, cwd=cwd, env=everything, capture_output=True, text=True, timeout=60))

    seconds = once(work)
    said = found[0].stdout + found[0].stderr
    assert found[0].returncode == 0 and says in said, f"{argv[0]}: {said[-2000:]}"
    return seconds


def compared(rounds: Rounds) -> Measured:
    """On one running app: the checks by themselves, and each of the others as a whole program."""
    install()
    found = Measured("thirty checks of one running app")
    with tempfile.TemporaryDirectory(prefix="backend-week-bench-") as name, floors.running() as (host, port):
        home, base = Path(name), f"http://{host}:{port}"
        places = {tool: home / tool for tool in ("check50", "newman", "tavern", "jest", "ours")}
        for place in places.values():
            place.mkdir()
        course.for_check50(places["check50"])
        course.for_newman(places["newman"], base)
        course.for_tavern(places["tavern"], base)
        course.for_jest(places["jest"], base)
        (places["jest"] / "node_modules").symlink_to(HOME / "node_modules")
        course.lay(places["ours"])
        check50 = [PYTHON / "check50", "--dev", ".", "-o", "json", "--log-level", "warning"]
        newman = [NODE / "newman", "run", "collection.json", "--color", "off"]
        tavern = [PYTHON / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_echo.tavern.yaml"]
        with small_course() as (courses, project):
            found.seconds = in_turn(
                {
                    "checks alone": lambda: checks_alone(places["ours"], base),
                    "newman": lambda: run(newman, places["newman"], "iterations"),
                    "tavern": lambda: run(tavern, places["tavern"], "30 passed"),
                    "jest": lambda: run([NODE / "jest"], places["jest"], "30 passed"),
                    "check50": lambda: run(check50, places["check50"], '"passed": true', BASE=base),
                    "grade in a container": lambda: graded(courses, project, "docker"),
                },
                rounds,
            )
    alone = found.seconds["checks alone"]
    for tool, must, aim in (("newman", 0.35, 0.25), ("tavern", 0.5, 0.4), ("jest", 0.6, 0.5)):
        found.ratio(f"checks alone / {tool}", of_pairs(alone, found.seconds[tool]), must, aim)
    whole_grade = of_pairs(found.seconds["grade in a container"], found.seconds["check50"])
    found.ratio("a whole grade in a container / check50", whole_grade, None, 1.0)
    return found


def started_too(rounds: Rounds) -> Measured:
    """With the app's start: the local runner against hs-test."""
    install()
    found = Measured("the app's start and thirty checks")
    with tempfile.TemporaryDirectory(prefix="backend-week-bench-") as name, small_course() as (courses, project):
        home = Path(name)
        course.for_hs_test(home)
        found.seconds = in_turn(
            {
                "grade, local": lambda: graded(courses, project, "local"),
                "hs-test": lambda: run([PYTHON / "python", "tests.py"], home, f"Start test {course.COUNT}"),
            },
            rounds,
        )
    ratio = of_pairs(found.seconds["grade, local"], found.seconds["hs-test"])
    found.ratio("grade with the local runner / hs-test", ratio, 0.65, 0.5)
    return found


def graded(courses: Path, project: Path, runner: str) -> float:
    seconds = whole("day8", "--project", str(project), "--runner", runner, GRADER_COURSE=str(courses))
    if runner == "docker":
        emptied()
    return seconds
