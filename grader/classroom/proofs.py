"""What the official grades of a gradebook prove: each row by its signature, by what it says, and beside the others.

Pure. A complaint is a line that names the row; texts of learners in it are printable. Practice rows prove nothing, and
nothing is said of them: but one that still bears a signature was an official one before somebody edited it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

from grader.classroom.records import Enrolled, Grade
from grader.classroom.soundness import LONGEST, Judged, some, unsound
from grader.printable import one_line


class Signatures(Protocol):
    """Who checks signatures: `signing.Verifier`."""

    def complaint(self, grade: Grade) -> str: ...


def complaints(
    grades: Iterable[Grade], verifier: Signatures, enrolled: Iterable[Enrolled] | None, judged: Judged
) -> list[str]:
    """A line for each thing that is wrong, in the order of the rows. `enrolled`: None where no roster is known."""
    bearing = [grade for grade in grades if grade.official or grade.signature]
    wrongs = [verifier.complaint(grade) for grade in bearing]
    first: dict[str, int] = {}  # of the rows whose signature is right the first one with it
    for index, (grade, wrong) in enumerate(zip(bearing, wrongs, strict=True)):
        if not wrong:
            first.setdefault(grade.signature, index)
    roster = None if enrolled is None else {(one.learner, one.day) for one in enrolled}
    found = []
    for index, (grade, wrong) in enumerate(zip(bearing, wrongs, strict=True)):
        owner = first.get(grade.signature)
        if wrong and owner is not None:
            wrong = f"it bears the signature of another row ({_row(bearing[owner])})"
        elif not wrong and owner != index:
            wrong = "it stands there more than once: a row was copied"
        found += [f"{_row(grade)}: {what}" for what in ([wrong] if wrong else unsound(grade, judged))]
        if roster is not None and (grade.learner, grade.day) not in roster:
            found.append(f"{_row(grade)}: no line of the roster names this learner")
    return found


def notes(grades: Iterable[Grade], enrolled: Iterable[Enrolled] | None, judged: Judged) -> list[str]:
    """What is not wrong but should be known, a line a day: what could not be looked at, and who lacks proof."""
    by_day: dict[str, list[Grade]] = defaultdict(list)
    for grade in grades:
        by_day[grade.day].append(grade)
    roster = list(enrolled or ())
    found = []
    for day, rows in sorted(by_day.items()):
        proved = {grade.learner for grade in rows if grade.official}
        others = sum(grade.official and judged(grade) is None for grade in rows)
        mixed = {grade.learner for grade in rows if not grade.official} & proved
        without = {one.learner for one in roster if one.day == day} - proved
        said = [
            f"{others} graded by other checks than those installed here: their signatures alone were looked at"
            if others
            else "",
            f"practice grades beside official ones, of which nothing is known: {some(mixed)}" if mixed else "",
            f"no official grade: {some(without)}" if proved and without else "",
        ]
        found += [f"{one_line(day, LONGEST)}: {words}" for words in said if words]
    return found


def _row(grade: Grade) -> str:
    when = f"{grade.graded_at:%Y-%m-%d %H:%M:%S}"
    return f"{one_line(grade.learner, LONGEST)}, {one_line(grade.day, LONGEST)}, graded {when}"
