"""Finds the learner's own tests and says how each kind is run. Both runners use it."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from grader.model import Suite
from grader.project import Dependencies, Language
from grader.server.answers import SuiteRun
from grader.server.options import Launch
from grader.server.services import Database

SECONDS = 30
OWN = "own"  # the fault that stands for the learner's own app
OWN_SECONDS = 90  # for tests against it: real password hashes take their time
ADMIN = "admin@example.com"  # who is one on our servers; tests find it in ADMIN_EMAIL
AT_A_TIME = 2
PYTEST = ("pytest>=8", "requests>=2.31")
NEWMAN = {"name": "course-tools", "version": "1.0.0", "private": True, "dependencies": {"newman": "^6.2.1"}}


@dataclass(frozen=True)
class Kind:
    """A kind of tests: its files, relative to the project, and the command that runs them all."""

    name: str
    language: Language
    files: tuple[str, ...]
    argv: tuple[str, ...]


@dataclass(frozen=True)
class There:
    """How tests reach a server, and how many seconds they have for it."""

    base_url: str
    seconds: int = SECONDS


def apart(database: Database) -> Launch:
    """How an instance of the learner's app is started that tests have for themselves."""
    return Launch({"DATABASE_URL": database.another(), "ADMIN_EMAIL": ADMIN})


def find_kinds(folder: Path) -> list[Kind]:
    """The kinds of tests that a project has, in a fixed order."""
    found = []
    if files := matching(folder, "tests/test_*.py"):
        found.append(
            Kind("pytest", "python", files, ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", *files))
        )
    if files := matching(folder, "tests/*.test.js", "tests/*.test.mjs", "tests/*.test.cjs"):
        found.append(Kind("node", "node", files, ("node", "--test", *files)))
    if files := matching(folder, "tests/*.sh"):
        found += [Kind("curl", "python", (file,), ("bash", file)) for file in files]
    collections = matching(folder, "*.postman_collection.json", "tests/*.postman_collection.json")
    for file in filter(lambda name: has_test_scripts(folder / name), collections):
        found.append(Kind("postman", "node", (file,), newman(file)))
    return found


def matching(folder: Path, *patterns: str) -> tuple[str, ...]:
    return tuple(
        sorted(p.relative_to(folder).as_posix() for pattern in patterns for p in folder.glob(pattern) if p.is_file())
    )


def newman(file: str) -> tuple[str, ...]:
    """Postman's own runner. The address goes in under the names that people use."""
    names = [word for name in ("baseUrl", "base_url", "BASE_URL") for word in ("--env-var", f"{name}=$BASE_URL")]
    return ("newman", "run", file, "--color", "off", "--disable-unicode", *names)


def has_test_scripts(file: Path) -> bool:
    """Whether a Postman collection tests anything: the ready-made one of a scaffold only sends."""
    try:
        return _tests_in(json.loads(file.read_text(encoding="utf-8-sig")))
    except (OSError, ValueError, RecursionError):
        return False


def _tests_in(node: object) -> bool:
    if isinstance(node, list):
        return any(_tests_in(item) for item in node)
    if not isinstance(node, dict):
        return False
    events = node.get("event")
    for event in events if isinstance(events, list) else []:
        script = event.get("script") if isinstance(event, dict) and event.get("listen") == "test" else None
        lines = script.get("exec") if isinstance(script, dict) else None
        if any(isinstance(line, str) and line.strip() for line in (lines if isinstance(lines, list) else [lines])):
            return True
    return _tests_in(node.get("item"))


def order(suite: Suite, seed: int) -> list[str]:
    """The right server as often as it repeats and each faulty one, so mixed that no run can tell which it is in."""
    runs = ["none"] * suite.repeats + list(suite.faults)
    random.Random(f"{seed}/suite").shuffle(runs)
    return runs


def each(suite: Suite, seed: int, one: Callable[[str, int], SuiteRun]) -> tuple[SuiteRun, ...]:
    """Runs `one(fault, port)` for every server, some at a time, each with ten ports of its own from the given one on.

    Tests that fail on the right server say nothing about a faulty one: from then on no more runs begin.
    """
    faults = order(suite, seed)
    ports = random.Random(f"{seed}/ports").sample(range(20000, 30000, 10), len(faults))
    useless = threading.Event()

    def unless_useless(fault: str, port: int) -> SuiteRun | None:
        if useless.is_set():
            return None
        run = one(fault, port)
        if fault == "none" and not run.passed:
            useless.set()
        return run

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        return tuple(run for run in pool.map(unless_useless, faults, ports) if run is not None)


def count_requests(log: str) -> int:
    """How many requests a server of ours reported; /health does not count."""
    count = 0
    for line in log.splitlines():
        try:
            count += json.loads(line)["path"] != "/health"
        except (ValueError, TypeError, KeyError):
            continue
    return count


def with_tools(needs: Dependencies, kind: Kind) -> Dependencies:
    """A project's dependencies and what its tests need besides."""
    if kind.name == "postman":
        return Dependencies("node", {"package.json": json.dumps(NEWMAN).encode()})
    if kind.language == "node":
        return needs if needs.language == "node" else Dependencies("node")
    if kind.name == "curl":
        return Dependencies("python")
    own = needs.files.get("requirements.txt", b"").decode() if needs.language == "python" else ""
    names = {line.split("=")[0].split("<")[0].split(">")[0].strip().lower() for line in own.splitlines()}
    missing = [line for line in PYTEST if line.partition(">")[0] not in names]
    return Dependencies("python", {"requirements.txt": "\n".join([own.strip(), *missing, ""]).lstrip().encode()})
