"""How a start command is run where no shell knows its language: Windows has none, unless Git or WSL brought one."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Mapping

from grader import system
from grader.errors import MachineError
from grader.runners.starting import shell

VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)(?::-([^{}]*))?\})")
ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
SHELLS_WORK = re.compile(r"[`*?\n]|\$\(|'[^']*\$[^']*'")  # what is more than words and variables


def command(start: str, env: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """(arguments, variables) that run a start command. Raises MachineError where it needs a shell and there is none."""
    if system.POSIX or shutil.which("sh", path=env.get("PATH")):
        return shell(start), dict(env)
    return split(start, env)


def split(start: str, env: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """One simple command as its words, with variables filled in as a shell would; those set before it are set."""
    try:
        lexer = shlex.shlex(start, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        words = list(lexer)
    except ValueError:  # a quote that is never closed
        words = []
    if not words or SHELLS_WORK.search(start) or any(word and set(word) <= set("();<>|&") for word in words):
        raise MachineError(
            f"the start command needs a shell, which Windows does not have: {start}",
            "Write it as one program with its arguments, or grade in a container: --runner docker",
        )
    variables = dict(env)
    while words and (found := ASSIGNMENT.fullmatch(words[0])):
        variables[found[1]] = _filled(found[2], variables)
        words.pop(0)
    filled = [(_filled(word, variables), word) for word in words]
    return [text for text, word in filled if text or not word], variables  # a variable that is empty is no word


def _filled(word: str, env: Mapping[str, str]) -> str:
    return VARIABLE.sub(lambda found: env.get(found[1] or found[2], "") or found[3] or "", word)
