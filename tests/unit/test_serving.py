"""`grade serve`: what is new since the last look, what an app sends, why it ended, what a learner sees of it."""

from __future__ import annotations

import base64
import dataclasses
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from small_course import build

from grader.catalog import load_day
from grader.cli import hosting
from grader.cli.grade import COMMANDS
from grader.cli.hosting import variable
from grader.cli.serve import main
from grader.cli.shown import MOST_LINES, Shown, said
from grader.cli.waiting import Waiting
from grader.errors import ProjectError, UsageError
from grader.model import Day
from grader.project import Dependencies, Project
from grader.runners.local_places import free_port
from grader.server.address import Address
from grader.server.answers import Facts, Line, Unavailable
from grader.server.options import Options
from grader.serving import Session, given, serve, session
from grader.serving.following import LATE, Following
from grader.serving.letters import UNREADABLE, Letter, letter

PROJECT = Project(Path(), "flask", "python app.py", Dependencies("python"))
DAY = Day("day5", "Much", "", (), Path(), environment={"SMTP_HOST": "{smtp_host}"})


class Postbox:
    """A mail server that has received something; or none."""

    def __init__(self, *received: dict[str, Any], why: str = "") -> None:
        self.received = received
        self.why = why

    def start(self) -> None:
        if self.why:
            raise Unavailable(self.why)

    def stop(self) -> None:
        """Is not asked."""

    def messages(self) -> Sequence[dict[str, Any]]:
        return self.received


class Fake:
    """A server that prints a line more each time, and ends by itself after the last one."""

    name = "local"

    def __init__(self, *printed: str, mailbox: Postbox | None = None) -> None:
        self.lines = [Line(float(number), text) for number, text in enumerate(printed)]
        self.looks = 0
        self.address = Address("http://127.0.0.1:1")
        self.about = Facts(["graded without a container"])
        self.mailbox = mailbox or Postbox()
        self.left = False

    @contextmanager
    def serve(self, *_: object) -> Iterator[Fake]:
        yield self
        self.left = True

    def ended(self) -> str:
        self.looks += 1
        return "exit code 1" if self.looks > len(self.lines) else ""

    def output(self) -> list[Line]:
        return self.lines[: self.looks]


class Seen:
    """Whoever is told, writing it down."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.letters: list[Letter] = []
        self.minutes = -1

    def ready(self, _: object, minutes: int) -> None:
        self.minutes = minutes

    def printed(self, lines: Sequence[Line]) -> None:
        self.lines += [line.text for line in lines]

    def mailed(self, letter: Letter) -> None:
        self.letters.append(letter)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks follow on each other."""
    monkeypatch.setattr(session, "LOOK", 0.001)


def served(fake: Fake, day: Day = DAY) -> tuple[Seen, ProjectError]:
    """What was seen of it, and how it ended."""
    seen = Seen()
    with socket.create_server(("127.0.0.1", 0)) as listening, pytest.raises(ProjectError) as caught:
        serve(Session(day, PROJECT, fake, Options(), listening), lambda _: None, seen)  # type: ignore[arg-type]
    return seen, caught.value


def test_each_line_once_and_then_its_end() -> None:
    """Lines are shown as they come; who ends by itself is told with the last ones, and the cure where it is known."""
    fake = Fake("one\n", "two\n", "ModuleNotFoundError: No module named 'flask_cors'\n")
    seen, error = served(fake)
    assert seen.lines == [line.text for line in fake.lines]
    assert (seen.minutes, error.exit_code) == (0, 3)
    assert error.message.startswith("your app ended by itself (exit code 1): ") and "flask-cors" in error.remedy
    assert error.log.startswith("one\ntwo\n")


def test_the_last_lines_alone() -> None:
    """Of a long output the end."""
    _, error = served(Fake(*(f"{number}\n" for number in range(50))))
    assert error.log.splitlines() == [str(number) for number in range(35, 50)]
    assert error.message == "your app ended by itself (exit code 1)" and "serve it again" in error.remedy


def test_a_sandbox_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where containers do not live for ever, it ends in order before they do."""
    monkeypatch.setattr(session, "EARLIER", 59.9)
    fake, seen = Fake(*["x\n"] * 100_000), Seen()
    monkeypatch.setattr(fake, "name", "docker", raising=False)
    options = Options(lifetime=60)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert serve(Session(DAY, PROJECT, fake, options, listening), lambda _: None, seen) == 1  # type: ignore[arg-type]
    assert seen.minutes == 1 and fake.left


def test_lines_come_late() -> None:
    """A line of the other stream may turn up after later ones; none is lost, and none shown twice."""
    following = Following()
    first, late, next_ = Line(10, "a"), Line(9.9, "b", "stderr"), Line(11, "c")
    assert following.new([first]) == [first]
    assert following.new([late, first]) == [late]
    assert following.new([late, first, first, next_]) == [first, next_]
    assert following.new([late, first, first, next_]) == []
    much_later = Line(11 + 2 * LATE, "d")
    assert following.new([next_, much_later]) == [much_later]
    assert following.new([much_later, much_later]) == [much_later]
    assert following.new([]) == []


def message(text: bytes, *to: str) -> dict[str, Any]:
    return {"recipients": to, "data": base64.b64encode(text).decode()}


def test_letters() -> None:
    """To whom, about what, and the text, decoded; a broken one is no end of the session."""
    plain = b"Subject: =?utf-8?q?Caf=C3=A9?=\nContent-Type: text/plain; charset=utf-8\n\nclosed \xc3\xa9\n"
    assert letter(message(plain, "ada@example.com", "b@c")) == Letter("ada@example.com, b@c", "Café", "closed é\n")
    assert letter(message(b"\n\n", "a@b")) == Letter("a@b", "", "\n")
    assert letter({"recipients": ["a@b"], "data": "é"}) == Letter("a@b", "", UNREADABLE)
    odd = b"Content-Type: text/plain; charset=nonsense\n\nx"
    assert letter(message(odd, "a@b")).to == "a@b"


def test_mail_is_shown_once() -> None:
    """On a day with a mail server; where there is none, a notice says so."""
    box = Postbox(message(b"Subject: Hi\n\nthere\n", "a@b"))
    assert served(Fake("x\n", "y\n", mailbox=box))[0].letters == [Letter("a@b", "Hi", "there\n")]
    none = Fake("x\n", mailbox=Postbox(why="needs aiosmtpd"))
    assert served(none)[0].letters == []
    assert none.about.notices[-1] == "what your app sends by mail goes nowhere: that needs aiosmtpd"
    quiet = Fake("x\n", mailbox=box)
    assert served(quiet, dataclasses.replace(DAY, environment={}))[0].letters == []


def test_what_the_app_is_given() -> None:
    """As ready requests have it: the admin's address is a known one. Secrets are drawn anew."""
    day = load_day("day4")
    first, second = given(day), given(day)
    assert first["ADMIN_EMAIL"] == second["ADMIN_EMAIL"] == "admin@example.com"
    assert first["SECRET_KEY"] != second["SECRET_KEY"] and len(first["SECRET_KEY"]) == 64


# --- what is seen -----------------------------------------------------------------------------------------------------
def shown(day: Day = DAY, **env: str) -> Shown:
    options = Options(env={**day.environment, **env}, database="sqlite")
    return Shown(Session(day, PROJECT, Fake(), options, None), Waiting(True), 8080)  # type: ignore[arg-type]


def test_the_heading(capsys: pytest.CaptureFixture[str]) -> None:
    """What is served and how, notices, what one has to know, the address, how to end it."""
    day = load_day("day4")
    shown(day, ADMIN_EMAIL="admin@example.com", LOG="1").ready(Fake(), 30)  # type: ignore[arg-type]
    text = capsys.readouterr().out
    assert text.startswith("Day 4 · Authentication and authorization · flask on this machine · sqlite\n")
    assert "note: served without a container" in text
    assert "your app is given ADMIN_EMAIL=admin@example.com, LOG=1\n" in text and "SECRET" not in text
    assert "http://127.0.0.1:8080 " in text
    assert "Ctrl-C ends it; so does time, after 30 minutes" in text


def test_hostile_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing that an app prints or sends steers a terminal, or is a command to a CI service."""
    lines = ["::error::x\n", "\x1b[31mred\x1b[0m\n", "\x1b]0;title\x07\x1b[2J\n", "##[error]y\r\n", "a\rb\n", "\u202ex"]
    shown().printed([Line(0, line) for line in lines])
    shown().mailed(Letter("a@b\n::error::", "x\x1b[2J", "::warning::\n\x9b31m\n"))
    text = capsys.readouterr().out
    assert "│ red\n" in text
    assert not any(sign in text for sign in "\x1b\x07\x9b\r\u202e")
    assert not any(line.startswith(("::", "##")) for line in text.splitlines())
    assert "##[" not in text


def test_a_flood(capsys: pytest.CaptureFixture[str]) -> None:
    """Of very many lines at once the first ones, and how many more there were."""
    shown().printed([Line(0, "x\n")] * (MOST_LINES + 3))
    assert capsys.readouterr().out.endswith("│ x\n  (3 more lines came at the same time)\n")


def test_the_runners_words_are_ours() -> None:
    """A notice about a grade is one about serving."""
    assert (
        said("your app listens on port 5000: graded all the same")
        == "your app listens on port 5000: served all the same"
    )
    own = said("your own database server was used: what the checks wrote is still in it")
    assert own == "your own database server was used: what your app stores is still in it"


# --- the command ------------------------------------------------------------------------------------------------------
@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs it in an empty folder on the small course; no engine answers."""
    build(tmp_path / "course")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setattr("grader.catalog.root", lambda: tmp_path / "course")
    monkeypatch.setattr("grader.runners.docker.engine.answers", lambda: False)
    return lambda *arguments: CliRunner().invoke(main, arguments, prog_name="grade serve")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["day9"], ["there is no day called 'day9'"]),
        (["day2", "cups"], ["day2 is served as a whole", "grade serve day2"]),
        (["day2", "--runner", "dokcer"], ["Did you mean docker?"]),
        (["day2", "--runtime", "runsc"], ["--runtime runsc needs a container"]),
        (["day2", "--project", "nowhere"], ["there is no project folder nowhere"]),
        (["day2", "--port", "0"], ["--port"]),
        (["day2", "--port", "70000"], ["--port"]),
        (["day2", "--env", "X"], ["--env X is no variable", "--env LOG_SQL=1"]),
        (["day2", "--env", "PORT=1"], ["PORT is given to your app by grade"]),
        ([], ["DAY"]),
    ],
)
def test_wrong_use(command: Any, arguments: list[str], words: list[str]) -> None:
    """Exit code 2, what was wrong, and what to do; nothing was started."""
    port = [] if "--port" in arguments else ["--port", str(free_port())]
    result: Result = command(*arguments, *(port if arguments else []))
    assert result.exit_code == 2, result.output
    assert all(word in result.output for word in words), result.output
    assert "Traceback" not in result.output and "bug report" not in result.output


def test_a_port_in_use(command: Any) -> None:
    """Told before anything else is done, with another one."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = command("day2", "--port", str(port))
    assert result.exit_code == 2 and f"port {port} is in use" in result.output and "--port" in result.output


def test_no_project(command: Any) -> None:
    """An empty folder is the project's own fault, in words."""
    result = command("day2", "--runner", "local", "--port", str(free_port()))
    assert result.exit_code in (2, 3) and "bug report" not in result.output, result.output


@pytest.mark.parametrize(
    ("text", "pair"), [("A=1", ("A", "1")), ("_a1=", ("_a1", "")), ("URL=a=b c", ("URL", "a=b c"))]
)
def test_variables(text: str, pair: tuple[str, str]) -> None:
    """All that follows the first sign is the value."""
    assert variable(text) == pair


@pytest.mark.parametrize("text", ["A", "=1", "1A=2", "A B=1", "A=\0", "DATABASE_URL=x"])
def test_what_is_no_variable(text: str) -> None:
    """Refused before anything is started."""
    with pytest.raises(UsageError):
        variable(text)


def test_the_whole_command(command: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed reaches the session; an end by time is exit 0 and says how to go on."""
    sessions = []

    def note(made: Session, *_: object) -> int:
        sessions.append(made)
        return 30

    monkeypatch.setattr(hosting, "serve", note)
    Path("app.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    result = command("day2", "--runner", "local", "--env", "A=b", "--start-timeout", "5", "--port", str(free_port()))
    assert result.exit_code == 0, result.output
    assert "The sandbox's 30 minutes are over" in result.output and "grade serve day2" in result.output
    (made,) = sessions
    assert (made.options.env, made.options.start_timeout, made.options.database) == ({"A": "b"}, 5.0, "none")
    assert (made.project.track, made.runner.name) == ("flask", "local")


def test_help() -> None:
    """Examples, exit codes, and that it is a word of `grade`."""
    text = CliRunner().invoke(main, ["--help"], prog_name="grade serve").output
    assert "grade serve day2 --port 9000" in text and "Exit codes" in text
    assert COMMANDS["serve"] == "grader.cli.serve"
