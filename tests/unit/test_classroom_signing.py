"""Signed grades: what is signed, who signs, who checks, and the files of the keys."""

from __future__ import annotations

import importlib
import json
import os
import sqlite3
import stat
import sys
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization as forms
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from hypothesis import given
from hypothesis import strategies as st
from written_grades import ADA, EDITS, FIELDS, GRADES, edited

from grader.classroom.key_files import key_path, public_path
from grader.classroom.records import Grade
from grader.classroom.signing import Signer, Verifier, as_data, canonical, from_data, make_key
from grader.errors import MachineError, UsageError

POSIX = pytest.mark.skipif(os.name != "posix", reason="there are no modes of files here")


@pytest.fixture
def private(tmp_path: Path) -> Path:
    """The private key of a new pair."""
    make_key(tmp_path / "key.pem")
    return tmp_path / "key.pem"


@pytest.fixture
def signer(private: Path) -> Signer:
    return Signer.load(private)


@pytest.fixture
def verifier(private: Path) -> Verifier:
    return Verifier.load(public_path(private))


# --- what is signed ---------------------------------------------------------------------------------------------------
def test_these_bytes_are_signed() -> None:
    """Whoever makes this fail makes every signature wrong that there is: SCHEMA must get another number."""
    assert canonical(ADA) == (
        b'{"schema":"backend-week/grade/1","checks":"' + b"c0" * 32 + b'","commit":"' + b"ab" * 20 + b'",'
        b'"complete":true,"database":"sqlite","day":"day2","disputed":["day2/cups.create"],"duration_s":2.125,'
        b'"goals":{"day2/cups.create":"failed","day2/spoons.create":"passed"},"graded_at":"2026-01-02T03:04:05.678901'
        b'+00:00","grader":"0.1.0","host":"desk","learner":"ada","misses":{"day2/cups.create":"expected 201 Created, '
        b'got \\u201cno\\u201d"},"official":true,"passed":false,"problem":"","runner":"docker","score":0.25,'
        b'"seed":1234,"status":"graded","submission":"' + b"5f" * 32 + b'","submitted_at":"2026-01-01T12:00:00.000000'
        b'+00:00","track":"flask"}'
    )


@given(GRADES)
def test_a_grade_in_json_is_the_same_grade(grade: Grade) -> None:
    """Written down in whatever layout and read again, it is equal, and so is what is signed."""
    for layout in ({"indent": 2, "ensure_ascii": False}, {"separators": (",", ":"), "sort_keys": True}):
        again = from_data(json.loads(json.dumps(as_data(grade), **layout)))
        assert again == grade
        assert canonical(again) == canonical(grade)


@given(FIELDS["score"], FIELDS["duration_s"])
def test_floats_come_back_from_sqlite_as_they_were(score: float, duration: float) -> None:
    """The database that a gradebook is by default keeps a float's bits, but for the sign of zero."""
    grade = replace(ADA, score=score, duration_s=duration)
    with sqlite3.connect(":memory:") as base:
        base.execute("create table grades (score real, duration_s real)")
        base.execute("insert into grades values (?, ?)", (score, duration))
        found = base.execute("select score, duration_s from grades").fetchone()
    base.close()
    assert canonical(replace(grade, score=found[0], duration_s=found[1])) == canonical(grade)


@given(GRADES, GRADES, st.sampled_from([name for name in FIELDS if name != "signature"]))
def test_any_change_of_any_field_changes_what_is_signed(one: Grade, other: Grade, name: str) -> None:
    """Equal bytes if, and only if, the field's values are equal."""
    changed = replace(one, **{name: getattr(other, name)})
    assert (canonical(changed) == canonical(one)) == (changed == one)


def test_every_field_is_signed_but_the_signature() -> None:
    """A field that is added is signed, too."""
    names = {field.name for field in fields(Grade)}
    assert json.loads(canonical(ADA)).keys() == names - {"signature"} | {"schema"}
    assert EDITS.keys() == names - {"signature"}


def test_equal_values_are_written_in_one_way() -> None:
    """A moment of another zone, a whole number as a score, a zero below zero, goals in another order."""
    far = ADA.graded_at.astimezone(timezone(timedelta(hours=14)))
    swapped = dict(reversed(ADA.goals.items()))
    assert canonical(replace(ADA, graded_at=far, goals=swapped)) == canonical(ADA)
    assert canonical(replace(ADA, score=1)) == canonical(replace(ADA, score=1.0))
    assert canonical(replace(ADA, score=-0.0)) == canonical(replace(ADA, score=0.0))


@pytest.mark.parametrize(
    "odd",
    [{"score": float("nan")}, {"duration_s": float("inf")}, {"graded_at": datetime(2026, 1, 1)}],
    ids=["nan", "infinity", "no zone"],
)
def test_what_no_grader_writes_is_not_signed(odd: dict[str, Any], signer: Signer, verifier: Verifier) -> None:
    """And where it stands in a book it is a change, not a crash."""
    with pytest.raises(ValueError):
        signer.sign(replace(ADA, **odd))
    assert verifier.complaint(replace(signer.sign(ADA), **odd)) == "it was changed after it was signed"


@pytest.mark.parametrize(
    "odd",
    [
        {"score": None},
        {"goals": None},
        {"goals": {1: "passed", "a": "b"}},
        {"graded_at": None},
        {"graded_at": "2026"},
        {"submitted_at": datetime.min.replace(tzinfo=timezone(timedelta(hours=1)))},
        {"misses": [["a", "b"]]},
        {"host": b"desk"},
    ],
    ids=str,
)
def test_wrong_kinds_of_values_are_changes(odd: dict[str, Any], signer: Signer, verifier: Verifier) -> None:
    """A database keeps what it is given: nothing of that ends in a traceback."""
    assert verifier.complaint(replace(signer.sign(ADA), **odd)) == "it was changed after it was signed"


# --- reading what was written down ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("key", "value", "complaint"),
    [
        ("schema", "backend-week/grade/2", "no grade"),
        ("learner", None, "'learner'"),
        ("passed", 1, "'passed'"),
        ("seed", True, "'seed'"),
        ("seed", 1.0, "'seed'"),
        ("score", True, "'score'"),
        ("score", "0.5", "'score'"),
        ("score", 10**400, "'score'"),
        ("score", float("inf"), "'score'"),
        ("status", "environment-error", "'status'"),
        ("graded_at", "2026-01-01T00:00:00", "'graded_at'"),
        ("graded_at", 1, "'graded_at'"),
        ("goals", ["a"], "'goals'"),
        ("goals", {"a": 1}, "'goals'"),
        ("disputed", "ab", "'disputed'"),
        ("disputed", [1], "'disputed'"),
        ("points", 3, "'points' is nothing that a grade has"),
    ],
)
def test_what_is_no_grade_is_named(key: str, value: object, complaint: str) -> None:
    """A value of another kind, or a field too much."""
    with pytest.raises(ValueError, match=complaint):
        from_data(as_data(ADA) | {key: value})


@pytest.mark.parametrize("odd", [None, [], "ada", 3, {}, {"learner": "ada"}], ids=str)
def test_what_is_nothing_like_a_grade(odd: object) -> None:
    """It is told apart before anything of it is looked at."""
    with pytest.raises(ValueError, match="no grade"):
        from_data(odd)


@pytest.mark.parametrize("name", sorted(EDITS))
def test_a_field_that_is_missing_is_named(name: str) -> None:
    data = as_data(ADA)
    del data[name]
    with pytest.raises(ValueError, match=f"'{name}' is missing"):
        from_data(data)


# --- signing and checking ---------------------------------------------------------------------------------------------
def test_a_signed_grade_holds(signer: Signer, verifier: Verifier) -> None:
    """Nothing but the signature is added, and the same grade is always signed alike."""
    signed = signer.sign(ADA)
    assert verifier.complaint(signed) == ""
    assert replace(signed, signature="") == ADA
    assert signed.signature.startswith(f"ed25519:{signer.fingerprint[:16]}:")
    assert signer.sign(signed) == signed
    assert verifier.fingerprints == (signer.fingerprint,)


@pytest.mark.parametrize("name", sorted(EDITS))
def test_an_edit_of_any_field_shows(name: str, signer: Signer, verifier: Verifier) -> None:
    """However small it is."""
    assert verifier.complaint(edited(signer.sign(ADA), name)) == "it was changed after it was signed"


def test_an_edit_of_the_signature_shows(signer: Signer, verifier: Verifier) -> None:
    """Each sign of it by others, left out, and doubled: no second spelling of a signature holds."""
    text = signer.sign(ADA).signature
    for at, sign in enumerate(text):
        others = {chr(ord(sign) ^ 1), chr(ord(sign) ^ 2), sign.swapcase(), "A", "=", "\n", " ", "\x00", "", sign * 2}
        for other in others - {sign}:
            wrong = verifier.complaint(replace(ADA, signature=text[:at] + other + text[at + 1 :]))
            assert wrong, (at, other)
    for more in (text + "\n", " " + text, text + "=", text.replace("ed25519", "none"), "ed25519::", "::"):
        assert verifier.complaint(replace(ADA, signature=more)) == "its signature is no signature of ours"


def test_a_signature_is_for_one_row(signer: Signer, verifier: Verifier) -> None:
    """Another learner's, and an older one of one's own with what was handed in since."""
    signed = signer.sign(replace(ADA, score=1.0))
    assert verifier.complaint(replace(signed, learner="bob")) == "it was changed after it was signed"
    newer = signer.sign(replace(ADA, submission="60" * 32, graded_at=ADA.graded_at + timedelta(days=1)))
    assert verifier.complaint(replace(newer, signature=signed.signature)) == "it was changed after it was signed"
    assert verifier.complaint(replace(signed, submission=newer.submission)) == "it was changed after it was signed"


def test_not_signed_and_signed_by_somebody_else(tmp_path: Path, verifier: Verifier) -> None:
    make_key(tmp_path / "other.pem")
    other = Signer.load(tmp_path / "other.pem")
    signed = other.sign(ADA)
    own = verifier.fingerprints[0][:16]
    assert verifier.complaint(ADA) == "it is not signed"
    assert verifier.complaint(signed) == (f"it is signed by a key that is not among these ({other.fingerprint[:16]})")
    claimed = replace(signed, signature=signed.signature.replace(other.fingerprint[:16], own))
    assert verifier.complaint(claimed) == "it was changed after it was signed"


def test_several_keys_in_one_file_and_in_several(tmp_path: Path, private: Path) -> None:
    """After a change of keys, grades of both hold."""
    newer = make_key(tmp_path / "newer.pem")
    both = tmp_path / "both.pub"
    both.write_bytes(b"# last year's\n" + public_path(private).read_bytes() + b"\n# this year's\n" + newer.read_bytes())
    for verifier in (Verifier.load(both), Verifier.load(public_path(private), newer)):
        for key in (private, tmp_path / "newer.pem"):
            assert verifier.complaint(Signer.load(key).sign(ADA)) == ""


@pytest.mark.parametrize(
    "practice", [{"official": False}, {"runner": "local"}, {"runner": "url"}, {"runner": ""}], ids=str
)
def test_practice_is_never_signed(practice: dict[str, Any], signer: Signer) -> None:
    """Nor what a runner made that isolates nothing. A source that was refused ran nowhere."""
    with pytest.raises(ValueError, match="never signed"):
        signer.sign(replace(ADA, **practice))
    assert signer.sign(replace(ADA, status="refused", runner="")).signature


def test_a_signer_never_shows_its_key(signer: Signer, private: Path) -> None:
    secret = private.read_text().splitlines()[1]
    assert secret not in repr(signer)
    assert secret not in repr(vars(signer))


def test_a_missing_library_is_the_machines_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that mends it."""
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    monkeypatch.delitem(sys.modules, "grader.classroom.signing")
    with pytest.raises(MachineError) as caught:
        importlib.import_module("grader.classroom.signing")
    assert "pip install 'backend-week[classroom]'" in caught.value.remedy


# --- the files of the keys --------------------------------------------------------------------------------------------
@POSIX
def test_a_pair_of_keys(tmp_path: Path) -> None:
    """Whatever the umask, nobody else reads the private one; the folder is made, for its owner alone."""
    before = os.umask(0)
    try:
        public = make_key(tmp_path / "settings" / "backend-week" / "key.pem")
    finally:
        os.umask(before)
    private = tmp_path / "settings" / "backend-week" / "key.pem"
    assert public == private.with_name("key.pem.pub")
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(public.stat().st_mode) == 0o644
    assert stat.S_IMODE(private.parent.stat().st_mode) == 0o700
    assert private.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----\n")
    assert b"PRIVATE" not in public.read_bytes()


def test_the_usual_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert key_path("some/key") == Path("some/key")
    assert key_path(None).name == "classroom-key.pem"
    assert key_path(None).parent.name == "backend-week"


@pytest.mark.parametrize("name", ["key.pem", "key.pem.pub"])
@pytest.mark.parametrize("kind", ["file", "folder", "link", "dangling link"])
def test_nothing_is_written_over_or_through_a_link(kind: str, name: str, tmp_path: Path) -> None:
    """What is there stays as it is, and the other half is not made."""
    folder, elsewhere = tmp_path / "keys", tmp_path / "elsewhere"
    folder.mkdir()
    if kind in ("file", "link"):
        (folder / name if kind == "file" else elsewhere).write_text("mine")
    if kind == "folder":
        (folder / name).mkdir()
    if "link" in kind:
        (folder / name).symlink_to(elsewhere)
    with pytest.raises(UsageError, match="there is a key already"):
        make_key(folder / "key.pem")
    assert [path.name for path in folder.iterdir()] == [name]
    assert elsewhere.exists() == (kind == "link")
    if kind in ("file", "link"):
        assert (folder / name).read_text() == "mine"


@pytest.mark.skipif(not Path("/proc/self/fdinfo").is_dir(), reason="no folder that not even root may write to")
def test_a_folder_that_can_not_be_written_to() -> None:
    with pytest.raises(UsageError, match="no key can be written to") as caught:
        make_key(Path("/proc/self/fdinfo/key.pem"))
    assert "--out" in caught.value.remedy


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="no key can be written to"):
        make_key(tmp_path / "file" / "key.pem")


def test_half_a_pair_is_never_left(tmp_path: Path) -> None:
    """The public one's name is longer than a file system takes: the private one goes again."""
    with pytest.raises(UsageError, match="name too long"):
        make_key(tmp_path / ("k" * 253))
    assert not list(tmp_path.iterdir())


@POSIX
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o620, 0o601])
def test_a_private_key_that_others_may_read_is_refused(mode: int, private: Path) -> None:
    """With the command that mends it; also where it is reached by a link."""
    private.chmod(mode)
    (private.parent / "link.pem").symlink_to(private)
    for path in (private, private.parent / "link.pem"):
        with pytest.raises(UsageError, match=f"mode {mode:04o}") as caught:
            Signer.load(path)
        assert caught.value.remedy.startswith("chmod 600 ")
    private.chmod(0o600)
    assert Signer.load(private.parent / "link.pem").fingerprint
    private.chmod(0o400)
    assert Signer.load(private).fingerprint


def pem_of(key: Any, secret: bytes = b"") -> bytes:
    """A private key of any kind, locked with a passphrase where there is one."""
    lock = forms.BestAvailableEncryption(secret) if secret else forms.NoEncryption()
    return key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, lock)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "holds no private key"),
        (b"-----BEGIN PRIVATE KEY-----\n\xff\n-----END PRIVATE KEY-----\n", "holds no private key"),
        (pem_of(ed25519.Ed25519PrivateKey.generate(), b"word"), "passphrase"),
        (pem_of(ec.generate_private_key(ec.SECP256R1())), "another kind"),
    ],
    ids=["empty", "broken", "passphrase", "elliptic"],
)
def test_what_is_no_private_key_of_ours(content: bytes, complaint: str, tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(UsageError, match=complaint):
        Signer.load(file)


def test_a_key_that_there_is_not(tmp_path: Path, private: Path) -> None:
    """Nothing, a folder, a pipe that nobody writes to, the public key in the private one's place."""
    os.mkfifo(tmp_path / "pipe", 0o600)
    for path, complaint in ((tmp_path / "none", "there is no key"), (tmp_path / "pipe", "no ordinary file")):
        for load in (Signer.load, Verifier.load):
            with pytest.raises(UsageError, match=complaint):
                load(path)
    for load in (Signer.load, Verifier.load):
        with pytest.raises(UsageError):
            load(tmp_path)
    public_path(private).chmod(0o600)
    with pytest.raises(UsageError, match="holds no private key"):
        Signer.load(public_path(private))


def test_what_is_no_public_key_of_ours(tmp_path: Path, private: Path) -> None:
    """A private key is not even looked at: whoever checks has no use for it."""
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    pem = other.public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo)
    broken = b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"
    with pytest.raises(UsageError, match="is a private key: checking never needs it"):
        Verifier.load(private)
    for content, complaint in ((b"", "no public key"), (pem, "another kind"), (broken, "can't be read")):
        (tmp_path / "odd.pub").write_bytes(content)
        with pytest.raises(UsageError, match=complaint):
            Verifier.load(public_path(private), tmp_path / "odd.pub")


def test_messages_steer_no_terminal(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        Signer.load(tmp_path / "key\x1b[31m.pem")
    assert "\x1b" not in caught.value.message + caught.value.remedy


def test_the_zone_of_a_grade_that_was_read_is_utc() -> None:
    data = as_data(ADA) | {"graded_at": "2026-01-02T04:04:05.678901+01:00"}
    assert from_data(data).graded_at == ADA.graded_at
    assert from_data(data).graded_at.tzinfo is UTC
