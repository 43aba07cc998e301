"""The JSON report keeps its promise: the published schema, ASCII, no NaN, no more than 2 MiB."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
import report_samples as samples

from grader.outcomes import Report
from grader.reporters import json_report

SCHEMA: dict[str, Any] = json.loads(files("grader.reporters").joinpath("report.schema.json").read_text())


def test_schema_is_one() -> None:
    """It is a valid schema of its draft."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("sample", samples.ALL)
def test_reports_fit_the_schema(sample: Callable[[], Report]) -> None:
    """Each, read as strictly as other languages do; and no key is undocumented."""
    text = json_report.render(sample())
    assert text.isascii()
    data = samples.as_json(text)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    assert list(undocumented(data, SCHEMA)) == []


def undocumented(data: Any, schema: dict[str, Any]) -> Iterator[str]:
    """Keys that the schema doesn't name."""
    while "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    if isinstance(data, list):
        for item in data:
            yield from undocumented(item, schema["items"])
    elif isinstance(data, dict) and "properties" in schema:
        yield from set(data) - set(schema["properties"])
        for key in set(data) & set(schema["properties"]):
            yield from undocumented(data[key], schema["properties"][key])


def test_what_it_says() -> None:
    """The fields that a program would look at first."""
    data = json.loads(json_report.render(samples.mixed()))
    assert (data["version"], data["status"], data["score"], data["passed"]) == (1, "graded", 0.5, False)
    goals = {goal["id"]: goal for exercise in data["exercises"] for goal in exercise["goals"]}
    miss = goals["day2/resources.validate"]
    assert miss["hint"] == samples.HINTS[0]
    assert miss["checks"][0]["exchanges"][0]["response"]["status"] == 500
    assert goals["day2/resources.delete"]["reason"] == "needs"


def test_whose_fault_it_is() -> None:
    """Said where nothing was graded, and there alone; a report that does not know leaves it out."""
    assert "fault" not in json.loads(json_report.render(replace(samples.mixed(), fault="machine")))
    assert json.loads(json_report.render(samples.not_startable()))["fault"] == "learner"
    assert json.loads(json_report.render(samples.environment_error()))["fault"] == "machine"
    assert "fault" not in json.loads(json_report.render(replace(samples.environment_error(), fault="")))


def test_complete_is_false_only_for_a_gap_in_a_pass() -> None:
    """A failed report needs no such warning."""
    complete = {f.__name__: json.loads(json_report.render(f()))["complete"] for f in samples.ALL}
    assert [name for name, value in complete.items() if not value] == ["incomplete"]


@pytest.mark.parametrize("letter", ["x", "\x1b", "😀"])
def test_sizes_are_capped(letter: str) -> None:
    """Bodies 4 KiB, logs 16 KiB with their end, whatever the letters."""
    big = letter * 300_000
    report = samples.mixed()
    exchange = samples.exchange("POST", "/x", 500, big, big)
    text = json_report.render(with_exchange(report, exchange, big + "THE END", 1))
    for check in checks(json.loads(text)):
        assert len(check["log"].encode()) <= 16 * 1024
        assert check["log"].endswith("THE END")
        assert all(len(e["response"]["body"].encode()) <= 4 * 1024 for e in check["exchanges"])


def test_the_whole_is_capped() -> None:
    """2 MiB; what passed gives up its exchanges before what failed."""
    big = "x" * 100_000
    exchange = samples.exchange("POST", "/x", 500, big, big)
    text = json_report.render(with_exchange(samples.mixed(), exchange, big, 60))
    assert len(text) <= 2 * 1024 * 1024
    data = json.loads(text)
    assert data["shortened"] is True
    assert all(check["exchanges"] for check in checks(data) if check["outcome"] == "failed")
    assert not any(check["exchanges"] for check in checks(data) if check["outcome"] == "passed")


def with_exchange(report: Report, exchange: Any, log: str, times: int) -> Report:
    """Every check with a long log and many exchanges."""
    exercises = []
    for exercise in report.exercises:
        goals = [
            replace(g, checks=tuple(replace(c, log=log, exchanges=(exchange,) * times) for c in g.checks))
            for g in exercise.goals
        ]
        exercises.append(replace(exercise, goals=tuple(goals)))
    return replace(report, exercises=tuple(exercises))


def checks(data: Any) -> list[Any]:
    """All checks of a report."""
    return [check for e in data["exercises"] for goal in e["goals"] for check in goal["checks"]]
