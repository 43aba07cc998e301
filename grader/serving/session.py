"""The use case: the project and its database as in a grade, behind a port of this machine, until somebody ends it."""

from __future__ import annotations

import dataclasses
import secrets
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from grader import grading
from grader.diagnosis import explain
from grader.errors import ProjectError
from grader.forwarding import Forwarder
from grader.model import Day
from grader.project import Project
from grader.server.answers import Line, Unavailable
from grader.server.options import Options, Progress
from grader.server.protocols import Runner, Server
from grader.serving.following import Following
from grader.serving.letters import Letter, letter

LOOK = 0.3  # seconds between two looks at what the app prints
SHARE = 5.0  # times as long as a look takes is nothing done
LAST_LINES = 15
EARLIER = 10.0  # seconds before a sandbox's own end


@dataclass(frozen=True)
class Session:
    """What to serve, how, and on which claimed port."""

    day: Day
    project: Project
    runner: Runner
    options: Options
    listening: socket.socket

    @property
    def mails(self) -> bool:
        """Whether the day gives its app a mail server."""
        return any("{smtp_host}" in text for text in self.day.environment.values())


class Show(Protocol):
    """Whoever tells the learner what happens."""

    def ready(self, server: Server, minutes: int) -> None:
        """The app answers; its sandbox ends by itself after so many minutes, 0 for never."""

    def printed(self, lines: Sequence[Line]) -> None:
        """The app has printed something."""

    def mailed(self, letter: Letter) -> None:
        """The app has sent something."""


def given(day: Day) -> dict[str, str]:
    """A day's variables for an app that is tried by hand: names that can be known beforehand, and secrets drawn."""
    plain = {name: text.replace("-{word}", "") for name, text in day.environment.items()}
    return grading.environment(dataclasses.replace(day, environment=plain), secrets.randbelow(1 << 31))


def serve(session: Session, progress: Progress, show: Show) -> int:
    """Serves until it is interrupted. Gives the minutes after which the sandbox ended by itself.

    Raises ProjectError where the app can't be installed or started, or ends by itself.
    """
    began = time.monotonic()
    minutes = session.options.lifetime // 60 if session.runner.name == "docker" else 0  # here nothing ends by itself
    with session.runner.serve(session.project, session.options, progress) as server:
        mails = session.mails and begin_mail(server)
        with Forwarder(session.listening, server.address):
            show.ready(server, minutes)
            follow(session.project, server, show, mails, began + 60 * minutes - EARLIER if minutes else float("inf"))
    return minutes


def begin_mail(server: Server) -> bool:
    """Starts the mail server beside the app; where there is none, the learner reads why."""
    try:
        server.mailbox.start()
    except Unavailable as reason:
        server.about.notices.append(f"what your app sends by mail goes nowhere: that {reason}")
        return False
    return True


def follow(project: Project, server: Server, show: Show, mails: bool, until: float) -> None:
    """Shows what is new, until that moment. Raises ProjectError when the app has ended."""
    following, letters = Following(), 0
    while (looked := time.monotonic()) < until:
        words = server.ended()
        show.printed(following.new(server.output()))
        for received in server.mailbox.messages()[letters:] if mails else ():
            letters += 1
            show.mailed(letter(received))
        if words:
            raise ended(words, server.output(), project)
        time.sleep(max(LOOK, SHARE * (time.monotonic() - looked)))


def ended(words: str, lines: Sequence[Line], project: Project) -> ProjectError:
    """Why an app that was served no longer runs, with its last lines and, for the common causes, the cure."""
    last = "".join("".join(line.text for line in lines).splitlines(keepends=True)[-LAST_LINES:])
    finding = explain(last, project)
    cause, cure = (f": {finding.cause}", finding.cure) if finding else ("", "Mend it, then serve it again.")
    return ProjectError(f"your app ended by itself ({words}){cause}", cure, log=last)
