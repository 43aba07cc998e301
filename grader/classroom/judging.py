"""Which day of this installation's course judged a grade: the one whose checks have the hash that stands in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from grader import packs
from grader.catalog import day_ids, load_day
from grader.classroom.records import Grade
from grader.digests import exercises_digest
from grader.model import Day


def installed(folder: Path | None = None) -> Callable[[Grade], Day | None]:
    """Gives the day as it judged a grade; None where its checks are others than those that are installed here.

    `folder`: of private checks, which judged some. Raises CourseError for a broken manifest.
    """

    @cache
    def judges(day_id: str) -> dict[str, Day]:
        if day_id not in day_ids():
            return {}
        day = load_day(day_id)
        alone = [replace(day, exercises=(exercise,)) for exercise in day.exercises] if day.one_of else []
        packed = packs.with_pack(day, folder)
        return {exercises_digest(one.exercises): one for one in (*alone, day, packed)}

    return lambda grade: judges(grade.day).get(grade.checks)
