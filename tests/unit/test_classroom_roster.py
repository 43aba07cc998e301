"""The roster: what it says, and how its mistakes are told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.classroom.roster import is_remote, moment, read_roster
from grader.errors import UsageError


def roster(folder: Path, text: str | bytes) -> Path:
    file = folder / "class.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_what_a_roster_says(tmp_path: Path) -> None:
    """Paths are beside the roster, moments in UTC, empty lines nothing, and other days' lines left alone."""
    text = (
        "Learner, source ,commit,email,deadline,submitted,day\n"
        "ada,in/ada.zip,,ada@example.org,2026-11-30T18:00+01:00,2026-11-30 16:59Z,day2\n\n"
        'bob,https://git.example/bob.git,v1.0,,,,\n"eve",in/eve,,,,,day3\n'
    )
    ada, bob = read_roster(roster(tmp_path, text), "day2")
    assert (ada.id, ada.source, ada.email, ada.line) == ("ada", str(tmp_path / "in/ada.zip"), "ada@example.org", 2)
    assert ada.deadline == datetime(2026, 11, 30, 17, tzinfo=UTC)
    assert ada.submitted == datetime(2026, 11, 30, 16, 59, tzinfo=UTC)
    assert (bob.source, bob.commit, bob.deadline) == ("https://git.example/bob.git", "v1.0", None)
    (eve,) = (one for one in read_roster(roster(tmp_path, text), "day3") if one.id != "bob")
    assert eve.source == str(tmp_path / "in/eve")


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_spreadsheets_roster(separator: str, tmp_path: Path) -> None:
    """As Excel writes it: a mark at its start, another separator, other line ends."""
    text = "\ufefflearner,source\r\nada,in/ada\r\n".replace(",", separator)
    assert [one.id for one in read_roster(roster(tmp_path, text), "day2")] == ["ada"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "has no column called 'learner'"),
        ("learner\nada\n", "has no column called 'source'"),
        ("learner,source,source\n", "two columns called 'source'"),
        ("learner,source\n", "names no learner of day2"),
        (b"learner,source\n\xff,x\n", "line 2: not UTF-8"),
        ('learner,source\n"ada,x\n', "unexpected end of data"),
    ],
)
def test_what_is_no_roster(text: str | bytes, words: str, tmp_path: Path) -> None:
    """The file, the line and the reason, in a sentence."""
    with pytest.raises(UsageError, match=words):
        read_roster(roster(tmp_path, text), "day2")


WRONG = {
    ",x": "line 2: no learner",
    "ada,": "line 2: no source",
    "ada,x,y,z": "line 2: it has more cells",
    "ada,x,abc": "line 2: a commit, but the source is no Git URL",
    "ada,https://x/y.git,--upload-pack=x": "line 2: '--upload-pack=x' is no commit",
    "ada,https://x/y.git,a..b": "line 2: 'a..b' is no commit",
    "a\x1bda,x": "line 2: a control character in learner",
    f"{'a' * 201},x": "more than 200 signs",
    "ada,x\nada,y": "line 3: ada is in line 2 already",
}


@pytest.mark.parametrize(("lines", "words"), WRONG.items())
def test_wrong_lines(lines: str, words: str, tmp_path: Path) -> None:
    """Each by its number; none of it reaches a terminal raw."""
    with pytest.raises(UsageError) as caught:
        read_roster(roster(tmp_path, f"learner,source,commit\n{lines}\n"), "day2")
    assert words in caught.value.remedy and "\x1b" not in caught.value.remedy


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    """The first ten, and how many more."""
    with pytest.raises(UsageError) as caught:
        read_roster(roster(tmp_path, "learner,source\n" + ",x\n" * 12), "day2")
    assert caught.value.remedy.count("no learner") == 10 and "… and 2 more" in caught.value.remedy


def test_the_same_name_in_two_spellings(tmp_path: Path) -> None:
    """A letter and its accent are one sign or two, and one learner."""
    with pytest.raises(UsageError) as caught:
        read_roster(roster(tmp_path, "learner,source\nJos\u00e9,x\nJose\u0301,y\n"), "day2")
    assert "is in line 2 already" in caught.value.remedy


def test_moments() -> None:
    """A date alone is its end; nonsense is none."""
    local = datetime.fromisoformat("2026-11-30T23:59:59").astimezone(UTC)
    assert moment("2026-11-30") == local
    for text in ("soon", "2026-13-01", "0001-01-01", "2026-11-30T25:00"):
        with pytest.raises(ValueError):
            moment(text)


def test_what_is_fetched() -> None:
    """By its address, not by its ending."""
    assert all(map(is_remote, ["https://a/b.git", "ssh://a/b", "git@host:a/b.git", "file:///a/b"]))
    assert not any(map(is_remote, ["in/ada", "ada.git", "C:/handed/in", "/home/x@y", "ext::sh -c x"]))
