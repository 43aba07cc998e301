"""What is shown while a run goes on: a line that changes on a terminal, a line for each beginning elsewhere."""

from __future__ import annotations

import io
from contextlib import redirect_stderr

import pytest

from grader.cli.telling import Wishes
from grader.cli.waiting import Waiting, fitting, watched
from grader.cli.watch_screen import Screen, Terminal
from grader.server.options import HowFar

WISHES = Wishes([], None, quiet=False, verbose=False, no_hints=False)
BEGUN = "installing dependencies (about a minute the first time; later runs reuse them)"
GOES_ON = [HowFar(f"installing dependencies (about a minute, once): {seconds} s") for seconds in range(1, 60)]


class Window(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Window:
    """A terminal of eighty columns, to be standard error."""
    for name in ("CI", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    return Window()


def test_a_log_has_the_first_word_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each work that begins, and none a second."""
    with Waiting(silent=True) as waiting:
        for words in [BEGUN, *GOES_ON, "fetching the image \x1b[2Jx"]:
            waiting.say(words)
        waiting.seen("day2/a.b::c")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"  {BEGUN}\n  fetching the image \\x1b[2Jx\n"


@pytest.mark.parametrize("silent", [True, False])
def test_quiet(window: Window, silent: bool) -> None:
    """Where the result alone is wanted, nothing else is said, on a terminal or not."""
    with redirect_stderr(window), Waiting(silent, quiet=True) as waiting:
        waiting.say(BEGUN)
        waiting.say(GOES_ON[0])
        waiting.seen("day2/a.b::c")
    assert window.getvalue() == ""


def test_a_terminal_has_one_line(window: Window) -> None:
    """It changes in place and is gone in the end; what stands in it is neither markup nor a command."""
    with redirect_stderr(window), Waiting(silent=False) as waiting:
        for words in (BEGUN, GOES_ON[10], "fetching [bold]\x1b[2Jx[/bold]", HowFar("on" * 200)):
            waiting.say(words)
            waiting.status._live.refresh()
        seen = window.getvalue()
        waiting.seen("day2/a.b::c")
        waiting.status._live.refresh()
        assert "checking · 1 done" in window.getvalue()
    assert BEGUN in seen and f" {GOES_ON[10]}" in seen
    assert "fetching [bold]\\x1b[2Jx[/bold]" in seen and "\x1b[2J" not in seen
    assert f" {'on' * 19}…{'no' * 19}n" in seen
    assert "\n" not in seen  # one line, whatever its length
    after = window.getvalue()
    with redirect_stderr(window):
        waiting.say(GOES_ON[11])  # of a thread that comes too late
    assert window.getvalue() == after and after.endswith("\x1b[2K")


@pytest.mark.parametrize(
    ("variable", "value", "sees"), [("X", "", True), ("CI", "true", False), ("TERM", "dumb", False)]
)
def test_whether_somebody_watches(
    window: Window, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, sees: bool
) -> None:
    """It is about standard error alone: a report may go into a pipe."""
    monkeypatch.setenv(variable, value)
    with redirect_stderr(window):
        assert watched() is sees
    with redirect_stderr(io.StringIO()):
        assert not watched()


def test_what_fits() -> None:
    """A beginning loses its end; of how far something is, the middle goes, since the end is what changes."""
    assert fitting(BEGUN, len(BEGUN)) == BEGUN
    assert fitting(BEGUN, 30) == "installing dependencies (abou…"
    assert fitting(GOES_ON[41], 30) == "installing dep…te, once): 42 s"
    assert {len(fitting(words, 30)) for words in (BEGUN, GOES_ON[41])} == {30}
    assert len(fitting(BEGUN, -5)) == 20
    assert fitting(HowFar("a\nb\x1b[2J"), 80) == "a b\\x1b[2J"


def test_watch_mode(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The same there: its window has one line for it, a log the beginning alone."""
    monkeypatch.setenv("COLUMNS", "50")
    for words in [BEGUN, *GOES_ON]:
        Screen(WISHES).work(words)
    assert capsys.readouterr().out == f"  {BEGUN}\n"
    Terminal(WISHES).work(GOES_ON[41])
    assert capsys.readouterr().out.lstrip("\r") == "  installing dependencie… a minute, once): 42 s …"
