"""What the checks of day 7's projects share: both forms of errors, and the judgement of a learner's own tests."""

import json
from types import SimpleNamespace

import pytest

from grader.checks import projects
from grader.checks.projects import expect, invalid, refused
from grader.checks.reply import Reply
from grader.checks.values import Miss
from grader.server.answers import SuiteRun

FAULTS = {"a": "the status", "b": "the body", "c": "the rest"}


def reply(status, body, media_type="application/json"):
    headers = {"Content-Type": media_type}
    return Reply(status, headers, json.dumps(body).encode())


def problem(**more):
    return {"type": "about:blank", "title": "No", "status": 422, "detail": "it is not"} | more


def suite(found=("tests/test_a.py",), right=True, requests=9, caught=()):
    runs = [SuiteRun("none", right, requests, "1 passed")]
    runs += [SuiteRun(fault, fault not in caught, 9, "") for fault in FAULTS]
    return SimpleNamespace(
        found=list(found), right=runs[:1], fault=lambda name: next(run for run in runs if run.fault == name)
    )


def test_one_of_these_statuses():
    """The words name all that would have been right."""
    assert expect(reply(200, {}), 200, 201).status_code == 200
    with pytest.raises(Miss, match="expected 200 OK or 201 Created, got 404 Not Found"):
        expect(reply(404, {}), 200, 201)


def test_both_forms_of_an_error():
    """Days 2 to 4 have `error`, day 5 has problem details."""
    refused(reply(404, {"error": "no such todo"}), 404)
    refused(reply(422, problem(), "application/problem+json"), 400, 422)
    for body in ({}, [], {"error": ""}, {"error": {}}, "no"):
        with pytest.raises(Miss, match="a JSON error"):
            refused(reply(404, body), 404)


def test_both_ways_to_name_a_field():
    """`fields` by name, or the list `errors`; what is nested counts for its first part, and more may be named."""
    invalid(reply(422, {"error": "no", "fields": {"title": "is missing", "due": "is no day"}}), "title")
    invalid(reply(422, problem(errors=[{"field": "tags.1", "message": "is no tag"}])), "tags")
    for body in (problem(), problem(errors=["title"]), {"error": "no", "fields": {"titles": "?"}}):
        with pytest.raises(Miss, match="title named in `fields` or `errors`"):
            invalid(reply(422, body), "title")


def test_tests_have_to_be_there_and_do_something():
    """No files, and files that send next to nothing, are two things."""
    projects.tests_are_found(suite())
    with pytest.raises(Miss, match="got none"):
        projects.tests_are_found(suite(found=()))
    with pytest.raises(Miss, match="got 4"):
        projects.tests_are_found(suite(requests=4))


def test_where_they_have_to_pass():
    """A failure, a run that did not end, and no run at all."""
    projects.tests_pass([SuiteRun("own", True, 0, "")], "your own project")
    with pytest.raises(Miss, match="a failure\nYour tests printed:\nred"):
        projects.tests_pass([SuiteRun("own", False, 0, "red\n")], "your own project")
    with pytest.raises(Miss, match="some that still ran"):
        projects.tests_pass([SuiteRun("own", False, 0, "", timed_out=True)], "your own project")
    with pytest.raises(Miss, match="a run of your tests on your own project"):
        projects.tests_pass([], "your own project")


def test_so_many_faults_have_to_be_caught():
    """Those that got away are told by what to look at."""
    projects.tests_catch(suite(caught=("a", "c")), FAULTS, 2)
    with pytest.raises(Miss, match="at least 2 of 3 .* got 1. .* wrong with: the status; the body"):
        projects.tests_catch(suite(caught=("c",)), FAULTS, 2)
    with pytest.raises(Miss, match="a failure"):
        projects.tests_catch(suite(right=False, caught=FAULTS), FAULTS, 2)
