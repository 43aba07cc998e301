"""Signatures of grades: Ed25519 over `written.canonical`, by a key that never was where learner code ran.

A signature is a text, `ed25519:<key id>:<base64>`. The key's id is the beginning of its fingerprint, the SHA-256 of the
public key in hexadecimal: it says which key to look with and proves nothing. There is one way alone to write a
signature down, so that two equal ones are two equal texts.

Importing this module raises MachineError where the library is missing: import it where it is used.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.classroom.key_files import key_path, public_path, read_private, read_public, write_pair
from grader.classroom.records import Grade
from grader.classroom.written import as_data, canonical, from_data, isolated
from grader.errors import MachineError, UsageError
from grader.printable import one_line

try:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization as forms
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
except ImportError as error:
    raise MachineError(
        "signed grades need a library that is not installed here",
        "Install it: pip install 'backend-week[classroom]'   (in the course's own folder: pip install '.[classroom]')",
    ) from error

__all__ = ["Signer", "Verifier", "as_data", "canonical", "from_data", "key_path", "make_key", "public_path"]
SIGNATURE = re.compile(r"ed25519:([0-9a-f]{16}):([A-Za-z0-9+/]{86}==)")
PUBLIC = re.compile(rb"-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----", re.DOTALL)
ID = 16  # hexadecimal digits


@dataclass(frozen=True)
class Signer:
    """Who signs: a private key in memory."""

    key: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def load(cls, path: Path) -> Signer:
        """Raises UsageError where the file is missing, is no key of ours, or may be read by others."""
        content = read_private(path)
        try:
            key = forms.load_pem_private_key(content, password=None)
        except TypeError:
            raise _unfit(path, "is locked with a passphrase, which a run that nobody watches can't give") from None
        except (ValueError, UnsupportedAlgorithm):
            raise _unfit(path, "holds no private key") from None
        if not isinstance(key, Ed25519PrivateKey):
            raise _unfit(path, "holds a key of another kind than Ed25519")
        return cls(key)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.key.public_key())

    def sign(self, grade: Grade) -> Grade:
        """The grade with its signature. Raises ValueError for one that must never have any."""
        if not grade.official or not isolated(grade):
            raise ValueError("a practice grade, or one that no container made, is never signed")
        signature = base64.b64encode(self.key.sign(canonical(grade))).decode()
        return replace(grade, signature=f"ed25519:{self.fingerprint[:ID]}:{signature}")


@dataclass(frozen=True)
class Verifier:
    """Who checks: public keys by their ids."""

    keys: Mapping[str, Ed25519PublicKey]

    @classmethod
    def load(cls, *paths: Path) -> Verifier:
        """From files with one or more public keys each. Raises UsageError where one holds none."""
        keys = [key for path in paths for key in _public_keys(path)]
        return cls({fingerprint(key)[:ID]: key for key in keys})

    @property
    def fingerprints(self) -> tuple[str, ...]:
        return tuple(fingerprint(key) for key in self.keys.values())

    def complaint(self, grade: Grade) -> str:
        """What is wrong with a grade's signature, in words; nothing where it is right."""
        if not grade.signature:
            return "it is not signed"
        parts = SIGNATURE.fullmatch(grade.signature)
        signature = base64.b64decode(parts[2]) if parts else b""
        if parts is None or base64.b64encode(signature).decode() != parts[2]:
            return "its signature is no signature of ours"
        key = self.keys.get(parts[1])
        if key is None:
            return f"it is signed by a key that is not among these ({parts[1]})"
        try:
            key.verify(signature, canonical(grade))
        except (InvalidSignature, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
            return "it was changed after it was signed"
        return ""


def make_key(path: Path) -> Path:
    """Makes a private key and the public one beside it, whose path it returns.

    Raises UsageError where there is one already, or nothing can be written.
    """
    key = Ed25519PrivateKey.generate()
    secret = key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption())
    public = key.public_key().public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo)
    write_pair(path, secret, public)
    return public_path(path)


def fingerprint(key: Ed25519PublicKey) -> str:
    """The SHA-256 of a public key, in hexadecimal."""
    return hashlib.sha256(key.public_bytes(forms.Encoding.Raw, forms.PublicFormat.Raw)).hexdigest()


def _public_keys(path: Path) -> list[Ed25519PublicKey]:
    content = read_public(path)
    if b"PRIVATE KEY-----" in content:
        raise UsageError(
            f"{one_line(str(path))} is a private key: checking never needs it",
            "Name the public one (….pub), and keep the private one where grades are made, and nowhere else.",
        )
    found = []
    for block in PUBLIC.findall(content):
        try:
            key = forms.load_pem_public_key(block)
        except (ValueError, UnsupportedAlgorithm):
            raise _unfit(path, "holds a public key that can't be read") from None
        if not isinstance(key, Ed25519PublicKey):
            raise _unfit(path, "holds a key of another kind than Ed25519")
        found.append(key)
    if not found:
        raise _unfit(path, "holds no public key")
    return found


def _unfit(path: Path, what: str) -> UsageError:
    return UsageError(f"{one_line(str(path))} {what}", "Make a pair of keys: classroom key --out FILE")
