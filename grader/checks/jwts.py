"""JSON Web Tokens as an attacker handles them: read without a key, changed, forged.

By hand, in a few lines: the libraries refuse, and rightly, to make the tokens that an app has to refuse.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import hmac
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from grader.checks.values import Miss, parse_json, say

LONGEST = 1 << 20  # of what is unpacked
NO_ALGORITHM = ("none", "None", "NONE", "nOnE")
COMMON_SECRETS = """
secret changeme password key dev test default jwt-secret secret-key your-secret-key your-256-bit-secret
supersecret super-secret mysecret secretkey keyboard-cat 123456
""".split()


@dataclass(frozen=True)
class Jwt:
    """A token's parts: header and claims as objects, and all three as they stand in it."""

    header: dict[str, Any]
    claims: dict[str, Any]
    parts: tuple[str, str, str]

    @property
    def signature(self) -> str:
        return self.parts[2]

    def with_claims(self, claims: dict[str, Any]) -> str:
        """Other claims under the old signature."""
        return ".".join((self.parts[0], encoded(claims), self.signature))

    def with_signature(self, signature: str) -> str:
        return ".".join((*self.parts[:2], signature))


def read(token: str) -> Jwt:
    """A token taken apart; nothing is verified. Raises Miss where it is no JWT."""
    parts = token.split(".")
    try:
        if len(parts) != 3:
            raise ValueError(f"{len(parts)} parts")
        header, claims = (parse_json(decoded(part).decode()) for part in parts[:2])
        if not (isinstance(header, dict) and "alg" in header and isinstance(claims, dict)):
            raise ValueError("no header with alg, or no claims")
    except ValueError:
        raise Miss("a JWT: three Base64 parts with dots between, the first two JSON objects", say(token)) from None
    return Jwt(header, claims, (parts[0], parts[1], parts[2]))


def is_jwt(token: str) -> bool:
    try:
        read(token)
    except Miss:
        return False
    return True


def decoded(part: str) -> bytes:
    """Base64 as tokens and cookies have it: for URLs, the padding left out. Raises ValueError for what is none."""
    try:
        return base64.b64decode(part.rstrip("=") + "=" * (-len(part.rstrip("=")) % 4), b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None


def encoded(value: dict[str, Any] | bytes) -> str:
    """Bytes, or an object as JSON, in that Base64."""
    raw = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def forged(header: dict[str, Any], claims: dict[str, Any], key: bytes | None) -> str:
    """A token signed with HMAC-SHA256, whatever its header says; without a key the signature is empty."""
    start = f"{encoded(header)}.{encoded(claims)}"
    signature = b"" if key is None else hmac.new(key, start.encode(), hashlib.sha256).digest()
    return f"{start}.{encoded(signature)}"


def forgeries(token: str, more_secrets: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """(what was done, the token): the claims of a real token, and a signature that proves nothing."""
    real = read(token)
    for name in NO_ALGORITHM:
        header = {**real.header, "alg": name}
        yield f'"alg": "{name}" and no signature', forged(header, real.claims, None)
        yield f'"alg": "{name}" and the old signature', f"{encoded(header)}.{real.parts[1]}.{real.signature}"
    signed = {**real.header, "alg": "HS256"}
    yield "no signature", real.with_signature("")
    yield "an empty key", forged(signed, real.claims, b"")
    for secret in (*COMMON_SECRETS, *more_secrets):
        yield f'the key "{secret}"', forged(signed, real.claims, secret.encode())
    for name in ("HS1", "XX999", ""):
        header = {**real.header, "alg": name}
        yield f'the unknown algorithm "{name}"', f"{encoded(header)}.{real.parts[1]}.{real.signature}"
        yield f'the unknown algorithm "{name}" and an empty key', forged(header, real.claims, b"")


def legible(value: str) -> list[str]:
    """What anybody reads in a token or a cookie: its text, and whatever Base64 lies in it."""
    found = [value, unquote(value)]
    for piece in re.split(r"[.:|~%!]", unquote(value)):
        with contextlib.suppress(ValueError, zlib.error):
            raw = decoded(piece)
            found.append(raw.decode("latin-1"))
            found.append(zlib.decompressobj().decompress(raw, LONGEST).decode("latin-1"))
    return found
