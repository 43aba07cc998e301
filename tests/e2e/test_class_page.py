"""The class page in a real browser: it fits a phone, its heads stay in sight, nothing runs or is fetched."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from grader.catalog import load_day
from grader.classroom.page import render
from grader.classroom.records import Counted, Grade
from grader.classroom.standing import standings
from grader.runners import local_browser

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
EVIL = "<img src=https://example.com/x onerror=document.title='mine'>" + "W" * 300
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
HEADS = """map => {
  map.scrollTop = 400; map.scrollLeft = 150;
  const box = map.getBoundingClientRect();
  const head = map.querySelector("thead").getBoundingClientRect();
  const names = map.querySelectorAll("tbody th")[20].getBoundingClientRect();
  return [map.scrollTop, map.scrollLeft, Math.abs(head.top - box.top) < 3, Math.abs(names.left - box.left) < 3];
}"""
BEHIND = """map => {
  const head = map.querySelector("thead").getBoundingClientRect(), box = map.getBoundingClientRect();
  const right = Math.min(head.right, box.right, innerWidth), found = new Set();
  for (let x = Math.max(head.left, box.left) + 3; x < right - 3; x += 1)
    for (const y of [0.1, 0.4, 0.6, 0.9].map(part => head.top + part * Math.min(head.height, innerHeight - head.top)))
      found.add(document.elementFromPoint(x, y).closest("thead, tbody, table").tagName);
  return [...found];
}"""


def class_page(learners: int) -> str:
    """Day 2 and the projects of day 7, with hostile names and answers."""
    days = {name: load_day(name) for name in ("day2", "day7")}
    counted = []
    for number in range(learners):
        for day in days.values():
            exercises = day.exercises if not day.one_of else [day.exercises[number % len(day.exercises)]]
            goals = [goal.id for exercise in exercises for goal in exercise.goals]
            became = {goal: "passed" if at % (number % 7 + 2) else "failed" for at, goal in enumerate(goals)}
            one = Grade(
                f"learner {number}" if number else EVIL, day.id, "s", "c", 1, "graded", NOON, NOON, number / learners,
                goals=became, misses=dict.fromkeys(goals, EVIL), official=number % 2 == 0, disputed=tuple(goals[:1]),
            )  # fmt: skip
            if number % 9 == 1:
                one = replace(one, status="not-startable", goals={}, misses={}, disputed=(), problem=EVIL)
            counted.append(Counted(one.learner, day.id, one, one.score, 7200.0 * (number % 3)))
    counted.append(Counted(EVIL * 2, "day2", None))
    return render(standings(counted, [], days), date(2026, 1, 9))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser of this machine; a missing one skips the tests, unless everything is required."""
    programs = local_browser.installed() if local_browser.has_driver() else []
    if not programs and os.environ.get("REQUIRE_ENGINE"):
        pytest.fail("REQUIRE_ENGINE is set, and there is no browser: run scripts/browser.sh")
    if not programs:
        pytest.skip("there is no browser here")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=programs[0], args=ARGUMENTS)
        yield found
        found.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_the_page(browser: Any, tmp_path: Path, width: int, scheme: str) -> None:
    """The body never scrolls sideways, the map does, under heads that nothing shines through."""
    file = tmp_path / "class.html"
    file.write_text(class_page(40), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 700}, color_scheme=scheme)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    one = page.locator(".map").first
    down, right, head_stays, names_stay = one.evaluate(HEADS)
    assert down > 100 and head_stays and names_stay
    assert right > 100 or width == 1280
    one.scroll_into_view_if_needed()
    assert one.evaluate(BEHIND) == ["THEAD"]
    assert page.title() == "Backend Week · the class"
    assert page.locator("img, script").count() == 0
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == [] and said == []
    page.close()


def test_rows_behind_a_click(browser: Any, tmp_path: Path) -> None:
    """They open without a script, and the page still fits a phone."""
    file = tmp_path / "class.html"
    file.write_text(class_page(150), encoding="utf-8")
    page = browser.new_page(viewport={"width": 375, "height": 700}, java_script_enabled=False)
    page.goto(file.as_uri())
    part = page.locator("details", has_text="Rows 101 to 150")
    hidden = part.locator("tbody tr").first
    assert not hidden.is_visible()
    part.locator("summary").click()
    assert hidden.is_visible()
    page.close()
