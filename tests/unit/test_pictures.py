"""A picture of the page on its way from a check's process into the reports."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
import report_samples as samples
from test_reporters_json import SCHEMA, jsonschema, undocumented
from test_reporters_markup import FORBIDDEN, Page

from grader.checks.verdicts import LARGEST_PICTURE, well_formed
from grader.outcomes import Report
from grader.reporters import html, json_report, junit, markdown

PICTURE = base64.b64encode(b"\xff\xd8\xff\xe0" + b"x" * 1000).decode()


def with_picture(picture: str) -> Report:
    """A report whose failed checks have a picture."""
    report = samples.mixed()
    exercises = []
    for exercise in report.exercises:
        goals = []
        for goal in exercise.goals:
            shown = picture if goal.outcome == "failed" else ""
            goals.append(replace(goal, checks=tuple(replace(check, picture=shown) for check in goal.checks)))
        exercises.append(replace(exercise, goals=tuple(goals)))
    return replace(report, exercises=tuple(exercises))


@pytest.mark.parametrize("picture", [5, None, "no base64!", '"><script>', "x" * (LARGEST_PICTURE + 1)])
def test_a_forged_picture_is_no_result(picture: Any) -> None:
    """What is none makes the run invalid, like everything else that is not what it should be."""
    result = {"outcome": "failed", "began": 1, "ended": 2}
    assert well_formed(result) and well_formed(result | {"picture": PICTURE})
    assert not well_formed(result | {"picture": picture})


def test_the_page_shows_it() -> None:
    """As data, with a text for whom it can't be seen; there is no other image."""
    page = Page(html.render(with_picture(PICTURE)))
    images = page.named("img")
    assert images and all(image["src"] == f"data:image/jpeg;base64,{PICTURE}" and image["alt"] for image in images)
    assert page.named(*FORBIDDEN - {"img"}) == [] and page.open == []


def test_what_is_no_picture_adds_nothing_to_the_page() -> None:
    """Even where somebody could put a text in its place."""
    page = Page(html.render(with_picture('"><script>alert(1)</script><a href=x onerror="y')))
    assert page.named("script") == [] and page.open == []
    assert all((image["src"] or "").startswith("data:image/jpeg;base64,") for image in page.named("img"))
    assert [key for _, attributes in page.elements for key in attributes if key.startswith("on")] == []


def test_programs_get_it() -> None:
    """Under its name, where there is one, as the schema says."""
    data = json.loads(json_report.render(with_picture(PICTURE)))
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    assert list(undocumented(data, SCHEMA)) == []
    shots = [check.get("screenshot") for e in data["exercises"] for g in e["goals"] for check in g["checks"]]
    assert PICTURE in shots and None in shots


def test_reports_of_text_do_without() -> None:
    """JUnit and Markdown say the same as before."""
    assert junit.render(with_picture(PICTURE)) == junit.render(samples.mixed())
    assert markdown.render(with_picture(PICTURE)) == markdown.render(samples.mixed())


def test_many_pictures_give_way_to_words() -> None:
    """A report has its size all the same, and loses no message."""
    large = with_picture("A" * LARGEST_PICTURE)
    many = replace(large, exercises=large.exercises * 12)
    text, page = json_report.render(many), html.render(many)
    assert len(text) <= json_report.MOST_BYTES and len(page.encode()) <= html.MOST_BYTES
    assert "A" * 1000 not in text
    messages = [check["message"] for e in json.loads(text)["exercises"] for g in e["goals"] for check in g["checks"]]
    wanted = [check.message for e in many.exercises for g in e.goals for check in g.checks]
    assert messages == wanted
