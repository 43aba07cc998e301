"""Who handed in the same code, as one page: no scripts, nothing loaded from elsewhere. `templates/similar.html`.

Learners' code is made printable here, line by line, and escaped there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from grader import __version__
from grader.classroom.fingerprints import decoded
from grader.classroom.fragments import Fragment, Side, fragments
from grader.classroom.pairing import Pair
from grader.classroom.similar_names import Appearing
from grader.classroom.similar_summary import ADVICE, first_and_more, group_names, head, shares
from grader.classroom.similarity import Comparison, Files
from grader.classroom.wording import counted, percent, spelled
from grader.model import Day
from grader.pages import render_html
from grader.printable import one_line, printable

MOST_CODE = 30  # pairs whose code is shown
MOST_PAIRS = 300
MOST_MATCHES = 10  # of a pair
MOST_LINES = 40  # of a match
CONTEXT = 2  # lines before and after it
MOST_FILES = 4  # that are named
LONGEST_LINE = 240
LONGEST_PATH = 120
LONGEST_REASON = 200

Clean = Callable[[str], str]


def render(
    day: Day,
    comparison: Comparison,
    code: Mapping[str, Files],
    missing: Mapping[str, str],
    shown: Appearing,
    made: date,
) -> str:
    """The page's text. `missing`: why somebody's code is not there."""
    first, rest = comparison.pairs[:MOST_CODE], comparison.pairs[MOST_CODE:MOST_PAIRS]
    left_out = {learner: first_and_more(told) for learner, told in comparison.left_out.items()}
    return render_html(
        "similar.html",
        day=day,
        made=spelled(made),
        head=head(comparison, len(missing)),
        advice=ADVICE,
        nameless=shown.nameless,
        pairs=[_with_code(pair, comparison, code, shown) for pair in first],
        rest=[_line(pair, shown) for pair in rest],
        more=len(comparison.pairs) - len(first) - len(rest),
        groups=[(len(group), group_names(group, shown)) for group in comparison.groups if len(group) > 2],
        missing=_reasons(missing, shown),
        left_out=_reasons(left_out, shown),
        version=__version__,
    )


def _reasons(about: Mapping[str, str], shown: Appearing) -> list[tuple[str, str]]:
    """Reasons name sources and files, so without names there are none."""
    return sorted(
        (shown.names[learner], "" if shown.nameless else one_line(why, LONGEST_REASON))
        for learner, why in about.items()
    )


def _line(pair: Pair, shown: Appearing) -> dict[str, Any]:
    return {
        "percent": percent(pair.similarity),
        "one": shown.names[pair.one],
        "other": shown.names[pair.other],
        "shares": shares(pair, shown),
    }


def _with_code(pair: Pair, comparison: Comparison, code: Mapping[str, Files], shown: Appearing) -> dict[str, Any]:
    """A pair with its matches, the longest first."""

    def clean(text: str) -> str:
        return shown.without_names(text, (pair.one, pair.other))

    one, other = code[pair.one], code[pair.other]
    found = fragments(one, other, comparison.ignored)
    paths = sorted({fragment.one.path for fragment in found})
    where = ", ".join(one_line(clean(path), LONGEST_PATH) for path in paths[:MOST_FILES])
    return {
        **_line(pair, shown),
        "where": f"{_matches(len(found))} in {where}{', …' if len(paths) > MOST_FILES else ''}" if found else "",
        "matches": [_match(fragment, one, other, clean) for fragment in found[:MOST_MATCHES]],
        "more": max(0, len(found) - MOST_MATCHES),
    }


def _matches(number: int) -> str:
    return "1 match" if number == 1 else f"{number} matches"


def _match(fragment: Fragment, one: Files, other: Files, clean: Clean) -> dict[str, Any]:
    longer = max(side.last - side.first + 1 for side in (fragment.one, fragment.other))
    return {
        "one": _side(fragment.one, one, clean),
        "other": _side(fragment.other, other, clean),
        "lines": counted(longer, "line"),
    }


def _side(side: Side, files: Files, clean: Clean) -> dict[str, Any]:
    """Its lines with their numbers, whether each belongs to the match, and how many are not shown."""
    text = decoded(files[side.path]).split("\n")
    last = min(side.last, side.first + MOST_LINES - 1)
    end = min(len(text), last + CONTEXT) if last == side.last else last
    numbers = range(max(1, side.first - CONTEXT), end + 1)
    return {
        "path": one_line(clean(side.path), LONGEST_PATH),
        "span": f"line {side.first}" if side.first == side.last else f"lines {side.first} to {side.last}",
        "rows": [(number, _code(text[number - 1], clean), side.first <= number <= side.last) for number in numbers],
        "more": side.last - last,
    }


def _code(line: str, clean: Clean) -> str:
    """One line of code. It is cut first, for a line can be half a megabyte."""
    cut = line[: 2 * LONGEST_LINE].expandtabs(4).rstrip()
    return printable(clean(cut), LONGEST_LINE)
