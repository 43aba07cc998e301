"""Tells placeholders from values: what says that something else is to stand there."""

from __future__ import annotations

import re

MARKS = re.compile(
    r"\{[^}]*\}|\$\(|^\$[A-Za-z_]|<[^<>]*>|^\[.*\]$|%\w+%|\*\*|\.\.\.|…|x{3,}|^[-_.*x#?]+$", re.IGNORECASE
)
WORDS = re.compile(r"[A-Za-z]{1,16}(?:[-_ ./:]+[A-Za-z]{1,16})*[0-9]{0,3}[.!?]*")
TO_BE_REPLACED = frozenset(
    """change changed changeme changeit replace replaceme replaced example examples placeholder your here dummy sample
    todo fill insert fake dev develop development test tests testing local localhost insecure not none null undefined
    unset demo default foo bar baz generate generated random""".split()
)
SAYS_NOTHING = frozenset(
    """a an the my api secret password passwd pass key token admin administrator root postgres postgresql mysql mariadb
    mongo mongodb user username app value string true false only""".split()
)
# What may stand for one while the image is built.
STANDS_IN = re.compile(
    r"(?i)^[<$%{(\[*]|change|example|placeholder|your|dummy|replace|insert|todo|fixme|build|^not-?a-?secret"
    r"|^(?:unused|required)$"
)
CODE = re.compile(r"(?i)(?:os|process|env|config|settings|django|decouple|secrets|crypto)\b[.(\[].*|get\w*\(.*")


def is_real(value: str) -> bool:
    """Whether a value is one, and no placeholder that says that another is to stand there."""
    value = value.strip()
    if not value or MARKS.search(value) or "EXAMPLE" in value:
        return False
    words = {word.lower() for word in re.findall(r"[A-Za-z]+", value)} if WORDS.fullmatch(value) else set()
    return not words or not (words & TO_BE_REPLACED or words <= SAYS_NOTHING)


def stands_in(value: str) -> bool:
    """Whether a value in a Dockerfile is code that reads one, or stands for one while the image is built."""
    return bool(STANDS_IN.search(value) or CODE.fullmatch(value))
