"""Watch mode without an app: what counts as a save, what is graded first, what the loop does with what comes."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from grader import mounts
from grader.catalog import load_day
from grader.cli import watch_loop
from grader.cli.telling import Wishes
from grader.cli.watch_loop import Loop
from grader.cli.watch_screen import Screen, Terminal
from grader.errors import ProjectError, UsageError
from grader.outcomes import ExerciseResult, GoalResult, Report
from grader.watching import Changes, Verdict, choosing
from grader.watching.changes import fingerprint, folders_of, is_an_editors

DAY = load_day("day2")
METHODS = DAY.exercises[0]
WISHES = Wishes([], None, quiet=False, verbose=False, no_hints=False)


# --- what was saved ---------------------------------------------------------------------------------------------------
class Saves:
    """What was told, and a way to wait for the next."""

    def __init__(self) -> None:
        self.told: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

    def next(self) -> list[str]:
        return self.told.get(timeout=10)

    def settled(self, seconds: float = 0.4) -> list[str]:
        """Of one save: a file can be seen while it is still empty, and once more when it is whole."""
        names = set(self.next())
        while True:
            try:
                names.update(self.told.get(timeout=seconds))
            except queue.Empty:
                return sorted(names)

    def nothing(self, seconds: float = 0.5) -> bool:
        try:
            self.told.get(timeout=seconds)
        except queue.Empty:
            return True
        return False


def project(folder: Path) -> Path:
    (folder / "project" / "inner").mkdir(parents=True)
    (folder / "project" / "app.py").write_text("one")
    (folder / "project" / "inner" / "part.py").write_text("two")
    return folder / "project"


@pytest.mark.parametrize("polling", [False, True])
def test_saves_are_told(polling: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file written, one in a folder, a new one in a new folder, one removed, one put in another's place."""
    monkeypatch.setattr(mounts, "is_silent", lambda _: polling)
    folder, saves = project(tmp_path), Saves()
    with Changes(folder, saves.told.put) as watched:
        assert watched.polling == polling
        time.sleep(0.3)
        (folder / "app.py").write_text("three")
        assert saves.settled() == ["app.py"]
        (folder / "inner" / "part.py").write_text("four, and more")
        assert saves.settled() == ["inner/part.py"]
        (folder / "new").mkdir()
        (folder / "new" / "file.py").write_text("five")
        assert saves.settled() == ["new/file.py"]
        (folder / "new" / "file.py").write_text("six or seven")
        assert saves.settled() == ["new/file.py"]
        (folder / "inner" / "part.py").unlink()
        assert saves.settled() == ["inner/part.py"]
        (folder / "fresh").write_text("eight")
        saves.settled()
        (folder / "fresh").replace(folder / "app.py")
        assert saves.settled() == ["app.py", "fresh"]


def test_what_is_no_save(tmp_path: Path) -> None:
    """What editors, version control, installations and the grader itself write is none; nor is looking at a file."""
    folder, saves = project(tmp_path), Saves()
    for name in (".git", "node_modules", ".grader", "__pycache__"):
        (folder / name).mkdir()
    with Changes(folder, saves.told.put):
        time.sleep(0.3)
        for name in (".git/index", "node_modules/x.js", ".grader/progress.jsonl", "__pycache__/app.cpython-311.pyc"):
            (folder / name).write_text("x")
        for name in (".app.py.swp", "app.py~", "4913", ".#app.py", "app.py.tmp"):
            (folder / name).write_text("x")
        (folder / "app.py").read_text()
        assert saves.nothing()


def test_a_folder_that_goes_and_comes(tmp_path: Path) -> None:
    """One that is away for a while is waited for."""
    folder, saves = project(tmp_path), Saves()
    with Changes(folder, saves.told.put):
        time.sleep(0.3)
        folder.rename(tmp_path / "away")
        assert saves.settled() == ["app.py", "inner/part.py"]
        (tmp_path / "away").rename(folder)
        assert saves.settled() == ["app.py", "inner/part.py"]
        (folder / "app.py").write_text("once more")
        assert saves.settled() == ["app.py"]


def test_where_no_watch_can_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that has no more watches is looked at again and again instead."""
    tries = []

    def refuse(*folders: Path, **_: Any) -> None:
        tries.append(folders)
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr("watchfiles.watch", refuse)
    folder, saves = project(tmp_path), Saves()
    with Changes(folder, saves.told.put) as watched:
        (folder / "app.py").write_text("three")
        assert saves.settled() == ["app.py"]
        assert watched.polling and tries


MOUNTS = {"wsl": ({"/": "ext4", "/mnt/c": "9p"}, True), "inner": ({"/mnt": "9p", "/mnt/c": "ext4"}, False)}


@pytest.mark.parametrize(("disks", "there"), MOUNTS.values(), ids=MOUNTS)
def test_where_events_do_not_come(disks: dict[str, str], there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The innermost file system decides."""
    parts = [psutil._ntuples.sdiskpart(kind, where, kind, "") for where, kind in disks.items()]
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: parts)
    assert mounts.is_silent(Path("/mnt/c/Users/ada/day2")) is there
    assert mounts.is_silent(Path("/home/ada/day2")) is False


def test_names_of_editors() -> None:
    """Theirs, and not a learner's."""
    assert all(map(is_an_editors, ["app.py~", ".app.py.swp", "4913", ".#app.py", "app.py___jb_tmp___"]))
    assert not any(map(is_an_editors, ["app.py", "swap.js", "tmp.py", ".env.example", "Procfile"]))


def test_a_project_that_is_none(tmp_path: Path) -> None:
    """A folder that is not there has no files and no folders."""
    assert fingerprint(tmp_path / "none") == frozenset() and folders_of(tmp_path / "none") == []


# --- what comes first -------------------------------------------------------------------------------------------------
def report(outcomes: dict[str, str], status: Any = "graded") -> Report:
    """A report on day 2's first exercise."""
    goals = tuple(
        GoalResult(goal.id, goal.title, outcomes.get(goal.name, "passed"))  # type: ignore[arg-type]
        for goal in METHODS.goals
    )
    exercises = (ExerciseResult(METHODS.id, METHODS.title, METHODS.hours, goals),)
    blank = Report("day2", "t", "flask", "local", "none", 1, "2026-11-26T00:00:00Z", 0.1)
    return replace(blank, status=status, exercises=exercises)


def test_what_failed_comes_first() -> None:
    """The goals that failed, with those that they need, of the first exercise that has some."""
    (chosen,) = choosing.first(DAY.exercises, report({"replace": "failed", "head": "failed"}))
    assert chosen.id == "day2/methods"
    found = [goal.name for goal in chosen.goals]
    assert {"replace", "head"} <= set(found) and len(found) < len(METHODS.goals)
    needed = {need for goal in chosen.goals for need in goal.requires}
    assert needed <= {goal.id for goal in chosen.goals}


def test_where_nothing_comes_first() -> None:
    """All green, not graded, nothing graded yet, or all of it failed: then the whole is the first."""
    assert choosing.first(DAY.exercises, None) == ()
    assert choosing.first(DAY.exercises, report({})) == ()
    assert choosing.first(DAY.exercises, report({"create": "failed"}, "not-startable")) == ()
    assert choosing.first((METHODS,), report({goal.name: "failed" for goal in METHODS.goals})) == ()


def test_what_changed() -> None:
    """Newly green, newly red; what was not run is neither."""
    before = report({"create": "failed", "read": "not-run"})
    green, red = choosing.changed(before, report({"replace": "failed", "delete": "not-run"}))
    assert green == ["day2/methods.create", "day2/methods.read"] and red == ["day2/methods.replace"]
    assert choosing.changed(None, before) == choosing.changed(before, report({}, "environment-error")) == ([], [])


# --- the loop ---------------------------------------------------------------------------------------------------------
class FakeSession:
    """Grades as it is told to, and can be stopped."""

    def __init__(self, *verdicts: Verdict | BaseException, busy: bool = False) -> None:
        self.verdicts = list(verdicts)
        self.stopped = threading.Event()
        self.busy = busy
        self.ended: list[Any] = []
        self.graded = 0

    def grade(self, _: Any, tell: Callable[[Verdict], None]) -> None:
        self.graded += 1
        if self.busy:
            self.busy = False
            assert self.stopped.wait(10)
            return
        verdict = self.verdicts.pop(0)
        if isinstance(verdict, BaseException):
            raise verdict
        tell(verdict)

    def stop(self) -> None:
        self.stopped.set()

    def end(self, error: BaseException | None) -> None:
        self.ended.append(error)


class Wanted:
    """What `Loop` asks of it."""

    def __init__(self) -> None:
        self.day, self.seed, self.runner, self.words = DAY, 1, self, self
        self.name, self.project, self.errors = "local", None, []  # type: ignore[var-annotated]

    def job(self, _: Path) -> Any:
        if self.errors:
            raise self.errors.pop(0)
        from grader.grading import Job

        return Job(DAY, (METHODS,), None, self, 1)  # type: ignore[arg-type]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Loop]:
    """A loop with a fake session; its keys and saves are put into `events`."""
    monkeypatch.setattr(watch_loop, "remember", lambda *_, **__: 0.5)

    def make(*verdicts: Any, busy: bool = False, wanted: Wanted | None = None, screen: Screen | None = None) -> Loop:
        screen = screen or Screen(WISHES)
        made = Loop(wanted or Wanted(), tmp_path, screen)  # type: ignore[arg-type]
        made.session = FakeSession(*verdicts, busy=busy)  # type: ignore[assignment]
        return made

    return make


def play(watching: Loop, *events: tuple[str, Any]) -> None:
    """Runs the loop; each event comes once the last one was dealt with and nothing is being graded."""

    def feed() -> None:
        for event in events:
            time.sleep(0.3)
            watching.events.put(event)

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    with watching:
        watching.run()
    feeder.join(5)


def test_a_run_of_the_loop(made: Callable[..., Loop], capsys: pytest.CaptureFixture[str]) -> None:
    """First everything, then what failed, then everything; what changed is said; `q` ends it."""
    bad, good = report({"replace": "failed"}), report({})
    watching = made(Verdict(bad, True), Verdict(bad, False), Verdict(good, True))
    play(watching, ("saved", ["users.py"]), ("key", "r"), ("key", "q"))
    said = capsys.readouterr().out
    assert "8 of 9 goals" in said and "saved users.py" in said and "○ methods.replace" in said
    assert "passes now: methods.replace" in said and "once more" in said
    assert watching.last is good and watching.session.ended == [None]  # type: ignore[attr-defined]


def test_a_save_cuts_short(made: Callable[..., Loop], capsys: pytest.CaptureFixture[str]) -> None:
    """What is being graded is stopped by two more saves, and one grade follows for both."""
    watching = made(Verdict(report({}), True), busy=True)
    watching.events.put(("saved", ["a.py"]))
    watching.events.put(("saved", ["b.py"]))
    play(watching, ("key", "q"))
    assert "saved a.py, b.py" in capsys.readouterr().out
    assert watching.session.graded == 2  # type: ignore[attr-defined]


def test_a_verdict_on_old_files_is_not_shown(made: Callable[..., Loop], capsys: pytest.CaptureFixture[str]) -> None:
    """It came after the save that made it old."""
    watching = made()
    watching.saved = ["a.py"]
    watching._told(Verdict(report({}), True))
    assert capsys.readouterr().out == "" and watching.last is None


def test_a_project_that_is_none_for_a_while(made: Callable[..., Loop], capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that can't be read is said, and waited for; one that was never there is wrong use."""
    wanted = Wanted()
    watching = made(Verdict(report({}), True), Verdict(report({}), True), wanted=wanted)
    wanted.errors = []
    threading.Timer(0.2, lambda: wanted.errors.extend([ProjectError("no app.py", "Write one.")])).start()
    play(watching, ("saved", ["a.py"]), ("key", "q"))
    assert "NOT STARTED" in capsys.readouterr().out
    wanted.errors = [UsageError("there is no folder", "Make one.")]
    with pytest.raises(UsageError), made(wanted=wanted) as other:
        other.run()


def test_what_went_wrong_is_raised(made: Callable[..., Loop]) -> None:
    """A bug in the thread that grades is no silence."""
    with pytest.raises(ZeroDivisionError), made(ZeroDivisionError()) as watching:
        watching.run()
    assert isinstance(watching.session.ended[0], ZeroDivisionError)  # type: ignore[attr-defined]


def test_the_window(capsys: pytest.CaptureFixture[str]) -> None:
    """On a terminal the latest verdict alone is there, with a line that says what goes on and which keys there are."""
    screen = Terminal(WISHES)
    screen.begins(["x\x1b[2Jy.py"])
    screen.whole(report({"create": "failed"}), 0.5)
    said = capsys.readouterr().out
    assert "\x1b[2J\x1b[3J\x1b[H" in said and "r run · h hint" in said and "x\x1b[2Jy" not in said
    screen.first(replace(report({"create": "failed"})))
    assert "checking the rest …" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--url", "http://127.0.0.1:1"], ["--json", "-"], ["--project", "work.zip"]])
def test_wrong_use(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has no files to be saved, and what can't be written twice."""
    from click.testing import CliRunner

    from grader.cli.grade import main

    monkeypatch.chdir(tmp_path)
    (tmp_path / "work.zip").write_bytes(b"PK")
    result = CliRunner().invoke(main, ["day2", "--watch", *words])
    assert result.exit_code == 2 and "--watch" in result.output
