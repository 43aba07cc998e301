r"""Other people's text made safe to show: on a terminal, in a CI service's log, in a file.

What a learner's app prints or answers can hold escape sequences, text that runs backwards, or lines that a CI service
takes for commands (`::error::` at the start of a line, `##[error]` anywhere in one). Every text that came from an app
passes through here before anybody sees it: what steers or hides is shown as `\x1b`, `\u202e`, `\U000e0041`.

GitHub's `::stop-commands::` is not used beside that. It would add nothing where no line is a command any more, other CI
services don't know it, its own lines begin with what we promise that none begins with, and a grader that is killed
before the closing one leaves the rest of the step without commands.
"""

from __future__ import annotations

import re
from functools import cache

LIMIT = 4096  # characters
BAR = "│ "
_ROOM = 32  # what "… (N characters more)" takes at most

# Controls but tab and newline, format characters, fillers that look like nothing, line separators, selectors other
# than the two that choose text or emoji, surrogates, and code points that are no characters.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]+"
)
_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_COMMAND_ANYWHERE = re.compile(r"##(?=\w*\[)")  # ##[error], ##vso[…], ##teamcity[…]
# What begins a formula in a spreadsheet, also in full-width letters; and the same after the `;` at which spreadsheets
# split a line where the comma is the decimal sign, whatever quotes we write.
_FORMULA = re.compile('(^|;)(?=[\\s"]*[=+\\-@\uff1d\uff0b\uff0d\uff20])')
_COMMAND_LINE = re.compile(r"^(?=[^\S\n]*::)", re.MULTILINE)


def printable(text: str, limit: int | None = LIMIT) -> str:
    """The text with everything visible, and the end left out where it is longer than `limit` characters."""
    if limit is None:
        return _shown(text)
    shown, beyond = _shown(text[:limit]), max(0, len(text) - limit)
    if len(shown) + beyond <= limit:
        return shown
    kept = max(0, limit - _ROOM)
    return f"{shown[:kept]}… ({len(shown) - kept + beyond} characters more)"


def printable_end(text: str, limit: int) -> str:
    """The same for a log, whose end tells more than its start."""
    beyond = max(0, len(text) - limit)
    shown = _shown(text[beyond:])
    if len(shown) + beyond <= limit:
        return shown
    kept = max(1, limit - _ROOM)
    return f"({len(shown) - kept + beyond} characters before) …{shown[-kept:]}"


def one_line(text: str, limit: int | None = LIMIT) -> str:
    """Printable, with every kind of white space as one space."""
    return " ".join(printable(" ".join(text.split()), limit).split())


def quoted(text: str, limit: int | None = LIMIT) -> str:
    """Printable, each line behind a bar, so that no line of it can be a command to the machine that shows it."""
    lines = printable(_LINE_END.sub("\n", text), limit).split("\n")
    return "\n".join((BAR + line).rstrip() for line in lines)


def without_commands(text: str) -> str:
    """A bar before those lines alone that a CI service would take for commands; the others stay as they are."""
    return _COMMAND_LINE.sub(BAR, text)


def cell(text: str, limit: int = 1000) -> str:
    """One line for a spreadsheet: what would be taken for a formula gets an apostrophe, which makes it text."""
    return _FORMULA.sub(r"\1'", one_line(text, limit - limit // 10))[:limit]


def _shown(text: str) -> str:
    if not (text.isascii() and text.isprintable()):  # most texts are: the look takes longer than those two
        text = _HIDDEN.sub(_escape, text.replace("\r\n", "\n"))
    return _COMMAND_ANYWHERE.sub(r"#\\x23", text) if "##" in text else text


def _escape(match: re.Match[str]) -> str:
    return "".join(map(_escaped, match[0]))


@cache
def _escaped(sign: str) -> str:
    """Kept, since a hostile answer holds nothing else, ten thousands of times."""
    code = ord(sign)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
