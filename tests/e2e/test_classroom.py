"""A class by the ordinary command: to the expected results, cut off and resumed, on workers of which one dies."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from grader.classroom.book import open_book
from grader.classroom.records import Grade
from grader.runners import folders
from grader.runners.docker.engine import LABEL, connect
from tests.e2e import classes
from tests.e2e.classes import Expected, environment
from tests.e2e.conftest import SCRIPTS

pytestmark = [pytest.mark.beside, pytest.mark.usefixtures("engine")]
COUNT = 10


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A teacher's folder, beside a course of one exercise."""
    classes.course(tmp_path)
    folder = tmp_path / "class"
    folder.mkdir()
    return folder


def begin(room: Path, *words: str) -> subprocess.Popen[str]:
    argv = [SCRIPTS / "classroom", "grade", "class.csv", "--day", "day2", *words]
    return subprocess.Popen(
        argv, cwd=room, env=environment(room), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip


def graded(room: Path, *words: str) -> tuple[int, str]:
    child = begin(room, *words)
    said, _ = child.communicate(timeout=900)
    return child.returncode, said


def grades(room: Path) -> dict[str, Grade]:
    with open_book(str(room / "grades.db")) as book:
        return {grade.learner: grade for grade in book.grades("day2")}


def assert_as_expected(found: dict[str, Grade], expected: dict[str, Expected]) -> None:
    """Status and failed goals of each, exactly."""
    assert sorted(found) == sorted(expected)
    for learner, wanted in expected.items():
        grade = found[learner]
        assert grade.status == wanted.status, (wanted.kind, grade.problem)
        if grade.status == "graded":
            missed = {goal for goal, outcome in grade.goals.items() if outcome == "failed"}
            required = {goal for goal, outcome in grade.goals.items() if outcome in ("failed", "needs")}
            assert required == set(grade.goals) if wanted.fails is None else missed == wanted.fails, wanted.kind


def left(pids: set[int]) -> list[str]:
    """Containers, volumes and folders of these graders."""
    client = connect()
    names = [
        container["Id"]
        for pid in pids
        for container in client.api.containers(all=True, filters={"label": f"{LABEL}.pid={pid}"})
    ]
    client.close()
    return names + [str(folder.path) for folder in folders.find() if int(folder.owner.pid) in pids]


def test_a_class(room: Path) -> None:
    """Each gets what is due; a folder each says why; a second run has nothing to do; other data give the same."""
    expected = classes.build(room, COUNT)
    code, said = graded(room)
    assert code == 1, said  # some could not be graded, by their own fault
    assert_as_expected(grades(room), expected)
    written = {path.parent.name[: len("learner-000")]: path for path in (room / "grades/day2").glob("*/log.txt")}
    assert sorted(written) == sorted(expected)
    reports = list((room / "grades/day2").glob("*/report.json"))
    assert all(json.loads(path.read_text())["day"] == "day2" for path in reports)
    assert len(reports) == sum(wanted.status != "refused" for wanted in expected.values())
    code, said = graded(room)
    unchanged = sum(wanted.status != "refused" for wanted in expected.values())
    assert code == 1 and f"{unchanged} unchanged since" in said
    assert not (room / "grades/evil.py").exists() and not (room / "evil.py").exists()


def test_cut_off_and_resumed(room: Path) -> None:
    """Ctrl-C in the middle: 130, nothing is left running, and the same command does what is missing alone."""
    expected = classes.build(room, COUNT)
    child = begin(room, "--verbose")
    pids = {child.pid}
    lines = []
    for line in child.stdout:
        lines.append(line)
        pids |= workers_of(child.pid)
        if sum("%" in line for line in lines) >= 2:
            break
    child.send_signal(signal.SIGINT)
    rest, _ = child.communicate(timeout=60)
    assert child.returncode == 130 and "Traceback" not in "".join(lines) + rest
    assert f"of {COUNT} had their turn; the same command goes on with the others" in rest
    assert gone(lambda: left(pids)), left(pids)
    before = grades(room)
    assert 0 < len(before) < COUNT
    _, said = graded(room)
    after = grades(room)
    assert_as_expected(after, expected)
    assert all(after[name] == grade for name, grade in before.items() if grade.submission)
    kept = sum(bool(grade.submission) for grade in before.values())
    assert f"{kept} unchanged since" in said


def test_killed(room: Path) -> None:
    """SIGKILL: its workers end, and so does what they had started."""
    classes.build(room, 4)
    child = begin(room)
    deadline = time.monotonic() + 120
    while not any(left(workers_of(child.pid))) and time.monotonic() < deadline:
        time.sleep(0.1)
    pids = workers_of(child.pid)
    assert left(pids)
    child.kill()
    child.communicate(timeout=30)
    assert gone(lambda: [*left(pids), *(pid for pid in pids if alive(pid))])


@pytest.fixture
def cluster(room: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers: (address, the workers)."""
    with classes.cluster(room, 2) as made:
        yield made


def test_on_workers_of_which_one_dies(room: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]) -> None:
    """What the dead one was at, the other does; nobody's grade suffers, and nothing of the dead one is left."""
    expected = classes.build(room, COUNT)
    address, workers = cluster
    child = begin(room, "--scheduler", address, "--verbose")
    for line in child.stdout:
        if "%" in line:
            break
    deadline = time.monotonic() + 60
    while not left({workers[0].pid}) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert left({workers[0].pid})
    workers[0].kill()
    said, _ = child.communicate(timeout=900)
    assert child.returncode == 1, said
    assert_as_expected(grades(room), expected)
    assert gone(lambda: left({workers[0].pid}))


HIDDEN = """\
format = 1
title = "Hidden"
hours = 1

[[goals]]
id = "kind"
title = "The app is kind"
hints = []
tells = "Think of who has no name."
"""
CHECK = """\
def test_canary(api):
    "CANARY-5d1 is asked for."
    reply = api.get("/canary-5d1")
    assert reply.status_code == 418, "CANARY-5d1 was expected"
"""


def test_a_pack(room: Path) -> None:
    """Case 24: private checks count; what they ask for stands in the teacher's page alone."""
    expected = classes.build(room, 1)
    home = room / "pack/day2/hidden"
    (home / "checks").mkdir(parents=True)
    (home / "exercise.toml").write_text(HIDDEN)
    (home / "checks/test_kind.py").write_text(CHECK)
    code, said = graded(room, "--pack", "pack", "--verbose")
    assert code == 0 and "50 %" in said, said
    (grade,) = grades(room).values()
    assert grade.misses == {"day2/hidden.kind": "Think of who has no name."}
    assert sorted(expected) == [grade.learner]
    assert all(goal == "day2/hidden.kind" or outcome == "passed" for goal, outcome in grade.goals.items())
    (staff,) = (room / "grades/day2/staff").iterdir()
    assert "canary-5d1" in staff.read_text() and "CANARY-5d1 was expected" in staff.read_text()
    (own,) = (path for path in (room / "grades/day2").iterdir() if path.name != "staff")
    for file in own.iterdir():
        assert "canary" not in file.read_text().lower(), file.name


def classroom(room: Path, *words: str) -> subprocess.CompletedProcess[str]:
    argv = [SCRIPTS / words[0], *words[1:]]
    return subprocess.run(argv, cwd=room, env=environment(room), capture_output=True, text=True, timeout=300)


def test_official_grades(room: Path) -> None:
    """Two seeds and a signature for each, of a class and of one learner; who edits one is told of."""
    classes.build(room, 2)
    assert classroom(room, "classroom", "key", "--out", "key.pem").returncode == 0
    keys = ["--public-key", "key.pem.pub"]
    code, said = graded(room, "--official", "--key", "key.pem")
    assert code == 0, said
    assert all(grade.official and grade.signature and not grade.disputed for grade in grades(room).values())
    checked = classroom(room, "classroom", "verify", "grades.db", *keys, "--roster", "class.csv")
    assert checked.returncode == 0 and "2 official grades, all as they were signed" in checked.stdout
    with closing(sqlite3.connect(room / "grades.db")) as connection, connection:
        connection.execute("UPDATE grades SET score = 1.0 WHERE learner = 'learner-001'")
    edited = classroom(room, "classroom", "verify", "grades.db", *keys)
    assert edited.returncode == 1 and "learner-001" in edited.stdout and "changed after it was signed" in edited.stdout

    words = [
        "--official",
        "--learner",
        "ada",
        "--record",
        "ada.json",
        "--key",
        "key.pem",
        "--project",
        "in/learner-000",
    ]
    one = classroom(room, "grade", "day2", *words)
    assert one.returncode == 0, one.stdout + one.stderr
    record = json.loads((room / "ada.json").read_text())
    assert (record["learner"], record["score"], record["official"]) == ("ada", 1.0, True)
    assert classroom(room, "classroom", "verify", "ada.json", *keys).returncode == 0
    (room / "ada.json").write_text((room / "ada.json").read_text().replace('"ada"', '"eve"'))
    assert classroom(room, "classroom", "verify", "ada.json", *keys).returncode == 1


def workers_of(pid: int) -> set[int]:
    """The processes that take turns."""
    try:
        return {child.pid for child in psutil.Process(pid).children(recursive=True)}
    except psutil.NoSuchProcess:
        return set()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(look: Callable[[], list[object]]) -> bool:
    """Whether what is looked for is gone within some seconds."""
    deadline = time.monotonic() + 15
    while look() and time.monotonic() < deadline:
        time.sleep(0.1)
    return not look()
