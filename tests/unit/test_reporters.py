"""What holds for every kind of report: the same hostile one harms none; files appear whole or not at all."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import report_samples as samples
from rich.console import Console

from grader import reporters
from grader.errors import MachineError, UsageError
from grader.outcomes import CheckResult, Exchange, ExerciseResult, GoalResult, Report, Request, Response
from grader.reporters import terminal


@pytest.mark.parametrize("kind", reporters.REPORTERS)
@pytest.mark.parametrize("sample", samples.ALL)
def test_every_kind_shows_every_report(kind: str, sample: Callable[[], Report]) -> None:
    """No report is too odd; nothing that steers or hides comes through, and all of it can be written."""
    text = reporters.render(sample(), kind)
    text.encode()
    assert not any(hidden in text for hidden in "\x1b\x00\x07\x9b\u202e\u2028\ufffe\r")


@pytest.mark.parametrize("kind", reporters.REPORTERS)
@pytest.mark.parametrize("sample", [samples.hostile, samples.hostile_start])
def test_nothing_on_standard_output_is_a_command(
    kind: str, sample: Callable[[], Report], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A CI service finds no line to obey, however it splits them."""
    reporters.write(sample(), kind, "-")
    text = capfdbinary.readouterr().out.decode()
    assert "##[" not in text
    assert [line for line in text.splitlines() if line.lstrip().startswith("::")] == []


def test_reporters_are_imported_late() -> None:
    """Naming the kinds costs no import of theirs, and rich is the terminal's alone."""
    code = "import sys, grader.reporters as r; r.REPORTERS; print([m for m in ('rich', 'jinja2') if m in sys.modules])"
    import subprocess

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """The new report takes the old one's place; nothing else stays in the folder."""
    target = tmp_path / "r.json"
    target.write_text("old")
    reporters.write(samples.mixed(), "json", str(target))
    assert target.read_text().startswith("{")
    assert [file.name for file in tmp_path.iterdir()] == ["r.json"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is the machine's fault, named in a sentence, and costs nothing."""
    target = tmp_path / "r.json"
    target.write_text("old")

    def full(self: Path, other: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(MachineError, match="r.json: No space left on device"):
        reporters.write(samples.mixed(), "json", str(target))
    assert target.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["r.json"]


def test_unknown_kind() -> None:
    """A kind that nobody wrote is the caller's mistake."""
    with pytest.raises(UsageError, match="no pdf report"):
        reporters.render(samples.mixed(), "pdf")


def refused(*targets: tuple[str, Path | str]) -> str:
    """The sentence with which targets are refused."""
    with pytest.raises(UsageError) as info:
        reporters.check_targets([(kind, str(target)) for kind, target in targets])
    return info.value.message


def test_places_that_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each says what is wrong, before anything runs."""
    (tmp_path / "link").symlink_to("elsewhere")
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "file").touch()
    assert "is a folder" in refused(("html", tmp_path))
    assert "is a folder" in refused(("html", ""))
    assert "symbolic link" in refused(("html", tmp_path / "link"))
    assert "symbolic link" in refused(("html", tmp_path / "loop"))
    assert "not an ordinary file" in refused(("html", tmp_path / "fifo"))
    assert "does not exist" in refused(("html", tmp_path / "none" / "r.html"))
    assert "does not exist" in refused(("html", tmp_path / "file" / "r.html"))
    assert "can't be" in refused(("html", tmp_path / ("x" * 300)))
    assert "can't be" in refused(("html", f"{tmp_path}/a\0b"))
    assert "would both" in refused(("html", tmp_path / "r"), ("json", tmp_path / ".." / tmp_path.name / "r"))
    assert "standard output" in refused(("html", "-"), ("json", "-"))
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "no permission" in refused(("html", tmp_path / "r"))


def test_places_that_are_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new file, one that is there, one in this folder, standard output."""
    monkeypatch.chdir(tmp_path)
    Path("old").touch()
    reporters.check_targets([("html", "new"), ("json", "old"), ("junit", "-"), ("markdown", str(tmp_path / "more"))])


# --- the terminal -----------------------------------------------------------------------------------------------------
def shown(report: Report, encoding: str = "utf-8", **options: object) -> str:
    """The terminal report as a pipe gets it."""
    data = io.BytesIO()
    stream = io.TextIOWrapper(data, encoding=encoding, errors="strict")
    terminal.render(report, console=Console(file=stream, width=80), **options)  # type: ignore[arg-type]
    stream.flush()
    return data.getvalue().decode(encoding)


@pytest.mark.parametrize("sample", samples.ALL)
def test_terminal_looks_as_drawn(sample: Callable[[], Report], golden: Callable[[str, str], None]) -> None:
    """The text at 80 columns, held against a file."""
    golden(shown(sample(), best=0.52), f"reports/{sample.__name__}.txt")


def test_terminal_options_look_as_drawn(golden: Callable[[str, str], None]) -> None:
    """All misses; only the score; no Unicode and no hints."""
    golden(shown(samples.mixed(), verbose=True), "reports/mixed_verbose.txt")
    golden(shown(samples.mixed(), quiet=True), "reports/mixed_quiet.txt")
    golden(shown(samples.mixed(), "ascii", hints=False), "reports/mixed_ascii.txt")


@pytest.mark.parametrize("sample", samples.ALL)
def test_terminal_is_eighty_columns(sample: Callable[[], Report]) -> None:
    """But for what is there to be pasted or quoted."""
    lines = shown(sample()).splitlines()
    wide = [line for line in lines if len(line) > 80 and not line.startswith("  sent") and "│" not in line]
    assert wide == [] or sample is samples.hostile


@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
@pytest.mark.parametrize("sample", [samples.hostile, samples.hostile_start])
def test_terminal_obeys_nobody(sample: Callable[[], Report], encoding: str, verbose: bool) -> None:
    """No escape sequence, no markup, no line for a CI service."""
    text = shown(sample(), encoding, verbose=verbose)
    assert not any(hidden in text for hidden in "\x1b\x00\x07\x9b\u202e\u2028\ufffe\r")
    assert "[bold red]markup" in text
    assert "##[" not in text
    assert [line for line in text.splitlines() if line.lstrip().startswith("::")] == []


def test_curl_is_whole() -> None:
    """However long it is, the command stands on one line as it was."""
    check = samples.VALIDATE
    long = replace(check.exchanges[0], curl="curl -d '" + "word " * 300 + "\tend' http://127.0.0.1:8080/")
    goal = samples.failed("day2/resources.validate", "t", replace(check, exchanges=(long,)))
    report = samples.mixed()
    report = replace(report, exercises=(replace(report.exercises[1], goals=(goal,)),))
    assert long.curl in shown(report)


def test_colour_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    """There are escapes of ours on a terminal, and none of colour under NO_COLOR."""
    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard", width=80, no_color=False)
    terminal.render(samples.mixed(), console=console)
    assert "\x1b[32m" in console.file.getvalue()  # type: ignore[attr-defined]
    monkeypatch.setenv("NO_COLOR", "1")
    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard", width=80)
    terminal.render(samples.mixed(), console=console)
    assert "\x1b[3" not in console.file.getvalue()  # type: ignore[attr-defined]


# --- sizes ------------------------------------------------------------------------------------------------------------
CAPS = {
    "json": 2 * 1024 * 1024,
    "junit": 4 * 1024 * 1024,
    "html": 4 * 1024 * 1024,
    "markdown": 1_000_000,
    "csv": 1024 * 1024,
}
LETTERS = {"quote": '"', "escape": "\x1b", "astral": "😀"}


def endless(letter: str) -> Report:
    """Every text that an app can choose without an end, in a large day: 30 goals, two checks each, all missed."""
    text = letter * 50_000
    headers = {f"{text[:300]}{number}": text for number in range(4)}
    exchange = Exchange(Request("POST", text, headers, text), text, Response(500, headers, text, 10**9), text)
    check = CheckResult("x", "failed", text, text, text, text, 0.1, (exchange,), text, text)
    goals = [GoalResult(f"day2/e{n // 10}.g{n}", "t", "failed", "", text, text, checks=(check,) * 2) for n in range(30)]
    exercises = [ExerciseResult(f"day2/e{n}", "t", 1, tuple(goals[n * 10 : n * 10 + 10])) for n in range(3)]
    notices = (text,) * 200
    return replace(
        samples.mixed(), exercises=tuple(exercises), notices=notices, facts=headers, problem=text, remedy=text, log=text
    )


@pytest.mark.parametrize("letter", LETTERS)
def test_no_report_grows_beyond_its_cap(letter: str) -> None:
    """Each in bytes, whatever its format makes of a letter, and none of them empty for that."""
    report = endless(LETTERS[letter])
    for status in ("graded", "not-startable"):
        for kind, cap in CAPS.items():
            size = len(reporters.render(replace(report, status=status), kind).encode())
            assert 1_000 < size <= cap, (kind, status, size)


@pytest.mark.parametrize("letter", LETTERS)
def test_the_terminal_has_a_cap(letter: str) -> None:
    """Also where every miss is shown in full."""
    assert len(shown(endless(LETTERS[letter]), verbose=True)) <= 1024 * 1024 * 1.1


def test_every_kind_has_a_cap() -> None:
    """A new kind of report needs one too."""
    assert set(CAPS) == set(reporters.REPORTERS)


@pytest.mark.parametrize("kind", ["terminal", "html", "markdown", "junit"])
def test_a_goal_that_does_not_apply(kind: str) -> None:
    """It is named with the reason, and asks nobody to grade the rest of the day."""
    check = CheckResult("it", "not-run", "It.", "your app uses sessions", reason="excluded")
    goals = (
        GoalResult("day4/tokens.me", "me", "passed", checks=(CheckResult("it", "passed"),)),
        GoalResult("day4/tokens.none", "none", "not-run", "excluded", "your app uses sessions", checks=(check,)),
    )
    day = ExerciseResult("day4/tokens", "Tokens", 2, goals)
    report = Report("day4", "Tokens", "django", "local", "sqlite", 1, "2026-01-01T00:00:00Z", 1.0, exercises=(day,))
    assert report.passed and report.complete
    said = shown(report) if kind == "terminal" else reporters.render(report, kind)
    assert "your app uses sessions" in said or kind == "markdown"
    if kind == "terminal":
        assert "1/1" in said and "PASSED" in said and "the whole day" not in said


def test_the_authors_words_reach_the_terminal() -> None:
    """What an author says of a miss is told beside what was expected and what came."""
    says = "DELETE /users/<id> answers 204 with an empty body."
    sent = samples.exchange("DELETE", "/users/1", 200)
    check = CheckResult("it", "failed", says, "a 204 answer has no body at all", says, "", 0.1, (sent,))
    goal = GoalResult("day2/methods.delete", "DELETE deletes", "failed", checks=(check,))
    day = ExerciseResult("day2/methods", "Methods", 1, (goal,))
    report = Report("day2", "APIs", "flask", "local", "none", 1, "2026-01-01T00:00:00Z", 1.0, exercises=(day,))
    assert "why         a 204 answer has no body at all" in shown(report)
    same = replace(check, message=says)
    report = replace(report, exercises=(replace(day, goals=(replace(goal, checks=(same,)),)),))
    assert "why" not in shown(report)


def test_a_solution_to_compare_with() -> None:
    """Once the whole day is green, and not after a part of it; never beside a miss."""
    assert "Compare   solutions/day2/flask" in shown(samples.green(), solution="solutions/day2/flask")
    assert "Compare" not in shown(samples.one_exercise(), solution="solutions/day2/flask")
    assert "Compare" not in shown(samples.mixed(), solution="solutions/day2/flask")
