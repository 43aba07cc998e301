"""What a Dockerfile says of how its image is started. It is read with dockerfile-parse, and nothing of it is run."""

from __future__ import annotations

import io
import json
import posixpath
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

LARGEST = 64 << 10


@dataclass(frozen=True)
class Instruction:
    """One instruction of the last stage, in capitals, and what follows it, as it stands. Lines count from 1."""

    name: str
    value: str
    line: int


@dataclass(frozen=True)
class Start:
    """How the image is started: a shell command (empty: it does not say), the folder, variables that it sets."""

    command: str = ""
    workdir: str = "/"
    env: Mapping[str, str] = field(default_factory=dict)


def last_stage(text: str) -> list[Instruction]:
    """The instructions of the stage that the image is made of; all, where there is no FROM."""
    from dockerfile_parse import DockerfileParser

    parser = DockerfileParser(fileobj=io.BytesIO(text[:LARGEST].encode()))  # type: ignore[arg-type]  # it wants bytes
    found = [
        Instruction(entry["instruction"].upper(), entry["value"], entry["startline"] + 1)
        for entry in parser.structure
        if entry["instruction"] != "COMMENT"
    ]
    stages = [number for number, entry in enumerate(found) if entry.name == "FROM"]
    return found[stages[-1] :] if stages else found


def start_of(text: str) -> Start:
    """The command of ENTRYPOINT and CMD, in the folder of WORKDIR, with the variables of ENV."""
    entry = command = ""
    workdir = "/"
    env: dict[str, str] = {}
    exec_entry = exec_command = False
    for instruction in last_stage(text):
        if instruction.name == "CMD":
            command, exec_command = as_shell(instruction.value)
        elif instruction.name == "ENTRYPOINT":
            (entry, exec_entry), command = as_shell(instruction.value), ""  # it resets what a base image says
        elif instruction.name == "WORKDIR":
            workdir = posixpath.normpath(posixpath.join(workdir, instruction.value.strip().strip("\"'")))
        elif instruction.name == "ENV":
            env |= variables(instruction.value)
    if entry and exec_entry and command:
        # As the engine has it: a CMD in the shell's form would be passed on as words for a shell.
        entry = f"{entry} {command}" if exec_command else f"{entry} sh -c {shlex.quote(command)}"
    return Start(entry or command, workdir, env)


def as_shell(value: str) -> tuple[str, bool]:
    """(the command for a shell, whether it was in the exec form), which fills in no variables: words are quoted."""
    try:
        words = json.loads(value)
    except ValueError:
        words = None
    if isinstance(words, list) and all(isinstance(word, str) for word in words):
        return shlex.join(words), True
    return value.strip(), False


def variables(value: str) -> dict[str, str]:
    """`ENV a=1 b="2 3"`, or the old `ENV a 1`."""
    words = quoted_words(value)
    if words and "=" not in words[0]:
        name, _, rest = value.strip().partition(" ")
        return {name: rest.strip()}
    pairs = (word.partition("=") for word in words)
    return {name: text for name, sign, text in pairs if sign and name.isidentifier()}


def quoted_words(value: str) -> Sequence[str]:
    try:
        return shlex.split(value)
    except ValueError:  # a quote that nobody closed
        return value.split()
