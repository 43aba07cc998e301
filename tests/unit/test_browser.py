"""The parts of the browser that need none: words of misses, the line to the program, where things are looked for."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from grader.checks.browsing import Browser
from grader.checks.page_words import called, listed, missed
from grader.checks.values import Miss
from grader.errors import MachineError
from grader.runners import local_browser
from grader.runners.browser import LOST, Browsing, Ended, Line, cause, first_answer
from grader.runners.browsing.finding import LISTED, parsed
from grader.runners.docker.browser import IMAGE, VERSION, Attached, base_of, packed
from grader.server.answers import Facts, Unavailable

SCRIPTS = Path(__file__).parents[2] / "scripts"
ADD = [{"role": "button", "name": "Add", "exact": False}]


# --- words ---
@pytest.mark.parametrize(
    ("at", "words"),
    [
        ([{"role": "alert", "name": ""}], "an alert"),
        ([{"role": "button", "name": 'the "one"'}], 'a button called "the \\"one\\""'),
        ([{"role": "listitem", "name": ""}, {"text": "Milk"}, {"nth": 0}], 'a listitem with "Milk" (number 1)'),
        (
            [{"role": "listitem", "name": ""}, {"text": "Milk"}, {"role": "checkbox", "name": ""}],
            'a checkbox in the listitem with "Milk"',
        ),
        ([{"role": "list", "name": ""}, {"nth": -1}], "a list (the last)"),
        ([], "an element"),
    ],
)
def test_where_was_looked(at: list[dict[str, Any]], words: str) -> None:
    """From the inside outwards, as one says it."""
    assert called(at) == words


NOTHING: dict[str, Any] = {"there": {}}
SAID = "nothing that has a role is on the page"


@pytest.mark.parametrize(
    ("do", "reply", "expected", "got"),
    [
        (
            "click",
            {"problem": "none", "there": {"button": ["Save"]}},
            "% on the page",
            "none; the page has: button “Save”",
        ),
        ("click", {"problem": "none", **NOTHING}, "% on the page", f"none; {SAID}"),
        (
            "click",
            {"problem": "late", "cause": "disabled", "untold": True, "console": ["Oops"]},
            "% that can be clicked",
            "it is disabled; the page can't be listed; the console says: Oops",
        ),
        (
            "text",
            {"problem": "several", "count": 2, "there": {"button": ["Add", "Add"]}},
            "only one: %",
            "2 of them; the page has: buttons “Add”, “Add”",
        ),
        ("text", {"problem": "stuck", "got": "one that hangs"}, "a page that goes on answering", "one that hangs"),
        ("open", {"problem": "unopened", "got": "404"}, "a page at /x", "404"),
    ],
)
def test_what_is_missed(do: str, reply: dict[str, Any], expected: str, got: str) -> None:
    """Each problem in the learner's words, with what is on the page instead."""
    miss = missed({"do": do, "at": ADD, "path": "/x"}, reply)
    assert (miss.expected, miss.got) == (expected.replace("%", 'a button called "Add"'), got)


@pytest.mark.parametrize(
    ("until", "wanted", "expected"),
    [
        ("there", None, "% on the page"),
        ("gone", None, "% to go away"),
        ("count", 3, "3 of: %"),
        ("text", "x", '% with the text "x"'),
        ("text", "", "% with a text"),
        ("value", "x", '% that holds "x"'),
        ("checked", True, "% that is ticked"),
        ("checked", False, "% that is not ticked"),
    ],
)
def test_what_was_waited_for(until: str, wanted: object, expected: str) -> None:
    """And how long."""
    step = {"do": "wait", "at": ADD, "until": until, "wanted": wanted, "seconds": 8.0}
    miss = missed(step, {"problem": "not-yet", "got": "none", **NOTHING})
    assert miss.expected == expected.replace("%", 'a button called "Add"')
    assert miss.got == f"none after 8 s; {SAID}"


def test_what_is_listed_is_short() -> None:
    """Some names of a role, and how many more."""
    assert listed("button", ["a"] * 9) == "buttons “a”, “a”, “a”, “a”, “a”, “a” and 3 more"
    assert listed("textbox", ["x", "y"]) == "textboxes “x”, “y”"
    assert listed("listitem", ["", ""]) == "2 listitems"
    assert listed("heading", ["x" * 100]) == f"heading “{'x' * 40}…”"


def test_a_snapshot_is_read_by_role() -> None:
    """Names in quotes, values, nested and odd lines; other roles are left out."""
    snapshot = """
- heading "My \\"own\\" todos" [level=1]
- paragraph: x
- textbox "New todo" [active]: typed
- list:
  - listitem:
    - checkbox "Milk" [checked]
    - text: Milk
    - button "Delete"
  - listitem: Honey
- 'button "a: b"'
- alert
"""
    found = parsed(snapshot)
    assert list(found) == [role for role in LISTED if role in found]
    assert found["heading"] == ['My \\"own\\" todos'] and found["textbox"] == ["New todo"]
    assert found["listitem"] == ["", "Honey"] and found["checkbox"] == ["Milk"]
    assert found["button"] == ["Delete", "a: b"] and found["alert"] == [""]


# --- the line ---
class Said:
    """A pipe on which things are said, whatever is asked."""

    def __init__(self, *pieces: bytes, closed: bool = False) -> None:
        self.pieces = list(pieces)
        self.closed = closed
        self.written: list[bytes] = []

    def write(self, data: bytes) -> None:
        if self.closed:
            raise BrokenPipeError
        self.written.append(data)

    def read(self, seconds: float) -> bytes:
        if not self.pieces:
            raise TimeoutError
        return self.pieces.pop(0)

    def close(self) -> None:
        self.closed = True


def test_answers_come_in_pieces() -> None:
    """And more than one may be in a piece."""
    line = Line(Said(b'{"va', b'lue": 1}\n{"value"', b": 2}\n"))
    assert line.ask({"do": "count"}, 1) == {"value": 1}
    assert line.answer(1) == {"value": 2}


@pytest.mark.parametrize("pieces", [[], [b""], [b'{"va', b""], [b"no\n"], [b"[]\n"], [b"x" * (3 << 20)]])
def test_no_answer_is_an_end(pieces: list[bytes]) -> None:
    """Too late, gone, nonsense, too much."""
    with pytest.raises(Ended):
        Line(Said(*pieces)).answer(0.1)
    with pytest.raises(Ended):
        Line(Said(closed=True)).ask({}, 0.1)


def test_a_browser_that_does_not_start_says_why() -> None:
    """What the browser itself complained of is told, not all that its driver did."""
    assert first_answer(Line(Said(b'{"version": "1"}\n'))) == "1"
    with pytest.raises(Unavailable, match=r"did not start: Socket path too long$"):
        first_answer(Line(Said(b'{"failed": "Error\\n- <launching> x\\n- [pid=1][err] Socket path too long"}\n')))
    with pytest.raises(Unavailable, match="it has ended"):
        first_answer(Line(Said(b"")))
    assert cause("a\n- [pid=1][err] [1:FATAL:x.cc] No usable sandbox!\n- [pid=1][err] later") == (
        "[1:FATAL:x.cc] No usable sandbox!"
    )
    assert cause("") == "it said nothing"


class Model(Browsing):
    """A browser that answers with what is prepared for each time that it is started."""

    def __init__(self, *lives: list[bytes]) -> None:
        super().__init__()
        self.lives = list(lives)
        self.ended = 0

    def start(self) -> Line:
        if not self.lives:
            raise Unavailable("needs a browser")
        return Line(Said(*self.lives.pop(0)))

    def end(self) -> None:
        self.ended += 1


FINE = b'{"value": true}\n'


def test_a_lost_browser_is_replaced_at_the_next_check() -> None:
    """The check in which it was lost hears so, and can be put to its end."""
    model = Model([FINE, b'{"lost": "x"}\n'], [FINE, b'{"value": 3}\n'])
    assert model.browse({"do": "begin"}, "http://x") == {"value": True}
    assert model.browse({"do": "count"}, "") == {"problem": "stuck", "got": LOST}
    assert model.browse({"do": "picture"}, "") == {"value": ""}
    assert model.browse({"do": "begin"}, "http://x") == {"value": True}
    assert model.browse({"do": "count"}, "") == {"value": 3}
    model.close()
    assert model.ended == 2


def test_a_browser_that_can_not_begin_is_tried_again() -> None:
    """Once; then it is the machine's fault."""
    assert Model([b'{"lost": "x"}\n'], [FINE]).browse({"do": "begin"}, "http://x") == {"value": True}
    with pytest.raises(MachineError):
        Model([b""], [b""]).browse({"do": "begin"}, "http://x")


def test_a_missing_browser_is_looked_for_once() -> None:
    """Each check that wants one hears the same."""
    model = Model()
    for _ in range(2):
        with pytest.raises(Unavailable, match="needs a browser"):
            model.browse({"do": "begin"}, "http://x")


def test_ports_of_other_origins_are_known_until_the_next_check() -> None:
    """They are not the app's."""
    model = Model([FINE, b'{"value": "http://127.0.0.1:4321"}\n', FINE])
    model.browse({"do": "begin"}, "http://x")
    model.browse({"do": "other-origin"}, "")
    assert model.ports == {4321}
    model.browse({"do": "begin"}, "http://x")
    assert model.ports == set()


# --- the checks' end ---
class Heard:
    """A channel whose answers are prepared."""

    def __init__(self, *answers: Mapping[str, Any]) -> None:
        self.answers = list(answers)
        self.asked: list[Any] = []

    def ask(self, **question: Any) -> Mapping[str, Any]:
        self.asked.append(question["step"])
        return self.answers.pop(0)


def test_a_check_begins_when_it_asks() -> None:
    """A fixture that is not used starts nothing; elements are found anew for every question."""
    channel = Heard(*({"reply": {"value": value}} for value in (True, 2, ["a", "b"], True)))
    browser = Browser(channel)  # type: ignore[arg-type]
    assert browser.picture() == ""
    item = browser.role("listitem").with_text("Milk").nth(-1).role("button", "Delete", exact=True)
    assert channel.asked == []
    assert item.count() == 2 and item.texts() == ["a", "b"]
    browser.close()
    assert [step["do"] for step in channel.asked] == ["begin", "count", "texts", "end"]
    assert channel.asked[1]["at"] == [
        {"role": "listitem", "name": "", "exact": False},
        {"text": "Milk"},
        {"nth": -1},
        {"role": "button", "name": "Delete", "exact": True},
    ]


def test_problems_are_misses() -> None:
    """And what this run can't give is no miss."""
    browser = Browser(Heard({"reply": {"value": True}}, {"reply": {"problem": "unopened", "got": "404"}}))  # type: ignore[arg-type]
    with pytest.raises(Miss, match="a page at /x"):
        browser.open("/x")
    with pytest.raises(Unavailable):
        Browser(Heard({"unavailable": "needs a browser"})).open("/")  # type: ignore[arg-type]


# --- containers ---
class Container:
    """A container whose socket gives prepared pieces."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = [*pieces, b""]

    def attach_socket(self, params: Mapping[str, int]) -> Container:
        assert params["stdin"] and params["stdout"] and not params["stderr"]
        return self

    def settimeout(self, _: float) -> None: ...

    def recv(self, _: int) -> bytes:
        return self.pieces.pop(0)

    def close(self) -> None: ...


def frame(kind: int, data: bytes) -> bytes:
    return struct.pack(">BxxxL", kind, len(data)) + data


def test_frames_are_taken_apart() -> None:
    """Of the engine's stream only the standard output, whichever way it is cut."""
    whole = frame(1, b'{"a": 1}\n') + frame(2, b"noise") + frame(1, b"") + frame(1, b"rest")
    stream = Attached(Container(*(whole[place : place + 5] for place in range(0, len(whole), 5))))  # type: ignore[arg-type]
    assert [stream.read(1), stream.read(1), stream.read(1)] == [b'{"a": 1}\n', b"rest", b""]
    stream.close()


@pytest.mark.parametrize(
    ("listening", "base"),
    [
        ([], "http://127.0.0.1:8080"),
        ([("0.0.0.0", 8080)], "http://127.0.0.1:8080"),
        ([("::", 8080)], "http://127.0.0.1:8080"),
        ([("::1", 8080)], "http://[::1]:8080"),
        ([("127.0.0.1", 5000)], "http://127.0.0.1:5000"),
        ([("::1", 5000), ("0.0.0.0", 9000)], "http://[::1]:5000"),
    ],
)
def test_where_a_page_finds_the_app(listening: list[tuple[str, int]], base: str) -> None:
    """Where it listens, if not where it was told to."""
    assert base_of(listening, 8080) == base


def test_the_program_fits_on_a_command_line() -> None:
    """One word may have 128 KiB."""
    assert len(packed()) < 100_000


def test_one_version_everywhere() -> None:
    """The official image, the layer on it, and the image that the script makes."""
    assert f":v{VERSION}-" in IMAGE.official
    assert f"readonly PLAYWRIGHT={VERSION}\n" in (SCRIPTS / "base-images.sh").read_text(encoding="utf-8")


# --- this machine ---
def test_browsers_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those on the path before those at known places and Playwright's own; the one that is named alone."""
    for place in ("bin/google-chrome", "own/chromium-100/chrome-linux/chrome", "own/chromium-99/chrome-linux/chrome"):
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "own"))
    monkeypatch.setattr(local_browser, "PLACES", (str(tmp_path / "bin"), "/nowhere"))
    found = [path.removeprefix(f"{tmp_path}/") for path in local_browser.installed()]
    assert found == [
        "bin/google-chrome",
        "bin",
        "own/chromium-100/chrome-linux/chrome",
        "own/chromium-99/chrome-linux/chrome",
    ]
    monkeypatch.setenv("GRADER_BROWSER", "/mine")
    assert local_browser.installed() == ["/mine"]


def test_without_a_driver_or_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both say what to install."""
    here = local_browser.BrowserHere(Facts(), lambda *_: None)
    monkeypatch.setattr(local_browser, "installed", list)
    with pytest.raises(Unavailable, match="GRADER_BROWSER"):
        here.start()
    monkeypatch.setattr(local_browser, "has_driver", lambda: False)
    with pytest.raises(Unavailable, match="pip install"):
        here.start()
