"""A source file as tokens in which names, texts and numbers are all alike, so that renaming hides no copy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from grader.classroom.languages import Language

NAME, TEXT, NUMBER = "n", "s", "0"  # what every one of its kind becomes
DEPTH = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


class Token(NamedTuple):
    """`text` is what is compared. It lies on the lines from `first` to `last`, which count from 1."""

    text: str
    first: int
    last: int


def tokens(text: str, language: Language) -> Iterator[Token]:
    """Without comments, white space and docstrings; texts that follow each other are one, as are lists of them."""
    line, depth, before, ended = 1, 0, "", 0
    for match in language.pattern.finditer(text):
        kind, found = match.lastgroup, match[0]
        first = line
        if "\n" in found:
            line += found.count("\n")
        if kind == "skip":
            continue
        word = _normal(kind, found, language)
        depth += DEPTH.get(word, 0)
        begins, ended = first > ended, line
        if kind == "string" and (before == TEXT or (language.docstrings and begins and depth <= 0)):
            continue
        if language.prose and word == before == NAME:
            continue
        before = word
        yield Token(word, first, line)


def _normal(kind: str | None, found: str, language: Language) -> str:
    if kind == "string":
        return TEXT
    if kind == "number":
        return NUMBER
    word = found.lower() if language.folded else found
    return NAME if kind == "name" and word not in language.words else language.same.get(word, word)
