"""What a learner sees of a project that is served: where it is, what it prints, what it sends."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

from grader.cli.waiting import Waiting
from grader.printable import one_line, quoted
from grader.reporters.summary import RUNNERS
from grader.server.answers import Line
from grader.server.protocols import Server
from grader.serving import Session
from grader.serving.letters import Letter

MOST_LINES = 200  # at a time: an app may print faster than anybody reads
LONGEST = 2000
COLOUR = re.compile(r"\x1b\[[0-9;]*m")  # which is left out; all else that steers a terminal is made visible
# What runners say of a grade, as it is said here.
SAID = {"graded": "served", "what the checks wrote": "what your app stores"}


class Shown:
    """What a learner sees. Each line of the app's stands behind a bar, with whatever steers a terminal made visible."""

    def __init__(self, session: Session, waiting: Waiting, port: int) -> None:
        self.session = session
        self.waiting = waiting
        self.port = port

    def ready(self, server: Server, minutes: int) -> None:
        """Where it is, and how to end it."""
        self.waiting.done()
        day, database = self.session.day, self.session.options.database
        how = [self.session.project.track, RUNNERS[self.session.runner.name]]
        parts = [f"Day {day.number}", day.title, " ".join(how), *([database] if database != "none" else [])]
        click.echo(" · ".join(parts))
        for notice in dict.fromkeys((*self.session.project.notices, *server.about.notices)):
            click.echo(f"  note: {one_line(said(notice), 600)}")
        if known := self.told():
            click.echo(f"  your app is given {known}")
        click.echo(f"\n  http://127.0.0.1:{self.port}   for curl, an API client or a browser\n")
        ends = f"; so does time, after {minutes} minutes" if minutes else ""
        click.echo(f"  Ctrl-C ends it{ends}. After a change to your code, end it and serve it again.")

    def told(self) -> str:
        """The variables of the day that one has to know to try it by hand."""
        secret = {name for name, text in self.session.day.environment.items() if "{" in text.replace("-{word}", "")}
        values = self.session.options.env
        return one_line(", ".join(f"{name}={value}" for name, value in values.items() if name not in secret), 600)

    def printed(self, lines: Sequence[Line]) -> None:
        """The app's own words, as they come."""
        for line in lines[:MOST_LINES]:
            click.echo(quoted(COLOUR.sub("", line.text).rstrip("\n"), LONGEST))
        if len(lines) > MOST_LINES:
            click.echo(f"  ({len(lines) - MOST_LINES} more lines came at the same time)")

    def mailed(self, letter: Letter) -> None:
        """A message that nobody else gets."""
        click.echo(f"  mail to {one_line(letter.to, 300)}: {one_line(letter.subject, 300)}")
        click.echo(quoted(letter.text.rstrip("\n"), LONGEST))


def said(notice: str) -> str:
    """A runner's notice in the words of serving."""
    for words, ours in SAID.items():
        notice = notice.replace(words, ours)
    return notice
