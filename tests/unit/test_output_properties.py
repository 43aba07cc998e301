"""Whatever a learner's app says: each text, and each report that is made of it, keeps its promises.

Texts of the course (ids, titles) are tame here; all others are an enemy's, and hold the word `qzx` to be known by.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from importlib.resources import files

import jsonschema
import report_samples as samples
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from grader.outcomes import CheckResult, Exchange, ExerciseResult, GoalResult, Report, Request, Response
from grader.printable import BAR, cell, one_line, printable, printable_end, quoted, without_commands
from grader.reporters import csv_report, html, json_report, junit, markdown, terminal

texts = settings(derandomize=True, deadline=None, max_examples=400)
# Not shrunk: that takes minutes, and a report can be read as it is.
reports = settings(
    derandomize=True,
    deadline=None,
    max_examples=80,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
SCHEMA = json.loads(files("grader.reporters").joinpath("report.schema.json").read_text())
NASTY = [
    *"\x00\x07\x08\t\n\v\f\r\x1b\x7f\x85\x9b\xa0\xad\u200b\u200f\u2028\u202e\u2066\ufeff\ufffe\ud800\udcff\U000e0041`~",
    *"<>&\"'=+-@|;,:[](){}\\#!*_$%/ a😀\uff1d\uff0b\uff0d\uff20",
    *("\x1b]52;c;eA==\x07", "\x1b[2J", "\r\n", "]]>", "<![CDATA[", "<script>x</script>", '"onmouseover="', "</pre>"),
    *("</details>", "</code>", "<!--", "-->", "```", "````", "~~~", "`` ", "::error::x", "##[error]", "##vso[task.x]"),
    *("::stop-commands::t", "%0A::add-mask::x", "=HYPERLINK(1)", ";=1+1", ';"=1+1', "[x](http://e.example)", "@all"),
    *("&lt;script&gt;", "{{ 7*7 }}", "{% raw %}", "[bold red]", "http://e.example", "![x](y)", "\n# x\n", "\n---\n"),
    *("\n    x", "\n- x", "\n\n", "'=1", "<img src=x onerror=x>", "<a href=javascript:x>", "| x |", "\\`"),
]
ANY = st.text(st.characters(exclude_categories=()), max_size=200)
BREAKERS = [
    *(f"\n{fence}\n<script>x</script>\n# qzx\n{fence}\n" for fence in ("```", "````", "`````", "~~~", "</code></pre>")),
    *("</code></summary></details><script>x</script>qzx", "<b onclick=x>qzx</b>", "` qzx `` <i>qzx</i> ` ``` qzx"),
    *("]]></failure><x/>", "word " * 14 + "::error::x", "\n  ::error::x\n\t::add-mask::y\n", samples.ENEMY),
]
ENEMY = ANY | st.lists(st.sampled_from(NASTY), max_size=40).map("".join) | st.sampled_from(BREAKERS)
VISIBLE_FORMATS = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")


def hidden(text: str, but: str = "\n\t") -> list[str]:
    """Characters in it that steer, turn or hide, or that UTF-8 does not have."""
    return [
        sign
        for sign in text
        if sign not in but
        and ord(sign) not in VISIBLE_FORMATS
        and (unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") or ord(sign) & 0xFFFE == 0xFFFE)
    ]


def commands(text: str) -> list[str]:
    """Lines that a CI service would obey, however it splits and trims them."""
    return [line for line in text.splitlines() if line.lstrip().startswith("::") or re.search(r"##\w*\[", line)]


# --- texts ------------------------------------------------------------------------------------------------------------
@texts
@given(ENEMY, st.integers(40, 300))
def test_texts_show_all_and_steer_nothing(text: str, limit: int) -> None:
    """Nothing hidden is left, it fits UTF-8 and the limit, and cleaning what is clean changes nothing."""
    for clean in (printable, one_line, printable_end, cell):
        shown = clean(text, limit)
        assert hidden(shown) == []
        assert len(shown) <= limit
        shown.encode()
    for again in (printable, one_line, defused, cell):
        once = again(text)
        assert again(once) == once


def defused(text: str) -> str:
    """Bars are added each time; without them commands are defused once and for all."""
    return without_commands(printable(text))


@texts
@given(ENEMY)
def test_no_line_is_a_command(text: str) -> None:
    """Behind bars, with bars where needed, or on one line in a sentence: a CI service obeys none of it."""
    assert commands(quoted(text)) == []
    assert all(line.startswith(BAR.rstrip()) for line in quoted(text).splitlines())
    assert hidden(quoted(text)) == []
    assert commands(without_commands(printable(text))) == []
    assert commands(f"error: {one_line(text)}") == []


@texts
@given(ENEMY)
def test_no_cell_is_a_formula(text: str) -> None:
    """Nor has it lines, nor does a piece of it begin one where `;` splits."""
    shown = cell(text)
    assert len(shown.splitlines()) <= 1
    assert "\t" not in shown
    assert [piece for piece in shown.split(";") if piece.lstrip(' "').startswith(FORMULA)] == []


def test_cells_as_they_are_written() -> None:
    """Case 35: text stays what it is; an apostrophe stands before what a spreadsheet would reckon with."""
    assert cell('=HYPERLINK("http://evil.example")') == '\'=HYPERLINK("http://evil.example")'
    assert [cell(f"{sign}1") for sign in "=+-@＝＋－＠"] == [f"'{sign}1" for sign in "=+-@＝＋－＠"]
    assert cell("\t=1") == "'=1"
    assert cell("\r=1") == "'=1"
    assert cell("a;=1; +2;b") == "a;'=1;' +2;b"
    assert cell("Ada Lovelace, 1+1 = 2") == "Ada Lovelace, 1+1 = 2"
    assert cell("one\ntwo") == "one two"


# --- reports ----------------------------------------------------------------------------------------------------------
known = ENEMY.map(lambda text: f"{text}qzx{text}")
headers = st.dictionaries(known, known, max_size=2)
exchanges = st.builds(
    Exchange,
    st.builds(Request, known, known, headers, known),
    known,
    st.none() | st.builds(Response, st.integers(100, 999), headers, known, st.integers(0, 10**9)),
    known,
)
checks = st.builds(
    CheckResult,
    st.just("a_check"),
    st.sampled_from(["failed", "failed", "passed"]),
    *[known] * 4,
    st.floats(0) | st.just(float("nan")),
    st.lists(exchanges, max_size=2).map(tuple),
    known,
    known,
)
counter = st.integers(0, 10**9)
said = {"summary": known, "remedy": known | st.just(""), "bonus": st.booleans()}
judged = st.builds(
    GoalResult,
    counter.map("day2/resources.g{}".format),
    st.just("a title"),
    st.sampled_from(["failed", "failed", "passed"]),
    checks=st.lists(checks, max_size=2).map(tuple),
    **said,
)
left_out = st.builds(
    GoalResult,
    counter.map("day2/resources.n{}".format),
    st.just("a title"),
    st.just("not-run"),
    st.sampled_from(["needs", "unavailable", "excluded"]),
    **said,
)
goals = st.builds(lambda first, others: (first, *others), judged, st.lists(judged | left_out, max_size=3))
exercises = st.builds(ExerciseResult, st.just("day2/resources"), st.just("Resources"), st.just(2.0), goals)
hostile = st.builds(
    Report,
    st.just("day2"),
    st.just("Working with APIs"),
    st.just("flask"),
    st.just("docker"),
    st.just("none"),
    st.integers(0, 2**31),
    st.just("2026-01-01T09:30:00Z"),
    st.floats(0) | st.just(float("inf")),
    st.sampled_from(["graded"] * 4 + ["not-startable", "environment-error"]),
    st.lists(exercises, min_size=1, max_size=1).map(tuple),
    *[known] * 3,
    st.lists(known, max_size=2).map(tuple),
    st.dictionaries(known, known, max_size=2),
)


class Page(HTMLParser):
    """What a page is made of: elements, attributes, and where the enemy's word stands."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str, str]] = set()
        self.inside: list[str] = []
        self.places: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, key, value or "") for key, value in attrs}
        if tag not in ("meta", "link", "hr", "br", "circle"):
            self.inside.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, key, value or "") for key, value in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.inside.pop() == tag

    def handle_data(self, data: str) -> None:
        if "qzx" in data:
            self.places.add(self.inside[-1])

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


HTML_TAGS = set(
    "html head meta title link style body a header div p h1 h2 h3 h4 strong svg circle text dl dt dd main section span "
    "details summary b pre code footer".split()
)


@reports
@given(hostile)
def test_html_is_made_of_its_own_elements(report: Report) -> None:
    """Case 32: no element beyond those of the template, no handler, no address, nothing of the enemy's in a tag."""
    text = html.render(report)
    page = Page(text)
    assert page.inside == []
    assert page.tags <= HTML_TAGS
    assert [found for found in page.attributes if found[1].startswith("on") or "qzx" in found[2]] == []
    assert all(value.startswith("#") for tag, key, value in page.attributes if (tag, key) == ("a", "href"))
    assert page.places <= {"p", "pre", "dt", "dd", "h4", "span", "summary"}
    assert hidden(text) == []


@reports
@given(hostile)
def test_markdown_keeps_the_enemy_in_code(report: Report) -> None:
    """Cases 32 and 34: whatever ticks and fences it holds, its words never leave `<code>`; no line is a command."""
    text = markdown.render(report)
    page = Page(MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(text))
    assert page.inside == []
    assert page.places <= {"code"}
    allowed = set("h2 h3 p strong table thead tbody tr th td details summary b code pre blockquote ul li".split())
    assert page.tags <= allowed
    assert commands(text) == []
    assert hidden(text) == []


@reports
@given(hostile)
def test_junit_always_parses(report: Report) -> None:
    """Case 33: it is XML, with nothing in it but its own elements."""
    text = junit.render(report)
    root = ET.fromstring(text)
    assert {e.tag for e in root.iter()} <= set("testsuites testsuite testcase failure error skipped system-out".split())
    assert hidden(text) == []


@reports
@given(hostile)
def test_json_always_loads(report: Report) -> None:
    """Case 33: strict JSON of the published shape, in ASCII."""
    text = json_report.render(report)
    assert text.isascii()
    data = samples.as_json(text)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    assert hidden(json.dumps(data, ensure_ascii=False)) == []


@reports
@given(hostile)
def test_csv_is_rows_of_texts(report: Report) -> None:
    """Case 35: a row a goal; no cell is a formula or has lines, also where `;` splits; what was said comes back."""
    text = csv_report.render(report)
    assert text.startswith("\ufeff")
    heading, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    assert heading == list(csv_report.COLUMNS)
    assert len(rows) == len(report.goals) + (report.status != "graded")
    assert {len(row) for row in rows} <= {len(heading)}
    for mark in ",;":
        split = [c for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=mark) for c in row]
        assert [c for c in split if c.lstrip(' "').startswith(FORMULA) or len(c.splitlines()) > 1] == []
    assert [row[3] for row in rows if row[3]] == [goal.id for goal in report.goals]
    assert hidden(text, "\n\ufeff") == []


@reports
@given(hostile, st.sampled_from(["utf-8", "ascii", "latin-1"]), st.booleans())
def test_terminal_prints_no_command(report: Report, encoding: str, verbose: bool) -> None:
    """Cases 31 and 34: on any stream nothing steers, and no line is a CI service's."""
    data = io.BytesIO()
    stream = io.TextIOWrapper(data, encoding=encoding, errors="strict")
    terminal.render(report, console=Console(file=stream, width=80), verbose=verbose)
    stream.flush()
    text = data.getvalue().decode(encoding)
    assert hidden(text) == []
    assert commands(text) == []
