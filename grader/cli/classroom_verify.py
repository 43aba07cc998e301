"""`classroom verify`: whether official grades are as they were signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import guarded, version_option

if TYPE_CHECKING:
    from grader.classroom.records import Enrolled, Grade

BOOK = "grades.db"
EXAMPLE = """\b
Examples:
  classroom verify                                       the gradebook of this folder, by your own key
  classroom verify grades.db --public-key autumn.pem.pub --roster class.csv
  classroom verify records/                              a folder of grades as JSON

\b
Exit codes: 0 all official grades are as they were signed · 1 something is not, each thing with its row · 2 wrong use ·
4 the machine or the course is at fault
"""


@click.command(epilog=EXAMPLE, short_help="That nobody changed a signed grade.")
@click.argument("book", default=BOOK)
@click.option(
    "--public-key", "public_keys", multiple=True, metavar="FILE", help="May be given several times.  [default: yours]"
)
@click.option("--roster", metavar="FILE", help="Whoever it does not name has no grade.  [default: the book's own]")
@click.option(
    "--pack", type=click.Path(path_type=Path), metavar="DIR", help="Your private checks, if grades are by them."
)
@version_option
@guarded
def main(book: str, public_keys: tuple[str, ...], roster: str | None, pack: Path | None) -> int:
    """Check the signatures of BOOK, a gradebook or a file or folder of grades as JSON. It needs no private key."""
    from grader.classroom import proofs
    from grader.classroom.judging import installed
    from grader.classroom.signing import Verifier, key_path, public_path

    keys = [Path(key) for key in public_keys] or [public_path(key_path(None))]
    verifier = Verifier.load(*keys)
    grades, enrolled, wrong = contents(book)
    if roster is not None:
        enrolled = named_by(Path(roster), grades)
    judged = installed(pack)
    wrong += proofs.complaints(grades, verifier, enrolled, judged)
    show([*wrong, *(f"note: {line}" for line in proofs.notes(grades, enrolled, judged))])
    show([*told(grades, wrong), f"checked with {_keys(verifier.fingerprints)}"])
    return 1 if wrong else 0


def contents(book: str) -> tuple[list[Grade], list[Enrolled] | None, list[str]]:
    """The grades, who is enrolled where that is known, and a line about each record that can't be read."""
    if "://" not in book and (book.endswith(".json") or Path(book).is_dir()):
        from grader.classroom.record_files import read_records

        grades, wrong = read_records(Path(book))
        return grades, None, wrong
    from grader.classroom.book import open_book

    with open_book(book, create=False) as opened:
        return opened.grades(), opened.enrolled(), []


def named_by(roster: Path, grades: Iterable[Grade]) -> list[Enrolled]:
    """Whom the teacher's roster names, on the days that are graded. A day that the course has not has no learners."""
    from grader.catalog import day_ids
    from grader.classroom.records import Enrolled
    from grader.classroom.roster import read_roster

    days = sorted({grade.day for grade in grades if grade.official} & set(day_ids()))
    return [Enrolled(learner.id, day) for day in days for learner in read_roster(roster, day)]


def told(grades: Sequence[Grade], wrong: Sequence[str]) -> list[str]:
    """The last words: how many, and whether they hold."""
    official = sum(grade.official for grade in grades)
    practice = len(grades) - official
    lines = [f"{practice} practice {_grades(practice)}, not signed: nothing is proved by that"] if practice else []
    if wrong:
        return [
            *lines,
            f"{official} official {_grades(official)}; {len(wrong)} {_things(len(wrong))} not right: see above",
        ]
    if not official:
        return [*lines, "no official grades: nothing was proved"]
    return [*lines, f"{official} official {_grades(official)}, all as they were signed"]


def show(lines: Iterable[str]) -> None:
    """Lines on standard output; texts of learners in them steer nothing."""
    from grader.printable import one_line, without_commands

    for line in lines:
        click.echo(without_commands(one_line(line)))


def _grades(count: int) -> str:
    return "grade" if count == 1 else "grades"


def _things(count: int) -> str:
    return "thing is" if count == 1 else "things are"


def _keys(fingerprints: Sequence[str]) -> str:
    return f"{'key' if len(fingerprints) == 1 else 'keys'} {', '.join(fingerprints)}"
