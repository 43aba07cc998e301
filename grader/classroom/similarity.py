"""Who handed in the same code: an index from fingerprints to learners, so that nobody's text is held against anybody's.

What a starter holds is nobody's own, and what more than half of a class wrote is common knowledge. A pair's similarity
is what both have over what the one has who has less of it: a copy in a larger project is found, and so is a part of
one. Learners of different tracks are never compared; those of whom the track is not known are, with all.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from grader.classroom.fingerprints import Reader, admitted, is_binary
from grader.classroom.pairing import Pair, groups, pairs_of

CLASS = 6  # so many make a class that can have common knowledge

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Comparison:
    """The pairs from `at_least` on, the most alike first, and the groups that they make, the largest first.

    `ignored` are the fingerprints that do not count, `left_out` lines about files that were not compared, by learner.
    """

    compared: tuple[str, ...]
    pairs: tuple[Pair, ...]
    groups: tuple[tuple[str, ...], ...]
    at_least: float
    ignored: frozenset[int] = frozenset()
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def compare(
    submissions: Mapping[str, Files],
    starters: Iterable[Files] = (),
    *,
    tracks: Mapping[str, str] | None = None,
    at_least: float = 0.4,
    left_out: Mapping[str, tuple[str, ...]] | None = None,
) -> Comparison:
    """Compares what learners handed in: learner → path → content, as many as may be compared.

    `tracks`: a learner's, where it is known. `left_out`: lines about files that were left out before, by learner.
    """
    reader, known, before = Reader(), tracks or {}, left_out or {}
    taken = {learner: _admitted(files) for learner, files in submissions.items()}
    code = {learner: files for learner, (files, _) in taken.items()}
    told = {learner: (*before.get(learner, ()), *told) for learner, (_, told) in taken.items()}
    given = _union(reader.every(path, data) for files in starters for path, data in files.items())
    prints = {
        learner: _union(reader.chosen(path, data) for path, data in files.items()) - given
        for learner, files in code.items()
    }
    common = _union(_common(prints, members) for members in _classes(prints, known))
    own = {learner: found - common for learner, found in prints.items()}
    same = {learner: _own_contents(files, reader, given) for learner, files in code.items()}
    pairs = [pair for pair in pairs_of(own, same, known) if pair.similarity >= at_least]
    pairs.sort(key=lambda pair: (-pair.similarity, -pair.shared, pair.one, pair.other))
    return Comparison(
        compared=tuple(submissions),
        pairs=tuple(pairs),
        groups=groups(pairs),
        at_least=at_least,
        ignored=given | common,
        left_out={learner: lines for learner, lines in told.items() if lines},
    )


def _union(sets: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*sets)


def _own_contents(files: Files, reader: Reader, given: frozenset[int]) -> frozenset[bytes]:
    """Hashes of the files that hold something of a learner's own."""
    mine = (data for path, data in files.items() if not reader.chosen(path, data) <= given)
    return frozenset(hashlib.sha256(data).digest() for data in mine)


def _admitted(files: Files) -> tuple[dict[str, bytes], tuple[str, ...]]:
    chosen, told = admitted({path: len(data) for path, data in files.items()})
    binary = [path for path in chosen if is_binary(files[path])]
    told += [f"{path}: no text" for path in binary]
    return {path: files[path] for path in chosen if path not in binary}, tuple(told)


def _classes(prints: Iterable[str], tracks: Mapping[str, str]) -> list[list[str]]:
    """Those who can be compared with each other: the learners of each track, with those of whom it is not known."""
    by_track = {tracks.get(learner, "") for learner in prints}
    return [[one for one in prints if tracks.get(one, "") in (track, "")] for track in by_track]


def _common(prints: Mapping[str, frozenset[int]], members: list[str]) -> frozenset[int]:
    """What more than half of them have, where there are enough for it to mean something."""
    if len(members) < CLASS:
        return frozenset()
    counts = Counter(chain.from_iterable(prints[learner] for learner in members))
    return frozenset(found for found, times in counts.items() if 2 * times > len(members))
