"""Options that several commands have, as decorators."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli import completing

project = click.option(
    "--project",
    type=click.Path(path_type=Path, readable=False),  # which is told by us
    metavar="DIR",
    help="The project, or a .zip or .tar.gz of it; here or ./DAY if not given.",
)
runner = click.option(
    "--runner",
    metavar="auto|docker|local",
    default="auto",
    show_default=True,
    shell_complete=completing.words("auto", "docker", "local"),
    help="How to run it.",
)
track = click.option(
    "--track",
    metavar="flask|express|django",
    shell_complete=completing.words("flask", "express", "django"),
    help="If it can't be recognised.",
)
database = click.option(
    "--database",
    metavar="sqlite|postgres|mysql|mongo",
    shell_complete=completing.words("sqlite", "postgres", "mysql", "mongo"),
    help="What the app is given to store in.",
)
