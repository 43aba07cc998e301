"""What the terminal report is made of: lines of styled words, without a terminal. `terminal` prints them.

Nothing here wraps a curl command, and a text of several lines stands behind a bar.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from grader.printable import one_line, quoted

Span = tuple[str, str]  # a text and its style
Line = list[Span]
LABEL = 12
DOTS = {
    "passed": ("●", "green"),
    "failed": ("○", "red"),
    "waiting": ("◌", "yellow"),
    "unavailable": ("–", "dim"),
    "inapplicable": ("–", "dim"),
}


@dataclass(frozen=True)
class Look:
    """How much to show, on how many columns; `best` is the learner's best score so far, a share of 1.

    `following` is the day to go on with once all is green, `solution` where one of the course's lies.
    """

    width: int = 80
    verbose: bool = False
    quiet: bool = False
    hints: bool = True
    best: float | None = None
    following: str = ""
    solution: str = ""


def wrapped(text: str, look: Look, indent: str = "  ", hang: str | None = None, style: str = "") -> list[Line]:
    """Words on as many lines as they need; `hang` starts the lines after the first."""
    return [[(line, style)] for line in _wrap(text, look.width, indent, indent if hang is None else hang)]


def row(label: str, text: str, look: Look, style: str = "") -> list[Line]:
    """`  expected   422 Unprocessable Content`; a text of several lines becomes a block."""
    if not text.strip():
        return []
    if "\n" in text.strip():
        return block(label, text, style)
    first, *rest = _wrap(text, look.width - LABEL - 2, "", "")
    return [_labelled(label, first, style), *([(" " * (LABEL + 2) + line, style)] for line in rest)]


def block(label: str, text: str, style: str = "") -> list[Line]:
    """Lines as they came, behind a bar."""
    if not text.strip():
        return []
    first, *rest = quoted(text.strip("\n")).split("\n")
    return [_labelled(label, first, style), *([(" " * (LABEL + 2) + line, style)] for line in rest)]


def as_it_is(label: str, text: str) -> list[Line]:
    """A row that is never wrapped nor indented further, so that it can be pasted."""
    if not text.strip():
        return []
    first, *rest = text.strip("\n").split("\n")
    return [_labelled(label, first, ""), *([(line, "")] for line in rest)]


def fitted(text: str, room: int) -> str:
    """One line, its end left out where it is too long."""
    text = one_line(text)
    return text if len(text) <= room else text[: max(1, room - 1)].rstrip() + "…"


def last_lines(log: str, most: int) -> str:
    """A log's end."""
    return "\n".join(log.rstrip().split("\n")[-most:])


def _labelled(label: str, text: str, style: str) -> Line:
    return [(f"  {label:<{LABEL}}", "dim"), (text, style)]


def _wrap(text: str, width: int, indent: str, hang: str) -> list[str]:
    room = max(20, width)
    return textwrap.wrap(
        one_line(text), room, initial_indent=indent, subsequent_indent=hang, break_on_hyphens=False
    ) or [indent]
