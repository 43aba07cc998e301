"""How learners appear in a comparison: by their ids, or under pseudonyms and with their names hidden in their code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from grader.classroom.records import Learner
from grader.classroom.wording import name

SHORTEST = 3  # characters; a shorter name is a part of too many words
HIDDEN = "…"


@dataclass(frozen=True)
class Appearing:
    """`names` by learner, printable. `hidden`: by learner, what is left out of the code, where names are left out."""

    names: Mapping[str, str]
    hidden: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    nameless: bool = False

    def without_names(self, text: str, learners: Iterable[str]) -> str:
        """A text without the names of these learners; with names, as it is."""
        for pattern in (self.hidden[learner] for learner in learners if learner in self.hidden):
            text = pattern.sub(HIDDEN, text)
        return text


def named(learners: Sequence[Learner]) -> Appearing:
    """By their ids."""
    return Appearing({learner.id: name(learner.id) for learner in learners})


def nameless(learners: Sequence[Learner], names: Mapping[str, str]) -> Appearing:
    """Who were given the pseudonyms `names` before they were compared: the order of real names would tell of them.

    Ids and addresses are hidden in the code too.
    """
    words = {names[one.id]: hiding((one.id, one.email, one.email.partition("@")[0])) for one in learners}
    hidden = {learner: pattern for learner, pattern in words.items() if pattern}
    return Appearing({alias: alias for alias in names.values()}, hidden, nameless=True)


def hiding(words: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for those names where they stand alone, not inside another word; None where there is none to hide."""
    longest_first = sorted({word for word in words if len(word) >= SHORTEST}, key=lambda word: (-len(word), word))
    if not longest_first:
        return None
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W_])", re.IGNORECASE)
