"""What an app may store of a password, and what it must not: slow hashes by their form, passwords in any disguise.

That a hash is the one of this very password is not verified: an app may well mix a secret of its own in before it
hashes, and none of our business is which. An app whose hash is of something else can't tell a wrong password from the
right one, and other checks see that.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from grader.checks.values import Miss

FEWEST_ROUNDS = 100_000  # of PBKDF2
LEAST_COST = 10  # of bcrypt: two to the power of it are its rounds
FAST = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")

ARGON2 = re.compile(r"\$argon2(?:id|i|d)\$(?:v=\d+\$)?m=\d+,t=\d+,p=\d+\$[\w+/=-]{8,}\$[\w+/=-]{16,}")
BCRYPT = re.compile(r"\$2[aby]\$(\d\d)\$[./\w]{53}")
# scrypt:32768:8:1$salt$hash (Werkzeug), scrypt$16384$salt$8$1$hash (Django), $scrypt$ln=15,r=8,p=1$salt$hash
SCRYPT = re.compile(r"(?<!\w)\$?scrypt[:$][\w+/=,.:$-]{40,}")
# pbkdf2_sha256$600000$salt$hash (Django), pbkdf2:sha256:600000$salt$hash (Werkzeug), $pbkdf2-sha256$600000$salt$hash
PBKDF2 = re.compile(
    r"(?<!\w)\$?pbkdf2(?:[-_:$](?:hmac[-_:])?sha-?\d{1,3})?[:$](?:i=|rounds=)?(\d{1,9})[:$,][\w+/=,.:$-]{20,}"
)


def strings(value: Any) -> Iterator[str]:
    """Every text in a value, however deep; numbers as they are written, names of fields left out."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from strings(inner)
    elif value is not None:
        yield str(value)


def slow_hashes(texts: Iterable[str]) -> tuple[set[str], list[str]]:
    """(the slow hashes in some texts that name their algorithm, what is wrong with those that are too fast)."""
    good: set[str] = set()
    weak: list[str] = []
    for text in texts:
        good |= {found[0] for form in (ARGON2, SCRYPT) for found in form.finditer(text)}
        for found in BCRYPT.finditer(text):
            if int(found[1]) >= LEAST_COST:
                good.add(found[0])
            else:
                weak.append(f"bcrypt with a cost of {int(found[1])}, where {LEAST_COST} is the least")
        for found in PBKDF2.finditer(text):
            if int(found[1]) >= FEWEST_ROUNDS:
                good.add(found[0])
            else:
                weak.append(f"PBKDF2 with {int(found[1])} rounds, where {FEWEST_ROUNDS} are the least")
    return good, weak


def disguises(password: str) -> Iterator[tuple[str, str]]:
    """(in words, as text): a password as it is, in what is turned back at once, and in fast hashes without a salt."""
    raw = password.encode()
    yield "the password itself", password
    yield "the password backwards", password[::-1]
    yield from _written("the password", raw)
    for name in FAST:
        yield from _written(f"the {name} of the password, without a salt", hashlib.new(name, raw).digest())


def _written(what: str, raw: bytes) -> Iterator[tuple[str, str]]:
    yield f"{what}, in hexadecimal digits", raw.hex()
    yield f"{what}, in Base64", base64.b64encode(raw).decode().rstrip("=")
    yield f"{what}, in Base64", base64.urlsafe_b64encode(raw).decode().rstrip("=")


def betrayed(texts: Iterable[str], passwords: Iterable[str]) -> str:
    """How one of the passwords stands in one of the texts, in words; empty where none does."""
    hunted = [(words, text, text.lower()) for password in passwords for words, text in disguises(password)]
    for held in texts:
        lower = held.lower()
        for words, text, low in hunted:
            if text in held or ("hexadecimal" in words and low in lower):
                return words
    return ""


PASSWORD_KEY = re.compile(r"(?i)(hashed_?)?(password|passwd|pwd|pw)(_?hash|_?digest)?|(hash|digest)(ed)?")


def named_passwords(value: Any) -> Iterator[str]:
    """Names of fields that hold a password or a hash, by what they are called; stars in its place are none."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if PASSWORD_KEY.fullmatch(str(key)) and isinstance(inner, str) and re.search(r"\w", inner):
                yield str(key)
            yield from named_passwords(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from named_passwords(inner)


def hold_no_password(value: Any, *passwords: str) -> None:
    """Raises Miss where a JSON value holds one of the passwords, or what looks like a hash of one."""
    texts = list(strings(value))
    good, weak = slow_hashes(texts)
    key = next(named_passwords(value), "")
    found = betrayed(texts, passwords) or ("a hash" if good or weak else "") or (f'a key "{key}"' if key else "")
    if found:
        raise Miss("neither a password nor a hash of one in it", found)
