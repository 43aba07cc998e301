"""Pairs of learners with fingerprints in common, and the groups that pairs make. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, combinations

LEAST = 12  # fingerprints, about seven lines: who has less of their own is alike by chance


@dataclass(frozen=True)
class Pair:
    """Two learners: fingerprints that both have, and that each has. `identical`: their own files are, byte for byte."""

    one: str
    other: str
    shared: int
    of_one: int
    of_other: int
    identical: bool = False

    @property
    def similarity(self) -> float:
        """A share of 1."""
        return 1.0 if self.identical else self.shared / min(self.of_one, self.of_other)

    @property
    def of(self) -> tuple[float, float]:
        """How much of each one's own code the other has too, as shares of 1."""
        if self.identical:
            return 1.0, 1.0
        return self.shared / self.of_one, self.shared / self.of_other


def pairs_of(
    own: Mapping[str, frozenset[int]], same: Mapping[str, frozenset[bytes]], tracks: Mapping[str, str]
) -> Iterable[Pair]:
    """Every two who may be compared and have anything in common."""
    names = sorted(own)
    owners: dict[int, list[int]] = defaultdict(list)
    for place, learner in enumerate(names):
        for found in own[learner]:
            owners[found].append(place)
    twins: dict[tuple[str, frozenset[bytes]], list[str]] = defaultdict(list)
    for learner in names:
        twins[tracks.get(learner, ""), same[learner]].append(learner)
    alike = {pair for (_, files), group in twins.items() if files for pair in combinations(group, 2)}
    for one, other in alike:
        yield Pair(one, other, len(own[one] & own[other]), len(own[one]), len(own[other]), identical=True)
    for place, one in enumerate(names):
        counts = Counter(chain.from_iterable(owners[found] for found in own[one]))
        for with_whom, shared in counts.items():
            other = names[with_whom]
            least = min(len(own[one]), len(own[other]))
            if with_whom > place and least >= LEAST and (one, other) not in alike and _may(tracks, one, other):
                yield Pair(one, other, shared, len(own[one]), len(own[other]))


def _may(tracks: Mapping[str, str], one: str, other: str) -> bool:
    first, second = tracks.get(one, ""), tracks.get(other, "")
    return first == second or not first or not second


def groups(pairs: Iterable[Pair]) -> tuple[tuple[str, ...], ...]:
    """Who is joined by pairs, over others as well."""
    group: dict[str, set[str]] = {}
    for pair in pairs:
        joined = group.get(pair.one, {pair.one}) | group.get(pair.other, {pair.other})
        group.update(dict.fromkeys(joined, joined))
    found = {tuple(sorted(members)) for members in group.values()}
    return tuple(sorted(found, key=lambda members: (-len(members), members)))
