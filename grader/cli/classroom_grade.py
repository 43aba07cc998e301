"""`classroom grade ROSTER`: grades all that a class handed in."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli import completing, options
from grader.cli.common import Number, guarded, version_option

EXAMPLE = """\b
Examples:
  classroom grade class.csv --day day2               everybody, as many at a time as this machine bears
  classroom grade class.csv --day day2 --dry-run     looks at the roster and at each source, and grades nothing
  classroom grade class.csv --day day2 --again       also what is graded already, with other data
  classroom grade class.csv --day day2 --official    two seeds, and each grade signed
  classroom grade class.csv --day day3 --jobs 4 --book postgresql://grader@db/class
  classroom grade class.csv --day day2 --scheduler tcp://10.0.0.5:8786      on the machines of a Dask cluster

\b
The roster is a CSV: learner,source and if you like commit, email, deadline, submitted, day. A source is a folder, a
.zip or .tar.gz, or a Git URL. What is graded already and has not changed is left as it is, so a run that was cut off
goes on where it was. One folder a learner, with report.json, report.html and log.txt, is written below --out.

\b
Exit codes: 0 everybody was graded, whatever the scores · 1 some could not be: their project's fault · 2 wrong use ·
4 the machine or the course failed some · 130 interrupted
"""


@click.command(epilog=EXAMPLE, short_help="Grade all that a class handed in.")
@click.argument("roster", type=click.Path(path_type=Path))
@click.option("--day", required=True, shell_complete=completing.days(), help="The day that is graded.")
@click.option("--book", default="grades.db", show_default=True, metavar="FILE|URL", help="The gradebook.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="For the reports.  [default: ./grades/DAY]")
@click.option("--jobs", type=click.IntRange(1, 512), metavar="N", help="At a time.  [default: what the machine bears]")
@click.option("--again", is_flag=True, help="Grade again what is graded already.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="The data of an earlier run.")
@options.database
@click.option("--runtime", default="", metavar="NAME", help="Another container runtime.")
@click.option("--start-timeout", type=Number(1, 600), default=60.0, show_default=True, help="In seconds.")
@click.option("--official", is_flag=True, help="Two seeds, and each grade signed.")
@click.option("--pack", type=click.Path(path_type=Path), metavar="DIR", help="Your private checks, in addition.")
@click.option(
    "--key", type=click.Path(path_type=Path), metavar="FILE", help="The key that signs, if not the usual one."
)
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler whose workers do the grading.")
@click.option("--cluster", metavar="local:N", help="N Dask workers, started on this machine.")
@click.option(
    "--course", type=click.Path(path_type=Path), metavar="FILE", help="Your course.toml, if not this folder's."
)
@click.option("--dry-run", is_flag=True, help="Look at the roster and at each source alone.")
@click.option("--verbose", is_flag=True, help="A line for each learner.")
@version_option
@guarded
def main(**given: object) -> int:
    """Grade what the learners in ROSTER handed in for a day."""
    from grader.cli.classroom_run import ClassWishes, run

    return run(ClassWishes(**given))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
