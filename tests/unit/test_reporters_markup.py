"""JUnit, Markdown and HTML: what an app says is text there, whatever it looks like."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest
import report_samples as samples
from markdown_it import MarkdownIt

from grader.outcomes import CheckResult, Report
from grader.reporters import html, junit, markdown

FORBIDDEN = {"script", "img", "iframe", "object", "embed", "form", "input", "base", "audio", "video"}


class Page(HTMLParser):
    """Which elements a page holds, with their attributes, and whether they close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember it."""
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "br", "hr", "img", "circle"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """It closes what was opened last."""
        if tag != "circle":
            assert self.open.pop() == tag

    def named(self, *tags: str) -> list[dict[str, str | None]]:
        """The attributes of the elements with these names."""
        return [attributes for tag, attributes in self.elements if tag in tags]


# --- HTML -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("sample", samples.ALL)
def test_page_holds_only_its_own_elements(sample: Callable[[], Report]) -> None:
    """No script, no handler, no image; links go to places in the page and to a goal's documentation; all closes."""
    made = sample()
    page = Page(html.render(made))
    assert page.open == []
    assert page.named(*FORBIDDEN) == []
    docs = {goal.docs for goal in made.goals}
    assert all((link["href"] or "").startswith("#") or link["href"] in docs for link in page.named("a"))
    assert all(link.get("rel") == "noreferrer" for link in page.named("a") if link["href"] in docs)
    assert [key for _, attributes in page.elements for key in attributes if key.startswith("on")] == []
    assert [link["href"][:5] for link in page.named("link") if link["href"]] == ["data:"]
    policy = next(meta["content"] for meta in page.named("meta") if meta.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")


@pytest.mark.parametrize("sample", samples.ALL)
def test_page_can_be_found_ones_way_in(sample: Callable[[], Report]) -> None:
    """Landmarks once, headings without a gap, ids once, and every link leads somewhere."""
    made = sample()
    page = Page(html.render(made))
    assert (len(page.named("main")), len(page.named("h1")), len(page.named("footer"))) == (1, 1, 1)
    levels = [int(tag[1]) for tag, _ in page.elements if tag in ("h1", "h2", "h3", "h4")]
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    docs = {goal.docs for goal in made.goals if goal.outcome == "failed"}
    assert {link["href"] for link in page.named("a")} <= {*(f"#{identifier}" for identifier in ids), *docs}


def test_misses_stand_first_and_open() -> None:
    """In each exercise; one that nobody started stays folded."""
    page = Page(html.render(samples.mixed()))
    goals = [d for d in page.named("details") if (d["class"] or "").startswith("goal")]
    assert [(d["id"], "open" in d) for d in goals[3:6]] == [
        ("goal-resources-validate", True),
        ("goal-resources-update", True),
        ("goal-resources-delete", False),
    ]
    assert [d["id"] for d in goals if "open" in d] == ["goal-resources-validate", "goal-resources-update"]


def test_text_is_shown_not_run() -> None:
    """Templates, entities and markup come out as they went in."""
    text = html.render(samples.hostile())
    assert "{{ 7*7 }}" in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "&amp;amp;" in text


# --- JUnit ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("sample", samples.ALL)
def test_junit_is_xml(sample: Callable[[], Report]) -> None:
    """It parses, and its totals add up."""
    root = ET.fromstring(junit.render(sample()))
    assert int(root.attrib["tests"]) == len(list(root.iter("testcase")))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert sum(int(suite.attrib[name]) for suite in root.iter("testsuite")) == len(list(root.iter(tag)))


def test_junit_says_what_happened() -> None:
    """A case a check; goals that did not run are skipped with the reason."""
    root = ET.fromstring(junit.render(samples.mixed()))
    assert [suite.attrib["name"] for suite in root] == [
        f"day2/{n}" for n in ("methods", "resources", "api-tests", "json")
    ]
    skipped = [element.attrib["message"] for element in root.iter("skipped")]
    assert skipped[0] == "waits for resources.update"
    failure = next(root.iter("failure"))
    assert failure.attrib["message"] == samples.VALIDATE.message
    assert "your app: products.py:31" in (failure.text or "")
    for sample in (samples.not_startable(), samples.environment_error()):
        error = next(ET.fromstring(junit.render(sample)).iter("error"))
        assert error.attrib == {"message": sample.problem, "type": sample.status}


# --- Markdown ---------------------------------------------------------------------------------------------------------
def as_html(report: Report) -> str:
    """The summary as a Markdown renderer shows it: raw HTML is let through, addresses become links."""
    return str(MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(markdown.render(report)))


@pytest.mark.parametrize("sample", samples.ALL)
def test_summary_holds_only_its_own_elements(sample: Callable[[], Report]) -> None:
    """After rendering there are no links, images, scripts or headings from an app, and every block closes."""
    page = Page(as_html(sample()))
    assert page.open == []
    assert page.named(*FORBIDDEN, "a", "h1") == []


def test_what_an_app_says_is_code() -> None:
    """In code nothing is a mention, an address or an issue number."""
    text = as_html(samples.hostile()) + as_html(samples.hostile_start())
    outside = []

    class Outside(HTMLParser):
        depth = 0

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.depth += tag == "code"

        def handle_endtag(self, tag: str) -> None:
            self.depth -= tag == "code"

        def handle_data(self, data: str) -> None:
            if not self.depth:
                outside.append(data)

    Outside().feed(text)
    assert "resources" in "".join(outside)
    assert not any(sign in "".join(outside) for sign in ("@everyone", "evil.example", "HYPERLINK"))


def test_fences_are_long_enough() -> None:
    """A run of backticks in an answer does not end its block."""
    assert markdown.fence("a\n`````\nb").startswith("``````text\n")
    assert markdown.code("``") == "``` `` ```"


def test_summary_has_an_end() -> None:
    """Misses beyond what a CI service takes are counted."""
    check = replace(samples.VALIDATE, log="x" * 10_000, got="y" * 5_000)
    report = samples.mixed()
    goals = tuple(samples.failed(f"day2/resources.g{n}", "t", CheckResult(**vars(check))) for n in range(300))
    text = markdown.render(replace(report, exercises=(replace(report.exercises[1], goals=goals),)))
    assert len(text.encode()) < 600_000
    assert "more misses are in the full report" in text
