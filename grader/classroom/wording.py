"""Words that the class page and its summary share. Pure; what learners wrote comes out printable, on one line."""

from __future__ import annotations

from datetime import date

from grader.printable import one_line

LONGEST_NAME = 48  # characters
LONGEST_MISS = 240
MOST_SHARE = 99.0
MONTHS = "January February March April May June July August September October November December"


def name(learner: str) -> str:
    """A learner's id as it may be shown; never empty."""
    return one_line(learner, LONGEST_NAME) or "(no name)"


def said(miss: str) -> str:
    """A line about a goal that failed: it quotes what the learner's app answered."""
    return one_line(miss, LONGEST_MISS)


def percent(share: float) -> int:
    """Rounded down, so that 100 means all of it. A row that somebody wrote by hand can hold any number."""
    return int(max(0.0, min(MOST_SHARE, share)) * 100 + 1e-9)


def lasted(seconds: float) -> str:
    """`40 min`, `2 h 05 min`, `3 days 4 h`; never nothing: what is late is late."""
    minutes = max(1, int(seconds) // 60)
    if minutes < 60:
        return f"{minutes} min"
    hours = minutes // 60
    if hours < 48:
        return f"{hours} h {minutes % 60:02} min"
    return f"{hours // 24} days {hours % 24} h"


def counted(number: int, word: str) -> str:
    """`1 goal`, `2 goals`."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def spelled(day: date) -> str:
    """`5 January 2026`, in English on every machine."""
    return f"{day.day} {MONTHS.split()[day.month - 1]} {day.year}"
