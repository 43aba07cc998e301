"""Whether what answers is a server for production, or the one that a framework brings for trying things out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from grader.checks import commands
from grader.checks.values import shortened

PRODUCTION = ("gunicorn", "uvicorn", "hypercorn", "uwsgi", "daphne", "granian", "waitress")
NODES = {"node", "nodejs", "tsx", "ts-node", "bun", "deno", "pm2-runtime", "pm2", "npm", "yarn", "pnpm"}
# What development servers say of themselves, in the header Server and in what they print.
BETRAYED = {
    "Flask's development server": re.compile(r"(?i)\bwerkzeug/|this is a development server"),
    "Django's development server": re.compile(r"(?i)\bwsgiserver/|starting development server at"),
}
WATCHERS = re.compile(r"(?i)\bnodemon\b|\bnode\b.*--watch|\btsx\b.*\bwatch\b|\bts-node-dev\b|\bvite\b(?! preview)")
DEVELOPERS = re.compile(r"(?i)\bflask\b.*\brun\b|\bmanage\.py\s+runserver|--reload\b|--debug\b")
LAUNCHES = re.compile(rf"(?i)\b({'|'.join(PRODUCTION)})\b")


def betrayed(server: str, printed: str) -> str:
    """Which development server answers, by what it says itself; empty where none does."""
    for name, words in BETRAYED.items():
        if words.search(server) or words.search(printed):
            return name
    return ""


def develops(command: str, scripts: dict[str, str]) -> str:
    """The part of a command that is for trying things out; empty where there is none."""
    words = " ".join(commands.normal(command, scripts))
    found = WATCHERS.search(words) or DEVELOPERS.search(words)
    return shortened(found[0]) if found else ""


def is_node(command: str, scripts: dict[str, str]) -> bool:
    """Whether a command ends in Node."""
    steps = commands.steps(command, scripts)
    return bool(steps) and commands.program(steps[-1]) in NODES


def named(command: str, server: str, text: Callable[[str], str], paths: Iterable[str]) -> str:
    """The production server that a command starts, by the answers' header, its words, or the script that it runs."""
    found = LAUNCHES.search(server) or LAUNCHES.search(command)
    if found:
        return found[1].lower()
    there = set(paths)
    for step in commands.steps(command):
        for word in step:
            path = word.removeprefix("./")
            if path in there and path.endswith((".py", ".sh")) and (inner := LAUNCHES.search(text(path))):
                return inner[1].lower()
    return ""
