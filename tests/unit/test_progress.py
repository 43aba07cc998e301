"""The learner's history: what `grade` remembers, what a broken or hostile file does, and where projects are found."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import report_samples as samples
from hypothesis import given
from hypothesis import strategies as st

from grader import keeping
from grader.cli.remembering import remember
from grader.progress import hints, journal, places, runs, time_spent

RUN = runs.as_data(samples.mixed())
WRITER = """
import pathlib, sys
from grader.progress import journal
for number in range(int(sys.argv[2])):
    assert not journal.append(pathlib.Path(sys.argv[1]), {"n": number})
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A history that is not there yet."""
    return tmp_path / runs.FILE


def numbered(data: dict[str, object]) -> int | None:
    """What the records of these tests hold."""
    found = data.get("n")
    return found if isinstance(found, int) else None


def written(path: Path, content: bytes) -> Path:
    """Puts a history there."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def asides(path: Path) -> list[Path]:
    """What was set aside."""
    return sorted(path.parent.glob(f"{path.name}.corrupt-*"))


# --- the journal ------------------------------------------------------------------------------------------------------
def test_records_come_back_in_order(path: Path) -> None:
    """Reading makes nothing; records are lines of JSON; the folder keeps itself out of Git."""
    assert journal.read(path, numbered) == ([], "")
    assert not path.parent.exists()
    assert [journal.append(path, {"n": n}) for n in (1, 2, 3)] == ["", "", ""]
    assert journal.read(path, numbered) == ([1, 2, 3], "")
    assert path.read_text().splitlines()[0] == '{"version":1,"n":1}'
    assert (path.parent / ".gitignore").read_text() == "*\n"


def test_three_writers_lose_nothing(path: Path) -> None:
    """Each of 3 x 40 lines is whole."""
    path.parent.mkdir()
    command = [sys.executable, "-c", WRITER, str(path), "40"]
    writers = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]
    assert [process.communicate(timeout=60)[1] for process in writers] == [b""] * 3
    values, warning = journal.read(path, numbered)
    assert (sorted(values), warning) == (sorted([*range(40)] * 3), "")


def test_a_line_that_was_cut_off_costs_no_other(path: Path) -> None:
    """The next record begins a line of its own; the broken one is set aside, once."""
    written(path, b'{"version":1,"n":1}\n{"version":1,"n"')
    assert journal.append(path, {"n": 3}) == ""
    values, warning = journal.read(path, numbered)
    (aside,) = asides(path)
    assert values == [1, 3]
    assert warning == (
        f".grader/progress.jsonl had 1 line that can't be read; it is now in {aside.name}, and the others count."
    )
    assert aside.read_bytes() == b'{"version":1,"n"\n'
    assert journal.read(path, numbered) == ([1, 3], "")


BROKEN = [
    b"",
    b"{}",
    b"[1]",
    b"\xff\x00",
    b'{"version":true,"n":1}',
    b'{"version":1,"n":NaN}',
    b'{"version":1}',
    b"[" * 9999,
]


@given(st.lists(st.sampled_from([b'{"version":1,"n":7}', b'{"version":9,"x":"\xc3\xa9"}', *BROKEN])))
def test_nothing_is_ever_lost(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    """Whatever lines there are: good ones count, newer ones stay, the others are set aside as they were."""
    path = written(tmp_path_factory.mktemp("project") / runs.FILE, b"\n".join(lines))
    good, bad = lines.count(b'{"version":1,"n":7}'), [line for line in lines if line.strip() and line in BROKEN]
    newer = len([line for line in lines if b'"version":9' in line])
    for _ in range(2):
        values, warning = journal.read(path, numbered)
        assert values == [7] * good
        assert ("of a newer version" in warning) == bool(newer)
    kept = [line for aside in asides(path) for line in aside.read_bytes().splitlines()]
    assert sorted(kept) == sorted(bad)
    assert path.read_bytes().count(b'"version":9') == newer


@pytest.mark.parametrize("shape", ["link", "folder", "fifo", "long"])
@pytest.mark.parametrize("how", ["read", "append"])
def test_no_ordinary_file_is_set_aside(path: Path, shape: str, how: str) -> None:
    """Nothing is read or written through a link, no pipe is waited for; one line says what became of it."""
    victim = written(path.parent / "victim", b'{"version":1,"n":41}\n')
    make = {
        "link": lambda: path.symlink_to(victim),
        "folder": path.mkdir,
        "fifo": lambda: os.mkfifo(path),
        "long": lambda: (path.touch(), os.truncate(path, 5 << 30)),
    }
    make[shape]()
    warning = journal.read(path, numbered)[1] if how == "read" else journal.append(path, {"n": 1})
    assert warning.startswith(".grader/progress.jsonl can't be used (")
    assert len(asides(path)) == 1
    assert victim.read_bytes() == b'{"version":1,"n":41}\n'
    assert journal.read(path, numbered) == ([1] if how == "append" else [], "")


def test_a_folder_that_leads_elsewhere(path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Through a link of the project's nothing is written."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    path.parent.symlink_to(elsewhere)
    assert ".grader is a symbolic link, which is never followed" in journal.append(path, {"n": 1})
    assert ".grader is a symbolic link, which is never followed" in journal.read(path, numbered)[1]
    assert list(elsewhere.iterdir()) == []


def test_a_disk_that_is_full(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that does not fit leaves no half of it."""
    journal.append(path, {"n": 1})
    before, write = path.read_bytes(), os.write

    def full(descriptor: int, data: bytes) -> int:
        if len(data) < 20:  # the rest of a record
            raise OSError(28, "No space left on device")
        return write(descriptor, bytes(data)[:10])

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        warning = journal.append(path, {"n": 2})
    assert "could not be written (No space left on device); what it held before is unchanged" in warning
    assert path.read_bytes() == before


# --- runs -------------------------------------------------------------------------------------------------------------
def test_a_run_comes_back(tmp_path: Path) -> None:
    """What was remembered of a report: the score, each goal's outcome, when, with what."""
    report = samples.mixed()
    assert runs.record(report, tmp_path) == ""
    (found,), warnings = runs.read([tmp_path])
    assert warnings == []
    assert (found.day, found.seed, found.status, found.passed) == (report.day, report.seed, "graded", report.passed)
    assert found.score == report.score
    assert list(found.goals) == [goal.id for goal in report.goals]
    assert sum(became == "passed" for became in found.goals.values()) == RUN["passed_goals"]


def test_what_is_remembered(tmp_path: Path) -> None:
    """A project that does not start is; a machine's fault never is."""
    for status, number in (("environment-error", 0), ("not-startable", 1)):
        report = dataclasses.replace(samples.mixed(), status=status, exercises=())
        assert runs.record(report, tmp_path) == ""
        assert len(runs.read([tmp_path])[0]) == number
    assert runs.read([tmp_path])[0][0].status == "not-startable"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("day", "\x1b[31m"),
        ("day", ""),
        ("day", 2),
        ("score", float("nan")),
        ("score", "1"),
        ("score", True),
        ("score", 1e9),
        ("started_at", "2026-01-01T00:00:00"),
        ("started_at", "yesterday"),
        ("started_at", "0001-01-01T00:00:00+23:59"),
        ("started_at", "9999-12-31T00:00:00Z"),
        ("score", 10**400),
        ("duration_s", -1),
        ("status", "environment-error"),
        ("goals", {"day2/a.b": "great"}),
        ("goals", {"\n::error::": "passed"}),
        ("goals", []),
        ("seed", 1.5),
        ("track", "f" * 1000),
    ],
)
def test_a_record_is_not_trusted(key: str, value: object) -> None:
    """Whatever is not as we write it is no run: names can hold nothing that steers a terminal."""
    assert runs.parse({**RUN, key: value}) is None
    assert runs.parse(RUN) is not None


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.sampled_from(["day2", "passed", 10**400]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.just("day2/a.b"), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*RUN, "block", "ended_at", "seconds"]), JSON))
def test_no_record_is_an_error(changed: dict[str, object]) -> None:
    """Whatever a line holds, it is a run or it is none."""
    found = runs.parse({**RUN, **changed})
    assert found is None or (0 <= found.score <= 100 and found.started_at.tzinfo is UTC)
    assert time_spent.parse({"day": "day2", "block": 1, **changed}) is None or "seconds" in changed


def test_the_best_is_of_whole_days(tmp_path: Path) -> None:
    """A run of one exercise alone can have 100 per cent and says nothing about the day."""
    goals = {"day2/a.b": "passed"}
    for score, became in ((0.4, "failed"), (0.7, "failed"), (0.5, "failed"), (1.0, "excluded")):
        journal.append(
            tmp_path / runs.FILE, {**RUN, "day": "day2", "score": score, "goals": {**goals, "day2/a.c": became}}
        )
    found, _ = runs.read([tmp_path])
    assert runs.best(found, "day2", ["day2/a"]) == 0.7
    assert runs.best(found, "day2", ["day2/b"]) is None
    assert runs.best(found, "day3", ["day2/a"]) is None


# --- after a run ------------------------------------------------------------------------------------------------------
def test_remembering(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The best so far, this run among them; an archive, and an address graded from anywhere, leave nothing behind."""
    better = dataclasses.replace(samples.mixed(), exercises=samples.green().exercises)
    first = remember(better, None, tmp_path, elsewhere=False)
    assert first == better.score
    assert remember(samples.mixed(), None, tmp_path, elsewhere=False) == first
    other = tmp_path / "other"
    other.mkdir()
    (tmp_path / "work.zip").touch()
    assert remember(better, tmp_path / "work.zip", other, elsewhere=False) is None
    assert remember(better, None, other, elsewhere=True) is None
    assert remember(better, None, None, elsewhere=False) is None
    assert list(other.iterdir()) == []
    (other / "grade.toml").write_text(f'day = "{better.day}"\n')
    assert remember(better, None, other, elsewhere=True) == first
    assert capsys.readouterr().err == ""


def test_another_ones_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --project for another folder than the one that one is in, or its day's, nothing is left there."""
    report, theirs, mine = samples.mixed(), tmp_path / "ada" / "day2", tmp_path / "me" / "day2"
    for project in (theirs, mine):
        project.mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "me")
    assert remember(report, theirs, theirs, elsewhere=False) is None
    assert list(theirs.iterdir()) == []
    assert remember(report, Path("day2"), mine, elsewhere=False) == report.score
    monkeypatch.chdir(mine)
    assert remember(report, Path(), mine, elsewhere=False) == report.score
    assert len((mine / ".grader" / "progress.jsonl").read_text().splitlines()) == 2


def test_where_nothing_can_be_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The run is told all the same, with one note."""
    (tmp_path / ".grader").write_text("in the way")
    report = samples.mixed()
    assert remember(report, None, tmp_path, elsewhere=False) == report.score
    assert capsys.readouterr().err.startswith("note: .grader/progress.jsonl could not be written (")


# --- places and hints -------------------------------------------------------------------------------------------------
def test_home(tmp_path: Path) -> None:
    """The folder of course.toml; else the one above a day's project of the day's name; else the folder itself."""
    day = tmp_path / "learn" / "day2"
    day.mkdir(parents=True)
    assert places.home(day) == day
    (day / "grade.toml").write_text('day = "day2"\n')
    (day / "src").mkdir()
    assert places.home(day) == places.home(day / "src") == tmp_path / "learn"
    mine = tmp_path / "learn" / "mine"
    mine.mkdir()
    (mine / "grade.toml").write_text('day = "day3"\n')
    assert places.home(mine) == mine
    (tmp_path / "course.toml").touch()
    assert places.home(day) == tmp_path


def test_projects(tmp_path: Path) -> None:
    """The home and the folders in it that have a history, none of them by a link."""
    for name in ("day1", "day2", "elsewhere/.x"):
        (tmp_path / name / ".grader").mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to("day1")
    assert places.projects(tmp_path) == [tmp_path, tmp_path / "day1", tmp_path / "day2"]
    assert places.projects(tmp_path / "nowhere") == [tmp_path / "nowhere"]


def test_hints_of_all_projects(tmp_path: Path) -> None:
    """What was taken, the most of each goal."""
    for name, steps in (("a", {"day1/x.y": 1, "day1/x.z": 3}), ("b", {"day1/x.y": 2})):
        (tmp_path / name).mkdir()
        hints.take(tmp_path / name, lambda _, steps=steps: steps)
    assert hints.taken([tmp_path / "a", tmp_path / "b"]) == ({"day1/x.y": 2, "day1/x.z": 3}, [])


def test_moments() -> None:
    """Only those whose zone is known."""
    assert runs.moment("2026-01-01T01:00:00+01:00") == datetime(2026, 1, 1, tzinfo=UTC)
    assert [runs.moment(bad) for bad in ("2026-01-01", None, 5, "x")] == [None] * 4
    assert json.loads(json.dumps(RUN)) == RUN
    assert keeping.HOME == ".grader"
