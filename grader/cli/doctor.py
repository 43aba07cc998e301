"""`grade doctor`: what this machine has and lacks for grading, each fact with its cure."""

from __future__ import annotations

import json
import sys
import textwrap
from typing import TYPE_CHECKING

import click

from grader import __version__
from grader.cli.common import colour, guarded, version_option

if TYPE_CHECKING:
    from grader.doctor.facts import Fact

VERSION = 1
SIGNS = {"ok": ("✓", "ok ", "green"), "warn": ("!", "!  ", "yellow"), "bad": ("✗", "x  ", "red")}
NAME = 22
WIDTH = 100
ENDINGS = {
    ("docker", "local"): "Grading works here, in a container and without one.",
    ("docker",): "Grading works here in a container; not without one (--runner local).",
    ("local",): "Grading works here only without a container: no isolation, for your own code.",
    (): "Grading does not work here. Mend what is marked, then look again: grade doctor",
}
EXAMPLE = """\b
Examples:
  grade doctor
  grade doctor --json > doctor.json    for a bug report

\b
Exit codes: 0 grading works in at least one way (in a container, or without one) · 4 in none · 130 interrupted
"""


@click.command(epilog=EXAMPLE)
@click.option("--json", "as_json", is_flag=True, help="Write the facts as JSON.")
@version_option
@guarded
def main(as_json: bool) -> int:
    """Show what this machine has and lacks for grading, with the cure for each lack."""
    from grader.doctor import examine, working

    facts = examine()
    ways = working(facts)
    click.echo(as_text(facts, ways) if not as_json else as_data(facts, ways), color=colour())
    return 0 if ways else 4


def as_data(facts: list[Fact], ways: list[str]) -> str:
    """For programs and bug reports. `state`: ok, warn or bad."""
    from grader.printable import one_line

    found = [
        {"name": fact.name, "state": fact.state, "found": one_line(fact.found), "cure": one_line(fact.cure)}
        for fact in facts
    ]
    return json.dumps({"version": VERSION, "grader": __version__, "works": ways, "facts": found}, indent=2)


def as_text(facts: list[Fact], ways: list[str]) -> str:
    """A line a fact, the cure below it, and what all of it comes to."""
    from grader.printable import without_commands

    plain = not encodable(SIGNS["ok"][0] + SIGNS["bad"][0])
    lines = [line for fact in facts for line in told(fact, plain)]
    return without_commands("\n".join([*lines, "", ENDINGS[tuple(ways)]]))


def told(fact: Fact, plain: bool) -> list[str]:
    """One fact. What an engine or a program said of itself is shown, never obeyed."""
    from grader.printable import one_line

    unicode, ascii_, style = SIGNS[fact.state]
    sign = click.style(ascii_ if plain else unicode, fg=style)
    lines = [f"{sign} {one_line(fact.name):<{NAME}} {one_line(fact.found, 400)}".rstrip()]
    if fact.state != "ok" and fact.cure:
        indent = " " * (4 if plain else 2)
        lines += textwrap.wrap(
            one_line(fact.cure, 600),
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_on_hyphens=False,
            break_long_words=False,
        )
    return lines


def encodable(signs: str) -> bool:
    """Whether standard output can show them."""
    try:
        signs.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
