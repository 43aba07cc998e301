"""package.json's scripts as one shell command that starts a server and nothing else.

A watcher hides a crash and starts the app anew when its own data changes, so `nodemon server.js` is `node server.js`
here. `npm run build` is replaced by what the script says: no second process stands between the runner and the app.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# What serves a front end, or starts several things at once.
OTHERS = {
    *("react-scripts", "vite", "next", "ng", "vue-cli-service", "parcel", "webpack", "webpack-dev-server", "gulp"),
    *("concurrently", "npm-run-all", "run-p", "run-s", "expo", "electron", "jest", "mocha", "vitest", "gatsby", "nuxt"),
    *("live-server", "http-server", "serve", "astro", "svelte-kit", "craco", "snowpack", "turbo", "lerna", "echo"),
}
DEEPEST, MOST = 4, 8  # scripts within scripts, and commands of one, that are put in
WATCHERS = {"nodemon", "node-dev", "supervisor"}
RUNS_OTHERS = {"tsx", "bun"}  # `tsx watch src/index.ts`
# nodemon's own options and whether a value follows; all others are node's.
_NODEMON = {
    **dict.fromkeys(("-e", "--ext", "-w", "--watch", "-i", "--ignore", "-d", "--delay", "--config", "--cwd"), True),
    **dict.fromkeys(("-s", "--signal"), True),
    **dict.fromkeys(("-q", "--quiet", "-V", "--verbose", "-L", "--legacy-watch", "-I", "--no-stdin", "-C"), False),
    **dict.fromkeys(("--on-change-only", "--no-colors", "--no-colours", "--spawn", "--dump", "--exitcrash"), False),
}
_WORD = re.compile(r"""(?:[^\s"']+|"(?:\\.|[^"\\])*"|'[^']*')+""")
_JOINTS = re.compile(r"""((?:[^&|;"']|"(?:\\.|[^"\\])*"|'[^']*')+)|(&&|\|\||[;&|])""")
_VARIABLE = re.compile(r"[A-Za-z_]\w*=")
_RUN = re.compile(r"(?:npm|yarn|pnpm)\s+(?:run\s+|run-script\s+)?(?:--silent\s+|-s\s+)?([\w:.-]+)\s*$")
_NOT_SCRIPTS = {"install", "i", "ci", "add", "exec", "init", "update", "audit"}


def command(scripts: Mapping[str, str], name: str, main: str = "", *, lifecycle: bool = True) -> str:
    """The shell command that a script comes to: what comes before it (`prestart`) first, watchers as plain node."""
    return " && ".join(_steps(scripts, name, main, lifecycle, set()))


def serves(text: str) -> bool:
    """Whether a command can be a server's: not that of a front end, of tests or of several programs at once."""
    programs = [program_of(words(part)) for part in parts(text)]
    return bool(programs) and not any(program in OTHERS for program in programs)


def parts(text: str) -> list[str]:
    """The simple commands of a line, without what joins them."""
    return [part.strip() for part, _ in _JOINTS.findall(text) if part.strip()]


def words(text: str) -> list[str]:
    """A simple command's words as they were written, quotes and all."""
    return _WORD.findall(text)


def program_of(command_words: list[str]) -> str:
    """The name of the program that is started, past variables and helpers like npx."""
    for word in command_words:
        name = bare(word).rpartition("/")[2]
        if not (_VARIABLE.match(word) or name in ("npx", "cross-env", "env", "dotenv", "exec") or word.startswith("-")):
            return name
    return ""


def entry_file(text: str) -> str:
    """The file that a plain `node FILE` starts; empty where that can't be told."""
    last = words(parts(text)[-1]) if parts(text) else []
    if program_of(last) != "node":
        return ""
    names = last[[bare(word).rpartition("/")[2] for word in last].index("node") + 1 :]
    skip = False
    for word in names:
        if skip or word.startswith("-"):
            skip = word in ("-r", "--require", "--import", "--loader", "--experimental-loader")
            continue
        return bare(word)
    return ""


def bare(word: str) -> str:
    """A word without its quotes."""
    return word.strip("\"'")


def _steps(scripts: Mapping[str, str], name: str, main: str, lifecycle: bool, seen: set[str]) -> list[str]:
    steps: list[str] = []
    for one in (f"pre{name}", name) if lifecycle else (name,):
        text = scripts.get(one, "").strip()
        if text and one not in seen:
            steps += _expand(scripts, text, main, {*seen, one})
    return steps


def _expand(scripts: Mapping[str, str], text: str, main: str, seen: set[str]) -> list[str]:
    """A script's text with other scripts put in where they are all of it or a link of an && chain."""
    if any(joint in ("||", ";", "&", "|") for _, joint in _JOINTS.findall(text)):
        return [_grouped(_JOINTS.sub(lambda found: _plain(found.group(1), main) or found.group(2), text))]
    steps: list[str] = []
    if len(seen) > DEEPEST or len(parts(text)) > MOST:
        return [text]
    for part in parts(text):
        called = _RUN.match(part)
        name = called.group(1) if called else ""
        if name in scripts and name not in seen and name not in _NOT_SCRIPTS:
            steps += _steps(scripts, name, main, True, seen)
        else:
            steps.append(_plain(part, main).strip())
    return steps


def _grouped(text: str) -> str:
    return f"{{ {text.strip().rstrip(';')}; }}"


def _plain(text: str, main: str) -> str:
    """A simple command without its watcher."""
    found = words(text)
    program = program_of(found)
    if program in WATCHERS:
        at = [bare(word).rpartition("/")[2] for word in found].index(program)
        before = [word for word in found[:at] if bare(word) != "npx"]
        return f"{' '.join([*before, *_without_nodemon(found[at + 1 :], main)])} "
    if program == "node" and any(word.startswith("--watch") for word in found):
        return f"{' '.join(word for word in found if not word.startswith('--watch'))} "
    if program in RUNS_OTHERS and "watch" in found:
        return f"{' '.join(word for word in found if word != 'watch')} "
    return text


def _without_nodemon(arguments: list[str], main: str) -> list[str]:
    """nodemon's arguments as a command: `--exec CMD FILE` is `CMD FILE`, all else `node … FILE`."""
    program, kept, rest = ["node"], [], list(arguments)
    while rest:
        word = rest.pop(0)
        option, _, value = word.partition("=")
        if option in ("-x", "--exec"):
            program = words(bare(value or (rest.pop(0) if rest else "node")))
        elif option in _NODEMON:
            if _NODEMON[option] and not value and rest:
                rest.pop(0)
        elif word == "--":
            continue
        else:
            kept.append(word)
    file = [] if kept or len(program) > 1 else [main or "."]
    return [*program, *kept, *file]
