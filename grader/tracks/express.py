"""Express: a folder with a package.json that needs it, or with JavaScript that does; started by its scripts."""

from __future__ import annotations

import posixpath
import re
import shlex

from grader.reading import npm_scripts
from grader.reading.package_json import PackageJson
from grader.reading.sources import Sources, depth, join, parent
from grader.tracks.base import Found, Track, best_of_each_home

NAMES = ("server", "index", "app")
ENDINGS = (".js", ".mjs", ".cjs")
SCRIPTS = ("start", "dev", "serve", "server")
_USES = re.compile(r"""(?m)^(?!\s*(?://|\*)).*(?:require\(\s*|from\s+|import\s+)['"](express|node:http|http)['"]""")
_LISTENS = re.compile(r"(?m)^(?!\s*(?://|\*)).*\blisten\s*\(")


def find(sources: Sources) -> list[Found]:
    """Each folder of a package.json (and the top one, and that of a file that makes a server) that can be started."""
    homes = [
        parent(path) for path in sources.likely("package.json") if path.endswith(("/package.json",)) or depth(path) == 0
    ]
    users = [path for path in sources.likely(*ENDINGS, ".ts") if _USES.search(sources.text(path))]
    for path in users:
        if not any(_within(path, home) for home in homes):
            homes.append(parent(path))
    found = []
    for home in sorted(set(homes), key=lambda home: (depth(join(home, "x")), home)):
        package = PackageJson.read(sources, home)
        inner = [other for other in homes if other != home and _within(other, home)]
        mine = [path for path in users if _within(path, home) and not any(_within(path, other) for other in inner)]
        if "express" in package.needs or mine or package.broken:
            place = _place(sources, home, package, mine)
            found += [place] if place else []
    return best_of_each_home(found)


def _within(path: str, home: str) -> bool:
    return home == "." or path.startswith(f"{home}/")


def _place(sources: Sources, home: str, package: PackageJson, users: list[str]) -> Found | None:
    files = _entries(sources, home, package, users)
    if package.broken and not files:
        return None
    main = files[0] if files else ""
    start, notices = _script(sources, home, package, main), []
    entry = join(home, npm_scripts.entry_file(start) or main or "package.json")
    if start and files and _missing(sources, home, start):
        notices = [
            f"package.json: the start script names {npm_scripts.entry_file(start)}, which does not exist; "
            f"{main} is started instead"
        ]
        start, entry = "", join(home, main)
    if not start and files:
        start = f"node {shlex.quote(main)}"
    return Found(start, home, entry, home, depth(join(home, "x")), tuple(notices)) if start else None


def _script(sources: Sources, home: str, package: PackageJson, main: str) -> str:
    """The command of the first script that can be a server's, with a build before it where it starts what is built."""
    for name in SCRIPTS:
        text = npm_scripts.command(package.scripts, name, main)
        if not text or not npm_scripts.serves(text):
            continue
        build = npm_scripts.command(package.scripts, "build")
        if re.search(r"\b(?:dist|build)\b", npm_scripts.entry_file(text)) and build and build not in text:
            return f"{build} && {text}"
        return text
    return ""


def _missing(sources: Sources, home: str, start: str) -> bool:
    """Whether a plain `node FILE` names a file that is not there, and no build that could make it comes first."""
    file = npm_scripts.entry_file(start)
    simple = len(npm_scripts.parts(start)) == 1
    return bool(simple and file and "$" not in file and not _resolve(sources, home, file))


def _resolve(sources: Sources, home: str, name: str) -> str:
    """A file as node finds it: with an ending, or the index of a folder."""
    for ending in ("", *ENDINGS, *(f"/index{ending}" for ending in ENDINGS)):
        path = posixpath.normpath(posixpath.join(home, f"{name.rstrip('/')}{ending}"))
        if sources.has(path):
            return path
    return ""


def _entries(sources: Sources, home: str, package: PackageJson, users: list[str]) -> list[str]:
    """Files that may start the server, relative to `home`: those that listen first, in the order in which people name
    them, at last whatever listens."""
    names = [f"{folder}{name}{ending}" for folder in ("", "src/") for name in NAMES for ending in ENDINGS]
    wanted = [package.main, *names, "bin/www"]
    paths = [path for name in wanted if name and (path := _resolve(sources, home, name))]
    others = [path for path in users if _LISTENS.search(sources.text(path)) and not path.endswith(".ts")]
    found = list(dict.fromkeys([*paths, *others]))
    listening = [path for path in found if _LISTENS.search(sources.text(path))]
    return [path if home == "." else path.removeprefix(f"{home}/") for path in [*listening, *found]]


TRACK = Track(
    "express",
    "Express",
    "node",
    "express",
    "a package.json that needs express, or a server.js, index.js or app.js",
    find,
)
