"""Winnowing (Schleimer, Wilkerson, Aiken 2003): of a file's runs of K tokens, a few that their hash alone chooses.

copydetect 0.5.0 was looked at: no release since March 2024, matplotlib and numpy (170 MB) for a picture and a few
arrays, Pygments' lexers, every pair of files by itself, and no limits. Two files that share a run of K + WINDOW - 1
tokens, about three lines, share a fingerprint; runs below K tokens are never seen as alike.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from grader.classroom.languages import Language, language_of
from grader.classroom.tokens import tokens

K = 12  # tokens; two who wrote the same exercise without each other share a tenth of such runs at most
WINDOW = 6  # of so many runs that follow each other one at least is a fingerprint
LARGEST = 512 << 10  # bytes of a file
MOST_FILES = 200  # of a submission
MOST_BYTES = 1 << 20  # of a submission's code; the reference solutions have 10 to 100 KB
PRIME = (1 << 61) - 1
BASE = 1_000_003
LEADING = pow(BASE, K, PRIME)


def admitted(sizes: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Which files are compared, by their sizes in bytes, and a line about each one that is left out for its size."""
    chosen: list[str] = []
    told: list[str] = []
    total = 0
    for path in sorted(path for path in sizes if language_of(path)):
        if sizes[path] > LARGEST:
            told.append(f"{path}: larger than {LARGEST >> 10} KiB")
        elif len(chosen) == MOST_FILES:
            told.append(f"{path} and what comes after it: more than {MOST_FILES} files")
            break
        elif total + sizes[path] > MOST_BYTES:
            told.append(f"{path}: with it, all the code is larger than {MOST_BYTES >> 20} MiB")
        else:
            chosen.append(path)
            total += sizes[path]
    return chosen, told


def is_binary(content: bytes) -> bool:
    """No program text: it holds a NUL."""
    return b"\0" in content


def hashes(words: Iterable[str], language: Language) -> list[int]:
    """The hash of every run of K tokens, by where it begins: the same on every machine, another in each language."""
    code: dict[str, int] = {}
    codes = [code.get(word) or code.setdefault(word, 1 + zlib.crc32(word.encode("utf-8", "replace"))) for word in words]
    salt = zlib.crc32(language.name.encode())
    found, rolling = [], 0
    for last, gone in zip(codes, [0] * K + codes, strict=False):
        rolling = (rolling * BASE + last - gone * LEADING) % PRIME
        found.append(rolling ^ salt)
    return found[K - 1 :]


def winnow(found: list[int]) -> Iterator[int]:
    """The places of those hashes that are the least of a window; the last such, and each place once."""
    chosen = -1
    for end in range(max(1, min(WINDOW, len(found))), len(found) + 1):
        start = max(0, end - WINDOW)
        if chosen < start:
            chosen = min(range(start, end), key=lambda place: (found[place], -place))
            yield chosen
        elif found[end - 1] < found[chosen]:
            chosen = end - 1
            yield chosen


@dataclass(frozen=True)
class Reader:
    """Files' fingerprints. Each content is read once, since in a class most files are somebody else's as well."""

    known: dict[tuple[str, bytes], frozenset[int]] = field(default_factory=dict)

    def chosen(self, path: str, content: bytes) -> frozenset[int]:
        """The fingerprints of a file."""
        return self._read(path, content, everything=False)

    def every(self, path: str, content: bytes) -> frozenset[int]:
        """The hashes of all its runs: of a starter none is anybody's own, whichever a window may choose."""
        return self._read(path, content, everything=True)

    def _read(self, path: str, content: bytes, *, everything: bool) -> frozenset[int]:
        language = language_of(path)
        if language is None or is_binary(content):
            return frozenset()
        key = (f"{language.name} {everything}", hashlib.sha256(content).digest())
        if key not in self.known:
            found = hashes((token.text for token in tokens(decoded(content), language)), language)
            self.known[key] = frozenset(found if everything else (found[place] for place in winnow(found)))
        return self.known[key]


def decoded(content: bytes) -> str:
    """As text; what is no UTF-8 becomes a sign that is no part of any name."""
    return content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
