"""Tells secrets in lines of text: keys whose form is known, and values of `*_KEY`, `*_PASSWORD` and `*_TOKEN`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from grader.reading.known_keys import known_kind
from grader.reading.placeholders import is_real, stands_in

LONGEST = 2000  # characters of a line that is looked at: a bundled script's may have a million
NAME = r"[A-Z][A-Z0-9_]*_(?:KEY|PASSWORD|TOKEN)"
# NAME=value in .env files, Dockerfiles and shells; NAME: value in YAML.
BARE = re.compile(rf"(?:^|[\s,({{-])({NAME})(?:=|:\s+)([^\s\"'#][^\s#]*)")
# NAME = "value", "NAME": "value" and NAME: str = "value" in code.
LITERAL = re.compile(rf"\b({NAME})[\"']?\]?\s*(?::\s*[A-Za-z]+\s*)?[:=]\s*[rbuf]?([\"'`])(.*?)\2")
# What is taken where the environment has none: get("NAME", "value"), process.env.NAME ?? "value".
DEFAULT = re.compile(rf"(?:get|getenv|env|config|setdefault)\(\s*[\"']({NAME})[\"']\s*,\s*[rbuf]?([\"'`])(.*?)\2")
FALLBACK = re.compile(rf"\b({NAME})[\"'\])]*\s*(?:\?\?=?|\|\|=?|\bor\b)\s*[rbuf]?([\"'`])(.*?)\2")
BARE_FILES = re.compile(
    r"(?:.*/)?(?:\.env[^/]*|Dockerfile[^/]*|Procfile|[^/]*\.(?:env|ya?ml|toml|ini|cfg|conf|sh|properties))"
)
TESTS = re.compile(r"(?:^|.*/)(?:tests?|__tests__|spec)/.*|(?:.*/)?(?:test_[^/]*|[^/]*_test|[^/]*\.(?:test|spec))\.\w+")
# Names of other things: where a browser keeps something, a column, a cache's entry.
NO_SECRETS = re.compile(
    r".*(?:PRIMARY|FOREIGN|STORAGE|CACHE|SORT|PARTITION|PUBLIC|QUERY|INDEX|UNIQUE|FIELD|HEADER|COOKIE|CSRF|XSRF)_\w+"
)
# In a Dockerfile any name that speaks of a secret counts: what stands there travels with every copy of the image.
DOCKERFILE = re.compile(r"(?:.*/)?Dockerfile[^/]*")
NAMED = re.compile(r"(?i)\b([A-Z0-9_]*(?:_KEY|PASSWORD|_PASS|_TOKEN|SECRET))[\"']?\s*(?:=|:)\s*[\"']?([^\s\"',;]{3,})")
ADDRESS = re.compile(r"\b[a-z][a-z0-9+]*://[^\s:/@$]+:([^\s:/@$<{*]{3,})@(?!localhost\b|127\.|db[:/])")


@dataclass(frozen=True)
class Found:
    """A secret in a line: of what `kind` it is, where its form is known; else the `name` whose value it is."""

    kind: str = ""
    name: str = ""


def kinds(text: str, path: str) -> Iterator[str]:
    """What of secrets a line of a file holds, in words."""
    return (found.kind or f"a value of {found.name}" for found in secrets_in(text, path))


def secrets_in(text: str, path: str) -> Iterator[Found]:
    """What of secrets a line of a file holds."""
    line, in_image = text[:LONGEST], DOCKERFILE.fullmatch(path) is not None
    known = known_kind(line) or (address(line) if in_image else "")
    if known:
        yield Found(known)
    elif not TESTS.fullmatch(path):
        pairs = of_image(line, path) if in_image else values(line, path) if "_" in line else ()
        names = (name for name, value in pairs if not NO_SECRETS.fullmatch(name) and is_real(value))
        yield from (Found(name=name) for name in dict.fromkeys(names))


def address(line: str) -> str:
    """A word for a server's address in which a password stands; empty where there is none."""
    return "an address with a password" if any(is_real(found[1]) for found in ADDRESS.finditer(line)) else ""


def of_image(line: str, path: str) -> Iterator[tuple[str, str]]:
    """Names that speak of a secret, with the values that a line of a Dockerfile gives them."""
    pairs = [*values(line, path), *((match[1], match[2]) for match in NAMED.finditer(line))]
    return ((name, value) for name, value in pairs if not stands_in(value))


def values(line: str, path: str) -> Iterator[tuple[str, str]]:
    """Names that end in _KEY, _PASSWORD or _TOKEN, with the values that the line gives them."""
    for pattern in (LITERAL, DEFAULT, FALLBACK):
        yield from ((match[1], match[3]) for match in pattern.finditer(line))
    if BARE_FILES.fullmatch(path):
        yield from ((match[1], match[2].rstrip(",;")) for match in BARE.finditer(line))
