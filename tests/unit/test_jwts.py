"""Tokens as an attacker handles them: read, changed and forged, and never taken for more than they are."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks.jwts import decoded, encoded, forged, forgeries, is_jwt, legible, read
from grader.checks.values import Miss

# The example of RFC 7515, A.1: its key and its token.
KEY = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
RFC = (
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
)
CLAIMS = {"sub": "7", "iat": 1, "exp": 901, "jti": "x"}


def signed(token: str, key: bytes) -> bool:
    start, _, signature = token.rpartition(".")
    return encoded(hmac.new(key, start.encode(), hashlib.sha256).digest()) == signature


def test_reads_the_example_of_the_standard():
    """Header and claims of a token that others have made, with line breaks in its JSON."""
    token = read(RFC)
    assert token.header == {"typ": "JWT", "alg": "HS256"}
    assert token.claims == {"iss": "joe", "exp": 1300819380, "http://example.com/is_root": True}
    assert signed(RFC, decoded(KEY))


def test_forges_what_a_verifier_would_take():
    """A forged token is a good one as far as form and arithmetic go, so a refusal is about the key alone."""
    token = forged({"alg": "HS256", "typ": "JWT"}, CLAIMS, b"secret")
    assert signed(token, b"secret") and not signed(token, b"changeme")
    assert read(token).claims == CLAIMS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.b.c",
        "..",
        RFC.replace(".", ""),
        f"{RFC}.x",
        f"{encoded({'typ': 'JWT'})}.{encoded(CLAIMS)}.x",
        f"{encoded(b'[1]')}.{encoded(CLAIMS)}.x",
        f"{encoded(b'{' * 2000)}.{encoded(CLAIMS)}.x",
        f"{encoded({'alg': 'HS256'})}.{encoded(bytes([255]))}.x",
        "eyJfdXNlcl9pZCI6MX0.aSbXyQ.4Jc1nQ",  # a signed cookie of Flask's has three parts, too
        "é.é.é",
    ],
)
def test_tells_what_is_no_jwt(text):
    """Anything else is a miss that says what was expected, and no exception of another kind."""
    assert not is_jwt(text)
    with pytest.raises(Miss) as caught:
        read(text)
    assert "JWT" in caught.value.expected


@given(st.text() | st.from_regex(r"[A-Za-z0-9_=-]{0,20}(\.[A-Za-z0-9_=-]{0,20}){2}", fullmatch=True))
def test_any_text_is_a_jwt_or_none(text):
    """Whatever an app calls its access_token, it is told apart without a crash."""
    assert is_jwt(text) in (True, False)
    assert legible(text)[0] == text


def test_forgeries():
    """Each is another token than the real one, none is signed with the real key, and each says what was done."""
    real = forged({"alg": "HS256", "typ": "JWT", "kid": "1"}, CLAIMS, b"the real key")
    made = list(forgeries(real, more_secrets=["ada@example.com"]))
    assert real not in [token for _, token in made]
    assert not any(signed(token, b"the real key") for _, token in made)
    assert len({words for words, _ in made}) == len(made)
    headers = [json.loads(decoded(token.split(".")[0])) for _, token in made]
    assert {"none", "nOnE", "XX999"} <= {header["alg"] for header in headers}
    assert all(header["kid"] == "1" for header in headers), "the rest of the header stays as it was"
    for key in (b"", b"secret", b"changeme", b"ada@example.com"):
        assert any(signed(token, key) for _, token in made)
    assert all(json.loads(decoded(token.split(".")[1])) == CLAIMS for _, token in made)


def test_with_other_claims():
    """The signature stays the old one, and so no longer fits."""
    real = read(forged({"alg": "HS256"}, CLAIMS, b"key"))
    changed = real.with_claims({**CLAIMS, "sub": "8"})
    assert read(changed).claims["sub"] == "8"
    assert read(changed).signature == real.signature
    assert not signed(changed, b"key")


@given(st.binary())
def test_base64_both_ways(raw):
    """What was encoded is decoded again, with and without its padding."""
    assert decoded(encoded(raw)) == raw
    assert decoded(base64.urlsafe_b64encode(raw).decode()) == raw


def test_legible():
    """What lies in Base64 in a token or a cookie is read, also where it is packed or written with escapes."""
    inner = b'{"password": "correct horse"}'
    packed = base64.urlsafe_b64encode(zlib.compress(inner)).decode().rstrip("=")
    for value in (f"{encoded(inner)}.x.y", f".{packed}.x.y", "correct%20horse", f"s%3A{encoded(inner)}.sig"):
        assert any("correct horse" in text for text in legible(value))
    bomb = base64.urlsafe_b64encode(zlib.compress(bytes(1 << 24))).decode()
    assert max(map(len, legible(bomb))) <= 1 << 20
