"""`grade serve DAY`: the project in its sandbox on a port of this machine, until Ctrl-C."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli import completing, options
from grader.cli.common import guarded, version_option

EXAMPLE = """\b
Examples:
  grade serve day2                              then: curl -i http://127.0.0.1:8080/users
  grade serve day2 --port 9000                  where 8080 is in use
  grade serve day3 --database postgres          with another database beside it
  grade serve day5 --env LOG_SQL=1              with a variable of your own
  grade serve day7 shop                         one of the projects
  grade serve day2 --runner local               without Docker, for your own code
  grade export day2 --format http               requests to send to it

\b
It serves a copy of your project as it is now. Ctrl-C ends all of it.

\b
Exit codes: 0 the sandbox's time was over · 2 wrong use, or the port is in use · 3 the project did not start, or
ended by itself · 4 the machine or the course is at fault · 130 ended by you; everything that was started is gone
"""


@click.command(epilog=EXAMPLE)
@click.argument("day", shell_complete=completing.days())
@click.argument("name", required=False, metavar="[PROJECT]", shell_complete=completing.exercises)
@options.project
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="On 127.0.0.1.")
@options.runner
@options.track
@options.database
@click.option("--env", "variables", multiple=True, metavar="NAME=VALUE", help="A variable for the app; repeatable.")
@click.option("--start-timeout", type=click.FloatRange(1, 600), default=20.0, show_default=True, help="In seconds.")
@click.option("--runtime", default="", metavar="NAME", help="Another container runtime.")
@version_option
@guarded
def main(
    day: str,
    name: str | None,
    project: Path | None,
    port: int,
    runner: str,
    track: str | None,
    database: str | None,
    variables: tuple[str, ...],
    start_timeout: float,
    runtime: str,
) -> int:
    """Serve your project for DAY, with its database, for curl, an API client or a browser."""
    from grader.cli.hosting import Hosting, host

    return host(Hosting(day, name, project, port, runner, track, database, variables, start_timeout, runtime))
