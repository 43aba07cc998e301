"""Files that say which version of a language a project wants: for Python and for Node, as Heroku reads them.

https://devcenter.heroku.com/articles/python-runtimes and https://devcenter.heroku.com/articles/nodejs-support, as of
2026-11-26.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from grader.checks.values import parse_json, shortened

PYTHON = {
    ".python-version": (re.compile(r"3\.\d+(\.\d+)?"), "3.12"),
    "runtime.txt": (re.compile(r"python-3\.\d+(\.\d+)?"), "python-3.12.8"),
}
NODE = {".node-version": (re.compile(r"v?\d+(\.\d+){0,2}"), "22")}
RANGE = re.compile(r"[\d.xX*^~<>=| v-]*\d[\d.xX*^~<>=| v-]*")


@dataclass(frozen=True)
class Package:
    """What package.json says of how the project is run."""

    scripts: Mapping[str, str] = field(default_factory=dict)
    engines: Mapping[str, Any] = field(default_factory=dict)


def package_of(text: str) -> Package:
    """package.json's scripts and engines; none where it can't be read."""
    try:
        value = parse_json(text)
    except ValueError:
        return Package()
    if not isinstance(value, dict):
        return Package()
    scripts, engines = dict.get(value, "scripts"), dict.get(value, "engines")
    texts = {name: str(line) for name, line in scripts.items()} if isinstance(scripts, dict) else {}
    return Package(texts, dict(engines) if isinstance(engines, dict) else {})


def faults(paths: Set[str], text: Callable[[str], str], *, node: bool) -> list[str]:
    """What is wrong with the version that a project asks for; nothing where one of the files says it well."""
    known = NODE if node else PYTHON
    wrong = []
    if node and "package.json" in paths and (wanted := package_of(text("package.json")).engines.get("node")):
        if isinstance(wanted, str) and RANGE.fullmatch(wanted.strip()):
            return []
        wrong.append(f"package.json has at `engines.node`: {shortened(str(wanted))}, which is no version")
    for path, (pattern, example) in known.items():
        if path in paths:
            lines = [line.strip() for line in text(path).splitlines()]
            said = [line for line in lines if line and not line.startswith("#")]
            if len(said) == 1 and pattern.fullmatch(said[0]):
                return []
            wrong.append(f"{path} should hold one line with a version, such as {example}")
    names = ["engines.node in package.json", *NODE] if node else list(PYTHON)
    return wrong[:1] or [f"the Procfile is there, but no file says which version it needs: {' or '.join(names)}"]
