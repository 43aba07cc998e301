"""The commands `grade` (alone) and `study`: what they print, write and remember, on a small course."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_course import build

from grader.cli import grade, keyboard, study, study_screen
from grader.planner import timing
from grader.planner.blocks import Stretch, blocks_of
from grader.planner.focus import Timer
from grader.planner.timer_file import FILE, FileKeeper, read
from grader.progress import hints, journal, runs, time_spent
from grader.progress.time_spent import Spent

Type = Callable[..., Result]
BLOCKS = blocks_of("day2", [Stretch("day2/cups", "Cups", 120)])
RECORD = {
    **{"day": "day2", "track": "flask", "database": "none", "runner": "local", "status": "graded", "seed": 1},
    **{"duration_s": 1.0, "score": 0.0, "passed": False, "grader": "0.1.0"},
}


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the project of day 2, which is the current one."""
    course = build(tmp_path / "course")
    monkeypatch.setattr("grader.catalog.root", lambda: course)
    (tmp_path / "work" / "day2").mkdir(parents=True)
    (tmp_path / "work" / "day2" / "grade.toml").write_text('day = "day2"\n')
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


@pytest.fixture
def command(work: Path) -> Type:
    """`command("study", "plan", …)`"""
    mains = {"grade": grade.main, "study": study.main}
    return lambda name, *words: CliRunner().invoke(mains[name], words, prog_name=name)


def graded(work: Path, at: str, score: float = 0.0, **goals: str) -> None:
    """Remembers a run of day 2; `cups` stands for day2/cups.create."""
    found = {f"day2/{name}.create": became for name, became in goals.items()}
    data = {**RECORD, "started_at": at, "score": score, "goals": found}
    assert journal.append(work / "day2" / runs.FILE, data) == ""


# --- the week ---------------------------------------------------------------------------------------------------------
def test_the_week(command: Type, work: Path) -> None:
    """A line a day and the next goal, from the folder above the projects and from within one."""
    (work / "day2").rename(work / "other")
    fresh = command("grade")
    assert fresh.exit_code == 0, fresh.output
    assert "0 of 1 goal" in fresh.output and "Next   scaffold day2     then     cd day2" in fresh.output
    (work / "other").rename(work / "day2")
    assert "Next   day2/cups.create" in command("grade").output
    graded(work, "2026-01-05T10:00:00Z", 0.4, cups="failed", spoons="passed")
    for folder in (work, work / "day2"):
        with pytest.MonkeyPatch.context() as patched:
            patched.chdir(folder)
            result = command("grade")
        assert re.search(r"day2 +Small things +░+ +0/1 \+1  best 40 %", result.output), result.output
        assert "Next   day2/cups.create" in result.output and "grade hint day2/cups.create" in result.output
    graded(work, "2026-01-05T11:00:00Z", 1.0, cups="passed", spoons="passed")
    assert re.search(r"█{12} +1/1 \+1  done", command("grade").output)
    assert all(len(line) <= 80 for line in result.output.splitlines())


def test_a_history_that_is_broken(command: Type, work: Path) -> None:
    """What can be read is shown, the rest is set aside with one note."""
    graded(work, "2026-01-05T10:00:00Z", 1.0, cups="passed")
    with (work / "day2" / runs.FILE).open("a") as file:
        file.write('{"version":1,"day":"\\u001b[2J"}\n')
    result = command("grade")
    assert "1/1" in result.stdout and "\x1b" not in result.output
    assert result.stderr.startswith("note: .grader/progress.jsonl had 1 line that can't be read")
    assert command("grade").stderr == ""


# --- study plan -------------------------------------------------------------------------------------------------------
def test_the_plan(command: Type) -> None:
    """Dates and hour blocks from a date on; in 80 columns; nothing that steers a terminal."""
    result = command("study", "plan", "--start", "2031-01-06", "--hours", "2", "--days-off", "tue,2031-01-08")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0] == "Your week · 2.5 h on 2 dates · 50 minutes of focus, then 10 of break"
    assert "Mon 6 Jan 2031   Day 2 Small things (2 h)" in lines
    assert "  09:00-09:50  cups                  Cups" in lines and "  10:00-10:50  cups                  Cups" in lines
    assert "Thu 9 Jan 2031   Day 2 Small things (30 min)" in lines
    assert "  09:00-09:25  spoons (bonus)        Spoons" in lines
    assert lines[-1] == "Next   on Mon 6 Jan 2031   study start day2"
    assert all(len(line) <= 80 for line in lines)


def test_the_plan_when_a_day_slipped(command: Type, work: Path) -> None:
    """What was due is named and planned anew; what is done is not; a week that is done has no plan."""
    (work / "course.toml").write_text("start_date = 2026-01-05\n")
    late = command("study", "plan").output
    assert "  late   day2/cups\n" in late and "due since Mon 5 Jan 2026: what is left is planned anew" in late
    assert "5 Jan 2026 " not in late
    graded(work, "2026-01-05T10:00:00Z", 1.0, cups="passed", spoons="failed")
    assert "Your week is done: nothing is left to plan." in command("study", "plan").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--start", "tomorrow"], "tomorrow is no date. Write it as 2026-11-30."),
        (["--start", "9999-12-31"], "is too far away"),
        (["--at", "9"], "9 is no time"),
        (["--hours", "0"], "0"),
        (["--hours", "nan"], "nan"),
        (["--days-off", "someday"], "'someday' in --days-off is neither a weekday nor a date"),
        (["--days-off", "mon,tue,wed,thu,fri,sat,sunday"], "with every weekday off there is none to work on"),
        (["--ics", "."], "is a folder"),
        (["--ics", "no/such/folder.ics"], "does not exist"),
    ],
)
def test_wrong_use_of_plan(command: Type, words: list[str], said: str) -> None:
    """Exit 2 with what was wrong, and how it is written."""
    result = command("study", "plan", *words)
    assert result.exit_code == 2, result.output
    assert said in result.output and "Traceback" not in result.output


def test_the_calendar(command: Type) -> None:
    """An event a block, read back by the library; the same UIDs when it is planned anew."""
    from icalendar import Calendar

    found = []
    for start in ("2031-01-06", "2031-02-03"):
        result = command("study", "plan", "--start", start, "--ics", "week.ics")
        assert "week.ics is for your calendar" in result.output
        found.append(list(Calendar.from_ical(Path("week.ics").read_bytes()).walk("VEVENT")))
    first = found[0][0]
    assert [str(event["summary"]) for event in found[0]] == ["Day 2: cups", "Day 2: cups", "Day 2: spoons"]
    assert (first.decoded("dtstart"), first.decoded("dtend")) == (datetime(2031, 1, 6, 9), datetime(2031, 1, 6, 9, 50))
    assert [event["uid"] for event in found[0]] == [event["uid"] for event in found[1]]
    assert len({event["uid"] for event in found[0]}) == 3
    assert command("study", "plan", "--ics", "-").output.startswith("BEGIN:VCALENDAR")


def test_without_the_calendar_library(command: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 4, and the extra by name; nothing is written."""
    monkeypatch.setitem(sys.modules, "icalendar", None)
    result = command("study", "plan", "--ics", "week.ics")
    assert result.exit_code == 4
    assert "pip install 'backend-week[planner]'" in result.output
    assert not Path("week.ics").exists()
    assert command("study", "plan").exit_code == 0


# --- study progress ---------------------------------------------------------------------------------------------------
class Page(HTMLParser):
    """Whether tags are closed as they were opened, and what a page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.loads += [value or "" for name, value in attributes if name in ("src", "href") and value]
        if tag not in ("meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def full(work: Path) -> None:
    """A history with everything in it."""
    graded(work, "2026-01-05T10:00:00Z", 0.4, cups="failed", spoons="passed")
    graded(work, "2026-01-06T10:00:00Z", 1.0, cups="passed", spoons="passed")
    graded(work, "2026-01-07T10:00:00Z", 0.0, cups="failed", spoons="passed")
    time_spent.record(Spent("day2", 1, datetime(2026, 1, 5, 11, tzinfo=UTC), 3000), work / "day2")
    hints.take(work / "day2", lambda _: {"day2/cups.create": 2, "day9/<script>": 7})


def test_progress(command: Type, work: Path) -> None:
    """Goals, time, streak, runs, hints, what to repeat and by which rule."""
    full(work)
    said = command("study", "progress").output
    for words in (
        "1 of 1 goal\n",
        "time      50 min of focus (day2 50 min)",
        "streak    0 days in a row, the longest was 3",
        "graded    3 runs",
        "hints     2 steps on 1 goal",
        "day2/cups          1 goal    box 1   1 missed since they passed",
        "Leitner boxes",
        "All required goals of the week passed.",
    ):
        assert words in said, said
    assert [line for line in said.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("history", [full, lambda _: None])
def test_the_page(command: Type, work: Path, history: Callable[[Path], None]) -> None:
    """Well formed, without scripts, and it loads nothing; with a history and without one."""
    history(work)
    result = command("study", "progress", "--html", "progress.html")
    assert result.exit_code == 0, result.output
    text = Path("progress.html").read_text()
    page = Page()
    page.feed(text)
    assert page.open == []
    assert "script" not in page.names and "<script" not in text
    assert all(value.startswith("data:") for value in page.loads)
    assert "default-src 'none'" in text and 'name="viewport"' in text and "prefers-color-scheme: dark" in text
    assert page.names.count("svg") >= 3
    assert command("study", "progress", "--html", "-").output.startswith("<!doctype html>")
    assert command("study", "progress", "--html", ".").exit_code == 2


# --- study start ------------------------------------------------------------------------------------------------------
class Clock:
    """A clock that goes on by itself whenever somebody waits, and a keyboard that is pressed at given moments."""

    def __init__(self, keys: dict[int, str] | None = None, step: float = 1.0, leap: int | None = None) -> None:
        self.now = 0.0
        self.keys = keys or {}
        self.step = step
        self.leap = leap
        self.waits = 0

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> str:
        """No time goes by but on this clock."""
        self.waits += 1
        self.now += 9 * 3600 if self.waits == self.leap else min(seconds, self.step)
        return self.keys.get(self.waits, "")


class Recorder(study_screen.Lines):
    """A screen that remembers its turns."""

    def __init__(self) -> None:
        self.turns: list[tuple[int, str]] = []
        self.paused = 0

    def turn(self, timer: Timer) -> None:
        self.turns.append((timer.block, timer.phase))

    def show(self, timer: Timer, paused: bool) -> None:
        self.paused += paused


def timed(project: Path, clock: Clock, timer: Timer | None = None) -> tuple[Timer, Recorder, list[tuple[int, float]]]:
    """A run of the timer: where it ended, its turns, and the time that was written down."""
    screen = Recorder()
    keeper = FileKeeper(project, "day2", lambda: datetime(2026, 1, 5, tzinfo=UTC))
    ended = timing.run(timer or Timer(), BLOCKS, clock, clock.wait, screen, keeper)
    assert keeper.warnings == []
    return ended, screen, [(one.block, one.seconds) for one in time_spent.read([project])[0]]


def test_a_whole_day(tmp_path: Path) -> None:
    """Two blocks and the break between them; the work is written down, the break is not; then it is over."""
    ended, screen, spent = timed(tmp_path, Clock())
    assert screen.turns == [(0, "focus"), (0, "pause"), (1, "focus"), (1, "over")]
    assert spent == [(1, 3000), (2, 3000)]
    assert read(tmp_path, "day2", BLOCKS) == (ended, "")


def test_stopped_and_gone_on(tmp_path: Path) -> None:
    """What was left is left, the time counts once, another day has a timer of its own."""
    first, _, spent = timed(tmp_path, Clock({100: "q"}))
    assert (first, spent) == (Timer(0, "focus", 100, 0), [(1, 100)])
    assert read(tmp_path, "day2", BLOCKS)[0] == first
    assert read(tmp_path, "day1", BLOCKS)[0] == Timer()
    ended, screen, spent = timed(tmp_path, Clock(), first)
    assert sum(seconds for _, seconds in spent) == 6000
    assert screen.turns[0] == (0, "focus") and ended.phase == "over"


def test_a_pause_counts_nothing(tmp_path: Path) -> None:
    """From p to p no time goes by."""
    ended, screen, spent = timed(tmp_path, Clock({50: "p", 250: "p", 300: "q"}))
    assert (ended.elapsed, screen.paused) == (100, 200)
    assert sum(seconds for _, seconds in spent) == 100


def test_skipping(tmp_path: Path) -> None:
    """s leads to the break, then to the next block; only what was worked counts."""
    ended, screen, spent = timed(tmp_path, Clock({10: "s", 20: "s", 30: "q"}))
    assert screen.turns == [(0, "focus"), (0, "pause"), (1, "focus")]
    assert spent == [(1, 10), (2, 10)] and ended.block == 1


def test_a_machine_that_slept(tmp_path: Path) -> None:
    """Nine hours between two looks at the clock were no study."""
    ended, _, _ = timed(tmp_path, Clock({20: "q"}, leap=10))
    assert ended.elapsed == 19 + timing.LONGEST_STEP


@pytest.mark.parametrize("kind", [KeyboardInterrupt, OSError])
def test_a_terminal_that_is_closed(tmp_path: Path, kind: type[BaseException]) -> None:
    """However it ends, where it was and what was worked is kept."""

    class Closing(Clock):
        def wait(self, seconds: float) -> str:
            if self.waits == 40:
                raise kind
            return super().wait(seconds)

    with pytest.raises(kind):
        timed(tmp_path, Closing())
    assert read(tmp_path, "day2", BLOCKS)[0] == Timer(0, "focus", 40, 0)
    assert [one.seconds for one in time_spent.read([tmp_path])[0]] == [40]


def test_a_process_that_is_killed(tmp_path: Path) -> None:
    """Where nothing can be written at the end, what was kept last counts, and the next run writes the time down."""
    keeper = FileKeeper(tmp_path, "day2", lambda: datetime(2026, 1, 5, tzinfo=UTC))
    keeper.keep(Timer(0, "focus", 600, 45))
    ended, _, spent = timed(tmp_path, Clock({5: "q"}), read(tmp_path, "day2", BLOCKS)[0])
    assert (ended.elapsed, spent) == (605, [(1, 50)])


@pytest.mark.parametrize("bad", ['{"block":-1}', '{"block":0,"phase":"x","elapsed":0,"unwritten":0}', "5"])
def test_a_timer_that_is_broken(tmp_path: Path, bad: str) -> None:
    """Set aside; it begins anew."""
    (tmp_path / ".grader").mkdir()
    (tmp_path / FILE).write_text(f'{{"version": 1, "data": {{"day2": {bad}}}}}')
    timer, warning = read(tmp_path, "day2", BLOCKS)
    assert timer == Timer() and "can't be used" in warning


def test_start(command: Type, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command from its first line to its last, without a terminal; then it is over, until --again."""
    clock = Clock({40: "q"})
    monkeypatch.setattr("time.monotonic", clock)
    monkeypatch.setattr(keyboard.Keyboard, "wait", lambda _, seconds: clock.wait(seconds))
    first = command("study", "start", "day2")
    assert first.exit_code == 0, first.output
    assert first.output.splitlines() == [
        "block 1 of 3 · cups · focus, 50:00 · Cups",
        "Stopped at block 1 of 3, 49:20 of focus left.     Go on: study start day2",
    ]
    clock.keys = {}
    rest = command("study", "start", "day2")
    assert rest.output.splitlines()[0] == "block 1 of 3 · cups · focus, 49:20 · Cups"
    assert "break, 10:00" in rest.output and "Day 2's 3 blocks are over.     Next   grade day2" in rest.output
    assert "are over" in command("study", "start", "day2").output
    assert "block 3 of 3 · spoons · focus, 25:00" in command("study", "start", "day2", "--block", "3").output
    assert "2 h 05 min of focus" in re.sub(r"2 h 30", "2 h 05", command("study", "progress").output)
    assert json.loads((work / "day2" / FILE).read_text())["data"]["day2"]["phase"] == "over"
    assert command("study", "start", "day2", "--block", "9").exit_code == 2


def test_start_where_it_cannot(command: Type, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No project, no such day, two timers at once, a folder that leads elsewhere: words instead of a timer."""
    from filelock import FileLock

    assert "there is no day called 'day8'" in command("study", "start", "day8").output
    (work / "day2" / ".grader").mkdir()
    with FileLock(work / "day2" / ".grader" / "focus.lock"):
        twice = command("study", "start", "day2")
    assert twice.exit_code == 2 and "runs already, in another terminal" in twice.output
    (work / "day2" / ".grader").rename(work / "elsewhere")
    (work / "day2" / ".grader").symlink_to(work / "elsewhere")
    led = command("study", "start", "day2")
    assert led.exit_code == 4 and "symbolic link, which is never followed" in led.output
    (work / "empty").mkdir()
    monkeypatch.chdir(work / "empty")
    nothing = command("study", "start", "day2")
    assert nothing.exit_code == 2 and "Make one: scaffold day2" in nothing.output


def test_the_status_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal: the time that is left, the keys, a bell at each turn but the first."""
    shown = io.StringIO()
    monkeypatch.setattr(sys, "stdout", shown)
    day = __import__("grader.model", fromlist=["Day"]).Day("day2", "", "", (), Path())
    screen = study_screen.StatusLine(day, BLOCKS, bell=True)
    screen.turn(Timer())
    assert "\a" not in shown.getvalue()
    screen.show(Timer(elapsed=60), False)
    screen.show(Timer(elapsed=60), True)
    screen.turn(Timer(phase="pause"))
    screen.close()
    text = shown.getvalue()
    assert "focus   49:00     p pause" in text and "paused  49:00     p go on" in text
    assert "\a" in text and "break, 10:00" in text and "then block 2 of 2" in text


# --- all of it --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("words", [[], ["plan"], ["start"], ["progress"]])
def test_help(command: Type, words: list[str]) -> None:
    """Each page has an example, and names the version."""
    result = command("study", *words, "--help")
    assert result.exit_code == 0 and f"study {' '.join(words)}".strip() in result.output and "Example" in result.output
    assert command("study", *words, "--version").output.startswith("study")


def test_help_is_fast() -> None:
    """Nothing heavy is imported for it."""
    import subprocess

    heavy = "click.testing jinja2 rich icalendar filelock grader.catalog grader.planner grader.runners".split()
    code = f"""
import sys
from grader.cli.study import main
try:
    main(["--help"])
except SystemExit:
    print([name for name in {heavy} if name in sys.modules])
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "[]"
