"""`classroom`: a class. `grade`, `report`, `export`, `similar`, `verify`, `key`, each in a module of its own."""

from __future__ import annotations

import click

from grader.cli.common import version_option
from grader.cli.groups import Group

EXAMPLE = """\b
Examples:
  classroom grade class.csv --day day2              all that was handed in, two at a time or more
  classroom grade class.csv --day day2 --dry-run    looks at the roster and at each source alone
  classroom report --html class.html                learners and goals at a glance
  classroom export --format moodle > grades.csv     for the school's own system
  classroom similar class.csv --day day2            who handed in the same code
  classroom verify grades.db                        that nobody changed a signed grade

\b
Exit codes of grade: 0 everybody was graded, whatever the scores · 1 some could not be: their project's fault ·
2 wrong use · 4 the machine or the course failed some · 130 interrupted; the same command goes on where it was
"""
COMMANDS = {
    "grade": "grader.cli.classroom_grade",
    "report": "grader.cli.classroom_report",
    "export": "grader.cli.classroom_export",
    "similar": "grader.cli.classroom_similar",
    "verify": "grader.cli.classroom_verify",
    "key": "grader.cli.classroom_key",
}


@click.command(cls=Group, modules=COMMANDS, epilog=EXAMPLE)
@version_option
def main() -> None:
    """Grade a class, and see how it is doing."""


if __name__ == "__main__":
    main()
