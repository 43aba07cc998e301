"""Reads the files of hosting services: YAML and JSON, and whether they have the shape that is published for them.

The shapes are JSON Schemas in `platform_shapes/`, a dated subset each: what they don't name is left unjudged.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from grader.checks.values import parse_json, shortened

MOST_ALIASES = 20  # in a YAML file: each may stand for a whole branch, and branches of branches
SHAPES = Path(__file__).with_name("platform_shapes")


class UnreadableError(ValueError):
    """What is wrong with a file, in words that go on from its name."""


def read_yaml(text: str) -> Any:
    """The value in a YAML file. Raises UnreadableError where it is none."""
    try:
        aliases = sum(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader))
        if aliases > MOST_ALIASES:
            raise UnreadableError(f"has more than {MOST_ALIASES} aliases")
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise UnreadableError(f"is no YAML: {error.problem or 'it can not be read'}{line}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(f"is no YAML: {shortened(str(error)) or 'it is nested too deeply'}") from None


def read_json(text: str) -> Any:
    """The value in a JSON file. Raises UnreadableError where it is none."""
    try:
        return parse_json(text)
    except ValueError as error:
        raise UnreadableError(f"is no JSON: {error}") from None


@cache
def shape(name: str) -> jsonschema.protocols.Validator:
    """What judges the shape of one kind of file."""
    return jsonschema.Draft202012Validator(json.loads((SHAPES / f"{name}.json").read_text("utf-8")))


def fault_of(value: Any, name: str) -> str:
    """The first thing that is wrong with a file's shape, in words that go on from its name; empty where nothing is."""
    try:
        error = jsonschema.exceptions.best_match(shape(name).iter_errors(value))
    except RecursionError:
        return "is nested too deeply"
    return "" if error is None else f"has at `{place(error)}`: {words(error)}"


def place(error: jsonschema.ValidationError) -> str:
    """`services[0].runtime`; the top level has a name of its own."""
    found = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path)
    return shortened(found.lstrip(".")) or "top level"


def words(error: jsonschema.ValidationError) -> str:
    """What a part of a file should be."""
    wanted: Any = error.validator_value
    if error.validator == "required" and isinstance(error.instance, dict):
        missing = [name for name in wanted if name not in error.instance]
        return f"{' and '.join(missing)} missing"
    if error.validator == "type":
        return f"{' or '.join([wanted] if isinstance(wanted, str) else wanted)} expected, not {said(error.instance)}"
    if error.validator == "enum":
        return f"one of {', '.join(map(str, wanted))} expected, not {said(error.instance)}"
    if error.validator == "not" and isinstance(wanted, dict):
        return f"{' and '.join(wanted.get('required', []))} can't both be there"
    if error.validator in ("anyOf", "oneOf"):
        names = [name for part in wanted for name in part.get("required", [])]
        return f"{' or '.join(dict.fromkeys(names))} expected"
    return shortened(error.message)


def said(value: Any) -> str:
    return shortened(json.dumps(value, default=str, ensure_ascii=False))
