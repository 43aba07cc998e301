"""From the words of `grade serve` to a session."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

import click

from grader import catalog, jobs
from grader.cli.choosing import choose_runner, require_container, the_project
from grader.cli.running import LIFETIME, interruptible
from grader.cli.shown import Shown
from grader.cli.submitted import project_folder
from grader.cli.waiting import Waiting, watched
from grader.errors import UsageError
from grader.forwarding import claim
from grader.model import Day
from grader.server.options import Options
from grader.serving import Session, given, serve

OURS = {"DATABASE_URL", "PORT"}


@dataclass(frozen=True)
class Hosting:
    """What was asked for, as it was typed."""

    day: str
    name: str | None
    project: Path | None
    port: int
    runner: str
    track: str | None
    database: str | None
    variables: tuple[str, ...]
    start_timeout: float
    runtime: str


def host(wishes: Hosting) -> int:
    """The whole command. Gives the exit code."""
    day = chosen_day(wishes)
    own = dict(variable(text) for text in wishes.variables)
    how, notice = choose_runner(wishes.runner)
    require_container(wishes.runtime, how)
    with interruptible(), Waiting(not watched()) as waiting, ExitStack() as stack:
        listening = stack.enter_context(closing(claim(wishes.port)))
        folder = stack.enter_context(project_folder(day, wishes.project, required=True))
        subject = jobs.read_project(folder, wishes.track, elsewhere=False)
        subject = replace(subject, notices=(*subject.notices, *notice))
        options = Options(
            start_timeout=wishes.start_timeout,
            runtime=wishes.runtime,
            env={**given(day), **own},
            database=jobs.database_for(day, folder, wishes.database, how),
            database_url=os.environ.get("DATABASE_URL", ""),
            lifetime=LIFETIME,
        )
        session = Session(day, subject, how, options, listening)
        minutes = serve(session, waiting.say, Shown(session, waiting, wishes.port))
    click.echo(f"The sandbox's {minutes} minutes are over, and all in it is gone. Once more: grade serve {day.id}")
    return 0


def chosen_day(wishes: Hosting) -> Day:
    """The day; of a day of projects, with the one that is meant."""
    day = catalog.load_day(wishes.day)
    if day.one_of:
        named = (wishes.name,) if wishes.name else ()
        return the_project(day, named, wishes.project, required=True, command="grade serve")
    if wishes.name:
        raise UsageError(f"{day.id} is served as a whole", f"Leave '{wishes.name}' out: grade serve {day.id}")
    return day


def variable(text: str) -> tuple[str, str]:
    """`NAME=VALUE` in two."""
    name, sign, value = text.partition("=")
    if not sign or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) or "\0" in value:
        raise UsageError(f"--env {text} is no variable", "Write it like this: --env LOG_SQL=1")
    if name in OURS:
        raise UsageError(f"{name} is given to your app by grade", "Use --port or --database instead of --env.")
    return name, value
