"""Where two submissions are alike: the stretches of code that hold their common fingerprints, without the ignored ones.

Fingerprints that lie behind each other at the same distance in both files are one fragment. The largest are taken
first; one that lies mostly where another one was taken already adds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from grader.classroom.fingerprints import K, admitted, decoded, hashes, is_binary, winnow
from grader.classroom.languages import language_of
from grader.classroom.tokens import Token, tokens

MOST_TIMES = 4  # that often in each file every place is held against every other; beyond that in order alone

Files = Mapping[str, bytes]
Places = dict[int, list[tuple[str, int]]]
Stretch = tuple[str, str, int, int, int]  # two files, the first token of it in each, and how many tokens


@dataclass(frozen=True)
class Side:
    """A file's lines from `first` to `last`, which count from 1."""

    path: str
    first: int
    last: int


@dataclass(frozen=True)
class Fragment:
    """The same code on both sides, but for names and white space. `tokens`: how long it is."""

    one: Side
    other: Side
    tokens: int


def fragments(one: Files, other: Files, ignored: Set[int]) -> list[Fragment]:
    """What both have, the longest first."""
    here, there = _read(one), _read(other)
    mine, theirs = _places(here, ignored), _places(there, ignored)
    found = sorted(_stretches(mine, theirs), key=lambda stretch: (-stretch[4], stretch))
    covered: dict[tuple[int, str], bytearray] = {}
    for number, files in enumerate((here, there)):
        covered.update({(number, path): bytearray(len(words)) for path, words in files.items()})
    kept = []
    for path, with_path, at, with_at, length in found:
        sides = (covered[0, path], at), (covered[1, with_path], with_at)
        if all(2 * sum(taken[start : start + length]) <= length for taken, start in sides):
            for taken, start in sides:
                taken[start : start + length] = b"\1" * length
            first = _side(path, here[path][at : at + length])
            kept.append(Fragment(first, _side(with_path, there[with_path][with_at : with_at + length]), length))
    return kept


def _read(files: Files) -> dict[str, list[Token]]:
    found = {}
    for path in admitted({path: len(data) for path, data in files.items()})[0]:
        language = language_of(path)
        if language is not None and not is_binary(files[path]):
            found[path] = list(tokens(decoded(files[path]), language))
    return found


def _places(files: Mapping[str, list[Token]], ignored: Set[int]) -> Places:
    """Where each fingerprint lies: the file, and the number of its first token."""
    places: Places = defaultdict(list)
    for path, words in files.items():
        language = language_of(path)
        assert language is not None
        found = hashes((word.text for word in words), language)
        for start in winnow(found):
            if found[start] not in ignored:
                places[found[start]].append((path, start))
    return places


def _stretches(mine: Places, theirs: Places) -> Iterator[Stretch]:
    """Places at the same distance, joined where they touch."""
    starts: dict[tuple[str, str, int], set[int]] = defaultdict(set)
    for shared in mine.keys() & theirs.keys():
        for (path, at), (with_path, with_at) in _couples(mine[shared], theirs[shared]):
            starts[path, with_path, with_at - at].add(at)
    for (path, with_path, distance), found in starts.items():
        first = last = -1
        for at in sorted(found):
            if first >= 0 and at > last + K:
                yield path, with_path, first, first + distance, last + K - first
                first = at
            first, last = (at if first < 0 else first), at
        yield path, with_path, first, first + distance, last + K - first


def _couples(
    some: list[tuple[str, int]], others: list[tuple[str, int]]
) -> Iterator[tuple[tuple[str, int], tuple[str, int]]]:
    if len(some) > MOST_TIMES or len(others) > MOST_TIMES:
        yield from zip(some, others, strict=False)
        return
    for place in some:
        for other in others:
            yield place, other


def _side(path: str, words: list[Token]) -> Side:
    return Side(path, words[0].first, max(word.last for word in words))
