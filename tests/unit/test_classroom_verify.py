"""`classroom key` and `classroom verify`: what of a gradebook holds, and what is said of what does not."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_course import build, small_day
from written_grades import ADA, EDITS, edited

from grader import catalog
from grader.classroom import proofs
from grader.classroom.book import open_book
from grader.classroom.judging import installed
from grader.classroom.record_files import read_records
from grader.classroom.records import Enrolled, Grade
from grader.classroom.signing import Signer, Verifier, as_data, make_key
from grader.cli import classroom
from grader.digests import exercises_digest
from grader.model import Day

BOTH = {"day2/cups.create": "passed", "day2/spoons.create": "passed"}
HOSTILE = "ada\x1b[2J\r\n::error::\u202e\x00\ud800##[error]"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small course instead of ours, and an empty folder as the current one, without any keys."""
    folder = build(tmp_path / "course")
    monkeypatch.setattr("grader.catalog.root", lambda: folder)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return folder


@pytest.fixture
def signer(course: Path) -> Signer:
    """Who signs here, by the key in the usual place."""
    assert run("key").exit_code == 0
    return Signer.load(course.parent / "settings" / "backend-week" / "classroom-key.pem")


@pytest.fixture
def verifier(signer: Signer, course: Path) -> Verifier:
    return Verifier.load(course.parent / "settings" / "backend-week" / "classroom-key.pem.pub")


@pytest.fixture
def ada(course: Path) -> Grade:
    """All that ada handed in passed: cups weighs 2 hours, the spoons' half hour is bonus."""
    checks = exercises_digest(catalog.load_day("day2").exercises)
    return replace(ADA, checks=checks, goals=BOTH, misses={}, disputed=(), score=1.25, passed=True)


def run(*words: str) -> Result:
    return CliRunner().invoke(classroom.main, words, prog_name="classroom")


def recorded(*grades: Grade, name: str = "grades.json") -> str:
    """A file with these grades."""
    Path(name).write_text(json.dumps([as_data(grade) for grade in grades]))
    return name


def booked(*grades: Grade, enrolled: tuple[str, ...] = ("ada", "bob")) -> str:
    """A gradebook with these grades."""
    with open_book("grades.db") as book:
        begun = book.begin("day2", ADA.checks, seed=None, again=False, draw=lambda: 1)
        book.enrol([Enrolled(learner, "day2") for learner in enrolled])
        for grade in grades:
            book.keep(begun, grade)
    return "grades.db"


def said(verifier: Verifier, *grades: Grade, enrolled: tuple[str, ...] | None = None) -> list[str]:
    """What is complained of, without the row's name before it."""
    roll = None if enrolled is None else [Enrolled(name, "day2") for name in enrolled]
    return [line.partition(": ")[2] for line in proofs.complaints(grades, verifier, roll, installed())]


# --- the rows ---------------------------------------------------------------------------------------------------------
def test_signed_grades_hold(signer: Signer, verifier: Verifier, ada: Grade) -> None:
    """Passed, failed, not startable, refused; and practice, of which nothing is said."""
    grades = [
        signer.sign(ada),
        signer.sign(replace(ada, seed=2, goals={**BOTH, "day2/cups.create": "failed"}, score=0.25, passed=False)),
        signer.sign(replace(ada, seed=3, goals={**BOTH, "day2/spoons.create": "inapplicable"}, score=1.0)),
        signer.sign(replace(ada, seed=4, goals={**BOTH, "day2/cups.create": "unavailable"}, score=0.0, passed=False)),
        signer.sign(replace(ada, status="not-startable", goals={}, score=0.0, passed=False)),
        signer.sign(replace(ada, status="refused", submission="", goals={}, score=0.0, passed=False, runner="")),
        replace(ada, official=False, runner="local", score=7.0, goals={"no": "such"}),
    ]
    assert said(verifier, *grades, enrolled=("ada",)) == []
    assert said(verifier) == []


def test_rounding_is_no_edit(signer: Signer, verifier: Verifier, ada: Grade) -> None:
    """A score is kept with six places."""
    assert said(verifier, signer.sign(replace(ada, score=1.2500004))) == []
    assert said(verifier, signer.sign(replace(ada, score=1.25001)))


@pytest.mark.parametrize("name", sorted(set(EDITS) - {"official"}))
def test_an_edit_of_any_field_is_told(name: str, signer: Signer, verifier: Verifier, ada: Grade) -> None:
    """Once, as an edit, and nothing of what it makes untrue besides."""
    signed = signer.sign(replace(ADA, checks=ada.checks))
    assert said(verifier, edited(signed, name)) == ["it was changed after it was signed"]


def test_a_bad_grade_is_not_hidden_as_practice(signer: Signer, verifier: Verifier, ada: Grade) -> None:
    """A row that was official bears a signature."""
    assert said(verifier, replace(signer.sign(ada), official=False)) == ["it was changed after it was signed"]


def test_official_without_a_signature(verifier: Verifier, ada: Grade) -> None:
    assert said(verifier, ada) == ["it is not signed"]


def test_another_key(verifier: Verifier, ada: Grade, tmp_path: Path) -> None:
    make_key(tmp_path / "other.pem")
    (line,) = said(verifier, Signer.load(tmp_path / "other.pem").sign(ada))
    assert line.startswith("it is signed by a key that is not among these")


def test_a_copied_row(signer: Signer, verifier: Verifier, ada: Grade) -> None:
    """As it was; under another's name; and an old result in the place of a new one."""
    old = signer.sign(ada)
    later = ada.graded_at + timedelta(days=1)
    new = signer.sign(replace(ada, submission="77" * 32, graded_at=later, goals=dict.fromkeys(BOTH, "failed"),
                              score=0.0, passed=False))  # fmt: skip
    assert said(verifier, old, new, old) == ["it stands there more than once: a row was copied"]
    another = "it bears the signature of another row (ada, day2, graded 2026-01-02 03:04:05)"
    assert said(verifier, old, new, replace(old, learner="bob")) == [another]
    assert said(verifier, replace(old, learner="bob"), old) == [another]
    assert said(verifier, old, replace(old, submission=new.submission, graded_at=later)) == [another]
    assert said(verifier, old, replace(new, signature=old.signature)) == [another]
    assert said(verifier, replace(new, signature=old.signature)) == ["it was changed after it was signed"]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"goals": {}}, "2 of the day's goals are missing: day2/cups.create, day2/spoons.create"),
        (
            {"goals": {"day2/cups.create": "passed"}, "score": 1.0},
            "1 of the day's goals are missing: day2/spoons.create",
        ),
        ({"goals": {**BOTH, "day2/cups.more": "passed"}}, "it has a goal that the day has not: day2/cups.more"),
        ({"goals": {**BOTH, "day2/cups.create": "Passed"}}, "the outcome of day2/cups.create is unknown"),
        (
            {"goals": {**BOTH, "day2/spoons.create": "excluded"}, "score": 1.0},
            "it is about a part of the day alone: day2/spoons.create left out",
        ),
        ({"score": 1.5}, "its score is 1.5000, but its goals make 1.2500"),
        ({"score": 0.0}, "its score is 0.0000, but its goals make 1.2500"),
        ({"passed": False}, "it says not passed, but its goals say otherwise"),
        (
            {"goals": {**BOTH, "day2/cups.create": "needs"}, "score": 0.25},
            "it says passed, but its goals say otherwise",
        ),
        (
            {"disputed": ("day2/cups.create",)},
            "the two seeds did not agree on day2/cups.create, which can't have passed",
        ),
        ({"status": "not-startable"}, "nothing of it was judged (not-startable), but it has a score"),
        ({"status": "refused", "goals": BOTH, "score": 0.0}, "nothing of it was judged (refused), but it has a score"),
    ],
)
def test_a_signed_grade_that_no_sound_run_makes(
    change: dict[str, Any], complaint: str, signer: Signer, verifier: Verifier, ada: Grade
) -> None:
    """Whoever signed it: a fault of the grader, or somebody with the key."""
    assert said(verifier, signer.sign(replace(ada, **change))) == [complaint]


class Everything:
    """Takes every signature for right: for rows that no signer of ours would sign."""

    def complaint(self, _: Grade) -> str:
        return ""


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"runner": "local"}, "it was made by the runner 'local', not in a container"),
        ({"runner": "doc\x1bker"}, "it was made by the runner 'doc\\x1bker', not in a container"),
        ({"official": False}, "it is signed, but said to be practice"),
    ],
)
def test_made_where_nothing_is_isolated(change: dict[str, Any], complaint: str, ada: Grade) -> None:
    """Threat 21: what a local runner made is practice, whoever signed it."""
    (line,) = proofs.complaints([replace(ada, signature="x", **change)], Everything(), None, installed())
    assert line.endswith(complaint)


def test_who_is_on_no_roster(signer: Signer, verifier: Verifier, ada: Grade) -> None:
    """By the learner and the day; where no roster is known, nothing is said."""
    eve = signer.sign(replace(ada, learner="eve"))
    assert said(verifier, signer.sign(ada), eve, enrolled=("ada",)) == ["no line of the roster names this learner"]
    assert said(verifier, eve) == []
    other_day = [Enrolled("eve", "day3")]
    assert len(proofs.complaints([eve], verifier, other_day, installed())) == 1


def test_other_checks_are_a_note(signer: Signer, verifier: Verifier, ada: Grade) -> None:
    """What they can say is not known here, and nobody is accused."""
    other = signer.sign(replace(ada, checks="00" * 32, goals={"day2/gone": "passed"}, score=0.7))
    assert said(verifier, other) == []
    assert proofs.notes([other, signer.sign(ada)], None, installed()) == [
        "day2: 1 graded by other checks than those installed here: their signatures alone were looked at"
    ]
    assert said(verifier, replace(other, score=0.8)) == ["it was changed after it was signed"]


def test_what_is_noted_of_a_day(signer: Signer, ada: Grade) -> None:
    """Who has a practice grade beside an official one, and who has no official one where others have."""
    names = ("ada", "bob", "cy", "dee", "ed", "flo")
    roll = [Enrolled(name, "day2") for name in names]
    practice = [replace(ada, learner=name, official=False) for name in ("ada", "bob")]
    assert proofs.notes([signer.sign(ada), *practice], roll, installed()) == [
        "day2: practice grades beside official ones, of which nothing is known: ada",
        "day2: no official grade: bob, cy, dee and 2 more",
    ]
    assert proofs.notes(practice, roll, installed()) == []
    assert proofs.notes([], roll, installed()) == []


def of_projects(day: Day) -> Day:
    return replace(day, one_of=True, exercises=tuple(replace(exercise, bonus=False) for exercise in day.exercises))


def test_a_day_of_projects(signer: Signer, verifier: Verifier, ada: Grade, tmp_path: Path) -> None:
    """The chosen project's goals are all that is expected; the others' may be there, as excluded."""
    day = of_projects(small_day(tmp_path / "projects"))
    complain = lambda **change: [  # noqa: E731
        line.partition(": ")[2]
        for line in proofs.complaints([signer.sign(replace(ada, **change))], verifier, None, lambda _: day)
    ]
    assert complain(goals={"day2/cups.create": "passed"}, score=1.0) == []
    assert complain(goals={**BOTH, "day2/spoons.create": "excluded"}, score=1.0) == []
    assert complain(goals={"day2/spoons.create": "failed"}, score=0.0, passed=False) == []
    assert complain(goals={"day2/spoons.create": "failed"}, score=0.5, passed=False)
    assert complain(goals={}, score=0.0, passed=False)


def test_the_checks_of_a_project_alone_are_known(course: Path, ada: Grade) -> None:
    """On a day of projects a grade may name the hash of the chosen one."""
    text = (course / "day2" / "day.toml").read_text()
    (course / "day2" / "day.toml").write_text(f"{text}one_of = true\n")
    day = catalog.load_day("day2")
    judged = installed()
    whole = judged(replace(ada, checks=exercises_digest(day.exercises)))
    alone = judged(replace(ada, checks=exercises_digest(day.exercises[1:])))
    assert whole == day
    assert alone is not None
    assert [exercise.name for exercise in alone.exercises] == ["spoons"]
    assert judged(replace(ada, checks="00")) is None
    assert judged(replace(ada, day="day2/../day2")) is None


# --- records as files -------------------------------------------------------------------------------------------------
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 10_000), sign=st.integers(0, 255))
def test_no_byte_of_a_record_can_be_changed(
    at: int, sign: int, signer: Signer, verifier: Verifier, ada: Grade, tmp_path: Path
) -> None:
    """It is no grade any more, or one that was changed; or it says the very same."""
    signed = signer.sign(ada)
    content = bytearray(json.dumps(as_data(signed)).encode())
    content[at % len(content)] = sign
    file = tmp_path / "record.json"
    file.write_bytes(content)
    grades, wrong = read_records(file)
    if grades == [signed]:
        assert not wrong
    else:
        assert wrong or said(verifier, *grades)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "record.json: it is not JSON"),
        (b"\xff\xfe{}", "record.json: it is not JSON"),
        (b"[" * 100_000, "record.json: it is not JSON"),
        (b'{"score": NaN}', "record.json: it is not JSON"),
        (b"1" * 5000, "record.json: it is not JSON"),
        (b"{}", "record.json: it is no grade"),
        (b"[3, 4]", "record.json, grade 2: it is no grade"),
        (b'{"schema": "backend-week/grade/1\\u001b"}', "record.json: it is no grade"),
    ],
    ids=["empty", "utf-16", "deep", "nan", "long", "object", "numbers", "escape"],
)
def test_a_file_that_holds_no_grade(content: bytes, complaint: str, signer: Signer) -> None:
    """It is not right, so the exit code is 1; and others are looked at all the same."""
    Path("record.json").write_bytes(content)
    result = run("verify", "record.json")
    assert result.exit_code == 1
    assert complaint in result.output


def test_an_unknown_key_is_shown_and_steers_nothing(signer: Signer, ada: Grade) -> None:
    Path("record.json").write_text(json.dumps(as_data(signer.sign(ada)) | {"x\x1b[2J\n::error::": 1}))
    result = run("verify", "record.json")
    assert result.exit_code == 1
    assert "is nothing that a grade has" in result.output
    harmless(result.output)


def test_a_folder_of_records(signer: Signer, ada: Grade) -> None:
    """All its files that end in .json; one that is broken keeps nobody from looking at the others."""
    Path("records").mkdir()
    recorded(signer.sign(ada), name="records/ada.json")
    recorded(signer.sign(replace(ada, learner="bob")), name="records/bob.json")
    Path("records/notes.txt").write_text("no")
    assert run("verify", "records").exit_code == 0
    assert "2 official grades, all as they were signed" in run("verify", "records").output
    Path("records/cy.json").write_text("{")
    result = run("verify", "records")
    assert result.exit_code == 1
    assert "cy.json: it is not JSON" in result.output
    assert "2 official grades; 1 thing is not right: see above" in result.output


def test_a_single_grade_in_a_file(signer: Signer, ada: Grade) -> None:
    Path("ada.json").write_text(json.dumps(as_data(signer.sign(ada)), indent=2))
    result = run("verify", "ada.json")
    assert (result.exit_code, "1 official grade, all as they were signed" in result.output) == (0, True)


# --- the command ------------------------------------------------------------------------------------------------------
def test_a_gradebook(signer: Signer, ada: Grade) -> None:
    """Signed, kept, read and checked, with texts that a database must keep as they are."""
    misses = {"day2/cups.create": "expected 201, got \x00 \x1a \ud800 é 😀 \u2028 \x1a0041"}
    failed = replace(ada, goals={**BOTH, "day2/cups.create": "failed"}, misses=misses, score=0.25, passed=False)
    booked(signer.sign(ada), signer.sign(replace(failed, learner="bob")), replace(ada, official=False))
    result = run("verify")
    assert result.output.splitlines() == [
        "note: day2: practice grades beside official ones, of which nothing is known: ada",
        "1 practice grade, not signed: nothing is proved by that",
        "2 official grades, all as they were signed",
        f"checked with key {signer.fingerprint}",
    ]
    assert result.exit_code == 0


def test_an_edited_gradebook(signer: Signer, ada: Grade) -> None:
    """By whoever can open the file."""
    booked(signer.sign(ada), signer.sign(replace(ada, learner="bob", score=0.25, passed=False,
                                                 goals={**BOTH, "day2/cups.create": "failed"})))  # fmt: skip
    with sqlite3.connect("grades.db") as base:
        base.execute("update grades set score = 1.25, passed = 1, goals = ? where learner = 'bob'", [json.dumps(BOTH)])
    base.close()
    result = run("verify", "grades.db")
    assert result.exit_code == 1
    assert result.output.splitlines()[:2] == [
        "bob, day2, graded 2026-01-02 03:04:05: it was changed after it was signed",
        "2 official grades; 1 thing is not right: see above",
    ]


def test_a_learner_who_was_put_into_the_book(signer: Signer, ada: Grade) -> None:
    """By the book's own roster, and by the teacher's."""
    booked(signer.sign(ada), signer.sign(replace(ada, learner="eve")), enrolled=("ada", "eve"))
    assert run("verify").exit_code == 0
    Path("class.csv").write_text("learner,source\nada,ada.zip\n")
    result = run("verify", "--roster", "class.csv")
    assert result.exit_code == 1
    assert "eve, day2, graded 2026-01-02 03:04:05: no line of the roster names this learner" in result.output
    with sqlite3.connect("grades.db") as base:
        base.execute("delete from enrolled where learner = 'eve'")
    base.close()
    assert run("verify").exit_code == 1


def test_a_day_that_there_is_not(signer: Signer, ada: Grade) -> None:
    """The roster is not asked about it: nobody is on it."""
    recorded(signer.sign(replace(ada, day="day\x1b9")))
    Path("class.csv").write_text("learner,source\nada,ada.zip\n")
    result = run("verify", "grades.json", "--roster", "class.csv")
    assert result.exit_code == 1
    assert "ada, day\\x1b9, graded 2026-01-02 03:04:05: no line of the roster names this learner" in result.output


def test_an_empty_book(signer: Signer) -> None:
    """Nothing is wrong with it, and nothing is proved."""
    booked()
    result = run("verify")
    assert (result.exit_code, "no official grades: nothing was proved" in result.output) == (0, True)
    recorded()
    assert run("verify", "grades.json").exit_code == 0


@pytest.mark.parametrize("name", ["grades.db", "none.json", "."])
def test_no_book(name: str, signer: Signer) -> None:
    """And none is made by looking."""
    result = run("verify", name)
    assert result.exit_code == 2
    assert "error:" in result.output
    assert not list(Path().iterdir())


def test_no_key(course: Path, ada: Grade) -> None:
    """What to do is said, also where the private one was named."""
    recorded(ada)
    result = run("verify", "grades.json")
    assert result.exit_code == 2
    assert "--public-key FILE" in result.output
    assert run("key", "--out", "own.pem").exit_code == 0
    result = run("verify", "grades.json", "--public-key", "own.pem")
    assert result.exit_code == 2
    assert "is a private key" in result.output


def test_checking_needs_no_private_key(signer: Signer, ada: Grade, course: Path) -> None:
    """The public key alone, at any place, and older ones beside it."""
    usual = course.parent / "settings" / "backend-week" / "classroom-key.pem"
    recorded(signer.sign(ada))
    Path("teacher.pub").write_bytes(usual.with_name("classroom-key.pem.pub").read_bytes())
    usual.unlink()
    usual.with_name("classroom-key.pem.pub").unlink()
    run("key", "--out", "older.pem")
    words = ("verify", "grades.json", "--public-key", "older.pem.pub")
    assert run(*words).exit_code == 1
    assert run(*words, "--public-key", "teacher.pub").exit_code == 0


def test_hostile_texts_in_rows(signer: Signer, ada: Grade, verifier: Verifier) -> None:
    """Whatever a row says, what is printed steers no terminal, and no line is a command to a CI service."""
    texts = dict.fromkeys(("learner", "day", "problem", "runner", "host", "track"), HOSTILE)
    texts["signature"] = HOSTILE
    odd = replace(ada, **texts, goals={HOSTILE: HOSTILE}, misses={HOSTILE: HOSTILE}, disputed=(HOSTILE,))
    signed = signer.sign(replace(odd, day="day2", runner="docker"))
    recorded(odd, signed, replace(odd, official=False, learner=HOSTILE, signature=""))
    result = run("verify", "grades.json")
    assert result.exit_code == 1
    assert "it has a goal that the day has not" in result.output
    assert "its signature is no signature of ours" in result.output
    harmless(result.output)
    everything = proofs.complaints([odd, signed], Everything(), [], lambda _: catalog.load_day("day2"))
    assert len(everything) > 5
    harmless("\n".join(everything))


def harmless(text: str) -> None:
    """No byte that steers, no line that a CI service takes for a command."""
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", text)
    assert not re.search(r"^\s*::|##\[", text, re.MULTILINE)


def test_the_key_command(course: Path) -> None:
    """Where both are, what each is for, the fingerprint; a second time nothing is written over."""
    result = run("key")
    place = course.parent / "settings" / "backend-week" / "classroom-key.pem"
    assert result.exit_code == 0
    assert f"private key  {place}\n" in result.output
    assert f"public key   {place}.pub\n" in result.output
    assert f"fingerprint  {Signer.load(place).fingerprint}\n" in result.output
    before = place.read_bytes()
    assert before.decode().splitlines()[1] not in result.output
    again = run("key")
    assert again.exit_code == 2
    assert "there is a key already" in again.output
    assert place.read_bytes() == before


def test_the_key_command_with_a_place(course: Path) -> None:
    assert run("key", "--out", "keys/autumn.pem").exit_code == 0
    assert Signer.load(Path("keys/autumn.pem")).fingerprint
    assert run("key", "--out", "/proc/self/fdinfo/key.pem").exit_code == 2


def test_help_imports_nothing_heavy() -> None:
    """The commands' modules import click alone."""
    for name in ("classroom_key", "classroom_verify"):
        source = Path(classroom.__file__).with_name(f"{name}.py").read_text()
        top = [line for line in source.splitlines() if line.startswith(("import ", "from "))]
        assert not [line for line in top if "grader.classroom" in line or "cryptography" in line]
    for word in ("key", "verify"):
        assert run(word, "--help").exit_code == 0
