"""Start commands as people write them: whether two are the same one, and which programs they start."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

SHELLS = {"sh", "bash", "/bin/sh", "/bin/bash"}
NPM_START = ["npm start", "npm run start", "yarn start", "pnpm start", "npm run start --silent", "npm start --silent"]
VARIABLE = re.compile(r"\$\{(\w+)(?::?-[^}]*)?\}")
ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=.*", re.DOTALL)
JOINTS = {"&&", ";", "||", "|"}
# What stands in front of a program and starts it.
WRAPPERS = {"exec", "env", "nohup", "tini", "dumb-init", "--", "time"}
RUNNERS = (("poetry", "run"), ("uv", "run"), ("pipenv", "run"), ("pdm", "run"), ("npx",))


def words_of(command: str) -> list[str]:
    """A command's words as a shell splits them, `&&` and `;` being words of their own."""
    lexer = shlex.shlex(VARIABLE.sub(r"$\1", command), posix=True, punctuation_chars="&;|")
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        return list(lexer)
    except ValueError:  # a quote that nobody closed
        return command.split()


def normal(command: str, scripts: Mapping[str, str] | None = None) -> list[str]:
    """The words that matter: `exec` and a shell's `-c` left out, `npm start` as what the script says."""
    start = (scripts or {}).get("start", "")
    if start and " ".join(command.split()) in NPM_START:
        return normal(start)
    words = words_of(command)
    while words and words[0] == "exec":
        words = words[1:]
    if len(words) == 3 and words[0] in SHELLS and words[1] in ("-c", "-lc", "-ec"):
        return normal(words[2], scripts)
    found: list[str] = []
    for word in words:
        if word != "exec" or (found and found[-1] not in JOINTS):
            found.append(word)
    return found


def same(one: str, other: str, scripts: Mapping[str, str] | None = None) -> bool:
    """Whether two commands start the same."""
    return normal(one, scripts) == normal(other, scripts)


def steps(command: str, scripts: Mapping[str, str] | None = None) -> list[list[str]]:
    """The commands that one is made of, each without what only starts its program: `["gunicorn", "app:app"]`."""
    found: list[list[str]] = [[]]
    for word in normal(command, scripts):
        if word in JOINTS:
            found.append([])
        else:
            found[-1].append(word)
    return [bare(step) for step in found if bare(step)]


def bare(words: list[str]) -> list[str]:
    """A step from its program on."""
    while words:
        runner = next((names for names in RUNNERS if tuple(words[: len(names)]) == names), ())
        if runner:
            words = words[len(runner) :]
        elif words[0] in WRAPPERS or ASSIGNMENT.fullmatch(words[0]):
            words = words[1:]
        else:
            break
    return words


def program(step: list[str]) -> str:
    """A step's program by its bare name: `gunicorn` for `/usr/local/bin/gunicorn` and for `python -m gunicorn`."""
    name = step[0].rpartition("/")[2] if step else ""
    if re.fullmatch(r"python[0-9.]*", name):
        rest = [word for word in step[1:] if word not in ("-u", "-O", "-OO", "-I")]
        return rest[1].partition(".")[0] if rest[:1] == ["-m"] and len(rest) > 1 else "python"
    return name
