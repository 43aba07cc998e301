"""Hashes of passwords by their form, and passwords in whatever disguise."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks.hashes import betrayed, disguises, hold_no_password, named_passwords, slow_hashes, strings
from grader.checks.values import Miss

SALT = "c29tZXNhbHRzb21lc2FsdA"
LONG = "l5qVFkKHcKWoGzC9dYm1hXyVqk3b8Tg7WnUoZ0aVd2E"
BCRYPT = "N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"
GOOD = [
    f"$argon2id$v=19$m=65536,t=3,p=4${SALT}${LONG}",  # argon2-cffi, @node-rs/argon2
    f"argon2$argon2id$v=19$m=102400,t=2,p=8${SALT}${LONG}",  # Django
    f"$argon2i$v=19$m=4096,t=3,p=1${SALT}${LONG}",
    f"$2b$12${BCRYPT}",
    f"$2a$10${BCRYPT}",
    f"bcrypt_sha256$$2b$12${BCRYPT}",  # Django
    f"scrypt:32768:8:1${SALT[:16]}${'5f1c' * 32}",  # Werkzeug
    f"scrypt$16384${SALT}$8$1${LONG}{LONG}=",  # Django
    f"$scrypt$ln=17,r=8,p=1${SALT}${LONG}",  # passlib
    f"scrypt$16384$8$1${SALT}==${LONG}=",  # by hand, with node:crypto
    f"pbkdf2_sha256$1000000${SALT}${LONG}=",  # Django
    f"pbkdf2:sha256:600000${SALT[:16]}${'5f1c' * 16}",  # Werkzeug
    f"$pbkdf2-sha512$210000${SALT}${LONG}",  # passlib
    f"$pbkdf2-sha256$i=600000,l=32${SALT}${LONG}",  # PHC
    f"pbkdf2$210000${SALT}${LONG}",  # by hand
    f"pbkdf2_sha1$1300000${SALT}${LONG}=",
]
WEAK = [
    (f"$2b$04${BCRYPT}", "cost of 4"),
    (f"pbkdf2_sha256$1000${SALT}${LONG}=", "1000 rounds"),
    (f"pbkdf2:sha256:50000${SALT[:16]}${'5f1c' * 16}", "50000 rounds"),
]
NONE = [
    "",
    "correct horse",
    hashlib.md5(b"x", usedforsecurity=False).hexdigest(),
    f"sha256${SALT[:16]}${'5f1c' * 16}",  # Werkzeug of old: fast
    f"md5${SALT}$5f4dcc3b5aa765d61d8327deb882cf99",  # what Django's tests use
    f"$1${SALT[:8]}$KMKQ0x0x0x0x0x0x0x0x0.",
    "we use scrypt for passwords",
    "$2b$12$short",
    "argon2id",
]


@pytest.mark.parametrize("text", GOOD)
def test_knows_slow_hashes(text):
    """A hash as the common libraries write it is one hash, slow enough, wherever it stands in a text."""
    for held in (text, json.dumps({"user": {"hash": text}})):
        good, weak = slow_hashes([held])
        assert len(good) == 1 and not weak


@pytest.mark.parametrize(("text", "why"), WEAK)
def test_tells_those_that_are_too_fast(text, why):
    """The right algorithm with too little work is told with its number."""
    good, weak = slow_hashes([text])
    assert not good and why in weak[0]


@pytest.mark.parametrize("text", NONE)
def test_takes_nothing_else(text):
    """Fast hashes, and words about hashes, are none."""
    assert slow_hashes([text]) == (set(), [])


def test_counts_different_ones():
    """Two equal hashes are one: that is how a salt that is missing shows."""
    assert len(slow_hashes([GOOD[0], GOOD[0], GOOD[3]])[0]) == 2


PASSWORD = "aK-9 correct?horse+7z"


@pytest.mark.parametrize(
    "held",
    [
        PASSWORD,
        f"the password is {PASSWORD}.",
        PASSWORD[::-1],
        PASSWORD.encode().hex().upper(),
        base64.b64encode(PASSWORD.encode()).decode(),
        base64.urlsafe_b64encode(PASSWORD.encode()).decode().rstrip("="),
        hashlib.md5(PASSWORD.encode(), usedforsecurity=False).hexdigest(),
        hashlib.sha256(PASSWORD.encode()).hexdigest().upper(),
        base64.b64encode(hashlib.sha1(PASSWORD.encode(), usedforsecurity=False).digest()).decode(),
        hashlib.sha512(PASSWORD.encode()).hexdigest(),
    ],
)
def test_sees_through_disguises(held):
    """A password is found as it is, backwards, encoded, and in every fast hash without a salt."""
    assert betrayed(["something else", held], ["another one", PASSWORD])


@given(st.lists(st.text()))
def test_accuses_nobody(texts):
    """Texts that have nothing to do with a password do not hold it."""
    assert not betrayed([text for text in texts if PASSWORD not in text], [PASSWORD])


def test_disguises_are_told_apart():
    """Each has words of its own or is another way of writing, and no text is so short that chance would meet it."""
    assert all(len(text) >= len(PASSWORD) for _, text in disguises(PASSWORD))


def test_strings_of_anything():
    """All values, however deep, with numbers as they are written; no names of fields."""
    assert list(strings({"a": [1, {"b": "x"}, None], "c": ("y", True)})) == ["1", "x", "y", "True"]


def test_fields_that_are_called_so():
    """A field with a password's name is found in any spelling; a time of change, or an empty one, is none."""
    for name in ("password", "passwordHash", "password_hash", "hash", "pwd", "hashed_password"):
        assert list(named_passwords([{"user": {name: "x"}}])) == [name]
    assert not list(
        named_passwords({"password_changed_at": "2026", "has_password": "yes", "password": None, "hash": "****"})
    )


@pytest.mark.parametrize("value", [{"x": PASSWORD}, [{"h": GOOD[0]}], {"h": WEAK[0][0]}, {"password_hash": "a1"}])
def test_a_leak_is_a_miss(value):
    """An answer with a password, a hash, or a field that is called so, is a miss that does not repeat the password."""
    with pytest.raises(Miss) as caught:
        hold_no_password(value, PASSWORD)
    assert PASSWORD not in str(caught.value)
    hold_no_password({"id": 1, "email": "a@b.example", "name": "Ada"}, PASSWORD)
