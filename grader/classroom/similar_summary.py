"""What `classroom similar` prints, and the words that its page shares with it. Pure; all of it is printable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.classroom.pairing import Pair
from grader.classroom.similar_names import Appearing
from grader.classroom.similarity import Comparison
from grader.classroom.wording import counted, percent
from grader.printable import one_line

MOST_PAIRS = 50
MOST_GROUPS = 20
MOST_NAMES = 12
MOST_MISSING = 30
LONGEST = 200  # characters of a reason
ADVICE = (
    "Similarity is no proof. Two people who learned from one page, or who had one obvious thing to write, are alike "
    "too, above all in short exercises. Read the code, look at when each was handed in, and talk to both before you "
    "judge either."
)


def lines(comparison: Comparison, shown: Appearing, missing: Mapping[str, str]) -> list[str]:
    """The pairs, the groups, who was not compared and why; without names there are no reasons, for those name files."""
    found = [head(comparison, len(missing)), *_pairs(comparison, shown), *_groups(comparison, shown)]
    if missing:
        found += ["", "Not compared", *_reasons(missing, shown)]
    if comparison.left_out:
        about = {learner: first_and_more(told) for learner, told in comparison.left_out.items()}
        found += ["", "Files that were left out", *_reasons(about, shown)]
    return [*found, "", ADVICE] if comparison.pairs else found


def head(comparison: Comparison, missing: int) -> str:
    """How much was compared, and how much came of it."""
    absent = f", {missing} could not be" if missing else ""
    pairs = counted(len(comparison.pairs), "pair") if comparison.pairs else "no pair"
    groups = f" in {counted(len(comparison.groups), 'group')}" if comparison.groups else ""
    return (
        f"{counted(len(comparison.compared), 'submission')} compared{absent}: "
        f"{pairs}{groups} from {percent(comparison.at_least)} % on"
    )


def shares(pair: Pair, shown: Appearing) -> str:
    """How much of each one's code the other has."""
    if pair.identical:
        return "what both wrote is the same, byte for byte"
    first, second = (percent(share) for share in pair.of)
    return f"{first} % of what {shown.names[pair.one]} wrote, {second} % of what {shown.names[pair.other]} wrote"


def first_and_more(told: Sequence[str]) -> str:
    """The first of some lines, and how many more there are."""
    return told[0] + (f" (and {len(told) - 1} more)" if len(told) > 1 else "")


def group_names(group: Sequence[str], shown: Appearing) -> str:
    more = len(group) - MOST_NAMES
    return ", ".join(shown.names[learner] for learner in group[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _pairs(comparison: Comparison, shown: Appearing) -> list[str]:
    pairs = comparison.pairs[:MOST_PAIRS]
    if not pairs:
        return []
    who = [f"{shown.names[pair.one]} · {shown.names[pair.other]}" for pair in pairs]
    width = max(map(len, who))
    found = [
        f"{percent(pair.similarity):>4} %  {both:<{width}}  {shares(pair, shown)}"
        for pair, both in zip(pairs, who, strict=True)
    ]
    more = len(comparison.pairs) - len(pairs)
    return ["", *found, *([f"        and {counted(more, 'pair')} more: --at-least shows fewer"] if more else [])]


def _groups(comparison: Comparison, shown: Appearing) -> list[str]:
    large = [group for group in comparison.groups if len(group) > 2]  # two are a pair, which was told
    found = [f"  {len(group)}: {group_names(group, shown)}" for group in large[:MOST_GROUPS]]
    more = len(large) - len(found)
    return ["", "Groups of more than two", *found, *([f"  and {more} more"] if more else [])] if large else []


def _reasons(about: Mapping[str, str], shown: Appearing) -> list[str]:
    some = sorted(about, key=lambda learner: shown.names[learner])[:MOST_MISSING]
    found = [
        f"  {shown.names[learner]}" + ("" if shown.nameless else f": {one_line(about[learner], LONGEST)}")
        for learner in some
    ]
    more = len(about) - len(found)
    return [*found, *([f"  and {more} more"] if more else [])]
