"""Reads what `git log -p --cc --unified=0` prints: the lines that each commit added, with their file and number.

Whether a line belongs to a file's text is told by the numbers in front of each piece, never by how it looks: a text may
look like a patch.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

PIECE = re.compile(rb"(@@+) ((?:-\d+(?:,\d+)? )+)\+(\d+)(?:,(\d+))? @@+")
OLD = re.compile(rb"-\d+(?:,(\d+))?")
LONGEST = 4000  # bytes of a line that is looked at
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", '"': '"', "\\": "\\"}


@dataclass(frozen=True)
class Added:
    """A line that a commit added."""

    commit: str
    path: str
    number: int
    text: str


def added(patch: bytes) -> Iterator[Added]:
    """The lines that no parent of their commit has."""
    commit = path = ""
    lines = (line.removesuffix(b"\n") for line in io.BytesIO(patch))  # one at a time: there may be millions
    for line in lines:
        if line.startswith(b"\x01"):
            commit, path = line[1:].decode("ascii", "replace"), ""
        elif line.startswith(b"+++ "):
            path = named(line[4:])
        elif piece := PIECE.match(line):
            yield from _of_piece(lines, piece, commit, path)


def _of_piece(lines: Iterator[bytes], piece: re.Match[bytes], commit: str, path: str) -> Iterator[Added]:
    """The added ones of a piece: it has so many lines of the new text, and of each old one."""
    parents = len(piece[1]) - 1
    old = [int(size) if size else 1 for size in OLD.findall(piece[2])]
    number, new = int(piece[3]), int(piece[4]) if piece[4] is not None else 1
    while new > 0 or any(size > 0 for size in old):
        line = next(lines, None)
        if line is None:
            return
        marks, text = line[:parents], line[parents:]
        if marks[:1] == b"\\":
            continue
        if b"-" in marks:
            old = [size - (mark == 45) for size, mark in zip(old, marks, strict=False)]
            continue
        if marks == b"+" * parents:
            yield Added(commit, path, number, text[:LONGEST].decode("utf-8", "replace"))
        old = [size - (mark == 32) for size, mark in zip(old, marks, strict=False)]
        new, number = new - 1, number + 1


def named(words: bytes) -> str:
    """A path as it is, of how Git writes it."""
    text = words.decode("utf-8", "replace").removesuffix("\t")
    if not text.startswith('"'):
        return text
    octal = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text[1:-1])
    return re.sub(r"\\(.)", lambda match: ESCAPES.get(match[1], match[1]), octal)
