"""Looks through a Dockerfile for what an image should not have: a base that changes, root's rights, secrets.

It is read with dockerfile-parse; nothing of it is run. Each function gives faults, in words for the learner.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from grader.checks.values import shortened
from grader.reading.dockerfile import LARGEST, Instruction, variables
from grader.reading.secrets import secrets_in

VARIABLE = re.compile(r"\$(?:\{(\w+)(?::?[-+]([^}]*))?\}|(\w+))")
ROOT = {"root", "0"}
RIGHTS_TAKEN = ("nonroot", "unprivileged")  # in the names of bases that run as somebody else by themselves
ENV_FILE = re.compile(r"(?:^|/)\.env(?:\.(?!example|sample|template|dist)[\w.-]+)?$")


@dataclass
class Stage:
    """What follows one FROM: its base, its own name, and the values that ARG and ENV give."""

    base: str
    name: str
    line: int
    values: dict[str, str] = field(default_factory=dict)
    instructions: list[Instruction] = field(default_factory=list)


def stages(text: str) -> list[Stage]:
    """The stages of a Dockerfile, with variables in the bases' names filled in."""
    from dockerfile_parse import DockerfileParser

    parser = DockerfileParser(fileobj=io.BytesIO(text[:LARGEST].encode()))  # type: ignore[arg-type]  # it wants bytes
    found: list[Stage] = []
    before: dict[str, str] = {}  # ARGs in front of the first FROM
    for entry in parser.structure:
        name, value, line = entry["instruction"].upper(), entry["value"], entry["startline"] + 1
        if name == "FROM":
            words = [word for word in filled(value, before).split() if not word.startswith("--")]
            named = words[2] if len(words) > 2 and words[1].lower() == "as" else ""
            found.append(Stage(words[0] if words else "", named.lower(), line))
        elif name in ("ARG", "ENV"):
            (found[-1].values if found else before).update(variables(value))
        if found and name != "COMMENT":
            found[-1].instructions.append(Instruction(name, value, line))
    return found


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with variables replaced, as far as they are known."""
    return VARIABLE.sub(lambda found: values.get(found[1] or found[3], found[2] or ""), text)


def unpinned(text: str) -> list[str]:
    """Bases without a version."""
    found, known = [], {"scratch"}
    for stage in stages(text):
        image, _, digest = stage.base.partition("@")
        tag = image.rpartition("/")[2].partition(":")[2]
        if stage.base.lower() not in known and not digest and not re.search(r"\d", tag):
            found.append(f"line {stage.line}: FROM {shortened(stage.base) or 'nothing'} names no version of its base")
        known.add(stage.name)
    return found


def as_root(text: str) -> list[str]:
    """The image runs as root."""
    every = stages(text)
    by_name = {stage.name: stage for stage in every if stage.name}
    stage = every[-1] if every else None
    for _ in range(len(by_name) + 1):
        if stage is None:
            break
        users = [one for one in stage.instructions if one.name == "USER"]
        if users:
            user = filled(users[-1].value, stage.values).strip().strip("\"'").partition(":")[0]
            words = f"line {users[-1].line}: USER {shortened(users[-1].value)} is root"
            return [words] if user in ROOT or not user else []
        if any(word in stage.base.lower() for word in RIGHTS_TAKEN):
            return []
        stage = by_name.get(stage.base.lower())
    return ["no USER in the last stage, so that it runs as root"]


def secrets(text: str) -> list[str]:
    """Secrets that are written into it, and files with secrets that are copied into the image."""
    return [*written(text), *copied(text)]


def written(text: str) -> Iterator[str]:
    for number, line in enumerate(text[:LARGEST].splitlines(), 1):
        yield from (f"line {number}: {words}" for words in told(line))
    for stage in stages(text):
        for one in stage.instructions:
            if one.name in ("ENV", "ARG"):
                pairs = (f"{name}={value!r}" for name, value in variables(one.value).items())
                yield from (f"line {one.line}: {words}" for pair in pairs for words in told(pair))


def told(line: str) -> Iterator[str]:
    """The secrets in a line, in words."""
    for found in secrets_in(line, "Dockerfile"):
        yield f"{found.kind} is written there" if found.kind else f"{found.name} has a value that is no placeholder"


def copied(text: str) -> Iterator[str]:
    for stage in stages(text):
        for one in stage.instructions:
            sources = [word.strip("[]\"',") for word in one.value.split() if not word.startswith("--")][:-1]
            if one.name in ("COPY", "ADD") and any(ENV_FILE.search(source) for source in sources):
                yield f"line {one.line}: {one.name} {shortened(one.value)} puts .env into the image"


# --- .dockerignore ----------------------------------------------------------------------------------------------------
def leaves_out(ignore: str, path: str) -> bool:
    """Whether .dockerignore keeps a path out: its last line that fits the path, or a folder above it, decides."""
    parts = path.split("/")
    places = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    out = False
    for line in ignore.splitlines():
        rule = line.strip()
        if not rule or rule.startswith("#"):
            continue
        keep = rule.startswith("!")
        pattern = re.compile(as_regex(rule.removeprefix("!").strip().strip("/").removeprefix("./")))
        if any(pattern.fullmatch(place) for place in places):
            out = not keep
    return out


def as_regex(rule: str) -> str:
    """A rule of .dockerignore: `*` within a name, `**` over folders, `?` one character, `[a-z]` one of these."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]/]+\])", rule)
    known = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return "".join(known.get(part) or (class_of(part) if part[:1] == "[" else re.escape(part)) for part in parts)


def class_of(part: str) -> str:
    try:
        re.compile(part)
    except re.error:
        return re.escape(part)
    return part
