"""Nothing that a learner's app says may steer the terminal, the CI service or the reader's eye."""

from __future__ import annotations

import re
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from grader.printable import BAR, one_line, printable, printable_end, quoted, without_commands

ANY_TEXT = st.text(st.characters(exclude_categories=()))
COMMANDS = st.lists(
    st.sampled_from(
        ["::error::x", "\r", "\n", "\r\n", "\u2028", "\x85", "\v", "\f", " ", "\t", "\xa0", "##[error]", "a"]
    )
).map("".join)
VISIBLE_FORMATS = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}


def test_every_hidden_character_is_escaped() -> None:
    """Of all code points, none of a hidden category comes through but tab, newline and Arabic's visible signs."""
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp") and code not in VISIBLE_FORMATS:
            assert (printable(chr(code)) == chr(code)) == (code in (9, 10)), hex(code)


def test_escapes_can_be_read() -> None:
    """Each shows as what one would type to get it."""
    assert printable("\x1b]52;c;eA==\x07\x9b\x00") == r"\x1b]52;c;eA==\x07\x9b\x00"
    assert printable("a\u202eb\ud800\ufffe\U000e0041\u200b") == r"a\u202eb\ud800\ufffe\U000e0041\u200b"
    assert printable("Zürich 日本 👍🏽 ⚠\ufe0f\tx\r\ny") == "Zürich 日本 👍🏽 ⚠\ufe0f\tx\ny"


def test_long_text_says_how_much_is_missing() -> None:
    """The cap counts what is shown and leaves the note inside it."""
    text = printable("x" * 5000, 100)
    assert text == "x" * 68 + "… (4932 characters more)"
    assert printable("x" * 100, 100) == "x" * 100
    assert printable_end("a" * 5000 + "the end", 100).endswith("the end")
    assert len(printable_end("a" * 5000, 100)) <= 100


@given(ANY_TEXT)
def test_any_text_can_be_written(text: str) -> None:
    """Whatever comes in, UTF-8 goes out, and cleaning it again changes nothing."""
    once = printable(text)
    once.encode()
    assert printable(once) == once
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", once)


@given(ANY_TEXT | COMMANDS)
def test_no_quoted_line_is_a_command(text: str) -> None:
    """Behind the bar nothing is at a line's start, whatever a reader takes for a line's end."""
    for line in quoted(text).splitlines():
        assert line.startswith(BAR.rstrip())
        assert "##[" not in line


@given(ANY_TEXT | COMMANDS)
def test_command_lines_are_defused(text: str) -> None:
    """Printable text without bars gets them where a line would be obeyed."""
    for line in without_commands(printable(text)).splitlines():
        assert not line.lstrip().startswith("::")
        assert "##[" not in line


@given(ANY_TEXT)
def test_one_line_is_one_line(text: str) -> None:
    """No line end survives."""
    assert len(one_line(text).splitlines()) <= 1


def test_without_commands_leaves_the_rest_alone() -> None:
    """A command that is to be pasted isn't touched."""
    assert without_commands("curl -X POST http://[::1]/\n ::error::x\na::b") == (
        "curl -X POST http://[::1]/\n│  ::error::x\na::b"
    )


def test_commands_of_other_services() -> None:
    """Azure's and TeamCity's are found anywhere in a line, like the old ones of GitHub."""
    assert printable("x ##vso[task.setvariable variable=a]b") == r"x #\x23vso[task.setvariable variable=a]b"
    assert printable("##teamcity[buildStop]##[error]") == r"#\x23teamcity[buildStop]#\x23[error]"
    assert printable("## A heading [link]") == "## A heading [link]"
