"""Python dependencies as a learner wrote them, read by us: names, versions, extras, markers, and nothing else.

requirements.txt can hold options, and options can install from anywhere, run code or print other files. Each line that
is no plain requirement is refused, with its number and the way out; what is installed is written anew from the rest.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from packaging.requirements import InvalidRequirement, Requirement

from grader.errors import ProjectError
from grader.reading.packages import normal
from grader.reading.sources import LIMIT, Sources, decode, encoding

LONGEST = 500
# Lines that `pip freeze` writes on some machines and that can be installed on no other.
NOT_HERE = {
    "pkg-resources": "an entry that Debian adds by mistake",
    "pywin32": "for Windows alone",
    "pypiwin32": "for Windows alone",
    "pywinpty": "for Windows alone",
}
_HASH = re.compile(r"\s--hash[=\s]\S+")


@dataclass(frozen=True)
class Declared:
    """What a file declares. `source` is the file's path; `names` are normalised."""

    source: str
    requirements: tuple[str, ...]
    notices: tuple[str, ...] = ()

    @property
    def names(self) -> dict[str, str]:
        """Normalised name → name as written."""
        written = [Requirement(line).name for line in self.requirements]
        return {normal(name): name for name in written}

    @property
    def text(self) -> bytes:
        """The file that is installed from."""
        return "".join(f"{line}\n" for line in self.requirements).encode()


def from_requirements_txt(sources: Sources, path: str) -> Declared:
    """The lines of a requirements.txt. Raises ProjectError at the first that is not allowed."""
    data = sources.data(path, LIMIT + 1)
    if len(data) > LIMIT:
        raise ProjectError(f"{path} is larger than 1 MiB", "Write one package a line, those that you import.")
    notices = []
    if encoding(data) != "utf-8":
        notices.append(f"{path} is saved as UTF-16, which some tools can't read: save it as UTF-8")
    found = [_requirement(f"{path} line {number}", line) for number, line in _lines(path, decode(data))]
    return _declared(path, found, notices)


def from_pyproject(sources: Sources, path: str) -> Declared | None:
    """The dependencies of [project]; None if the file declares none."""
    project = _toml(sources, path).get("project")
    wanted = project.get("dependencies") if isinstance(project, dict) else None
    if not wanted:
        return None
    if not isinstance(wanted, list) or not all(isinstance(line, str) for line in wanted):
        raise ProjectError(f"{path}: 'dependencies' must be a list of texts", 'Write: dependencies = ["Flask"]')
    return _declared(path, [_requirement(f"{path}: '{_brief(line)}'", line) for line in wanted])


def from_pipfile(sources: Sources, path: str) -> Declared | None:
    """The [packages] of a Pipfile; None if there are none."""
    packages = _toml(sources, path).get("packages")
    if not isinstance(packages, dict) or not packages:
        return None
    found = [_requirement(f"{path}: '{_brief(name)}'", _from_table(name, value)) for name, value in packages.items()]
    return _declared(path, found)


def _declared(path: str, found: Iterable[Requirement], notices: Iterable[str] = ()) -> Declared:
    lines: dict[str, None] = {}
    said = list(notices)
    for requirement in found:
        reason = NOT_HERE.get(normal(requirement.name))
        if reason:
            said.append(f"{path}: {requirement.name} was left out: {reason}")
        else:
            lines[str(requirement)] = None
    return Declared(path, tuple(lines), tuple(said))


def _lines(path: str, text: str) -> Iterator[tuple[int, str]]:
    """Each requirement with its number: without comments and hashes, continued lines as one."""
    whole, start = "", 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        start = start or number
        whole += line
        if whole.endswith("\\") and len(whole) <= LONGEST * 20:
            whole = f"{whole[:-1]} "
            continue
        plain = _HASH.sub("", re.sub(r"(?:^|\s)#.*$", "", whole)).strip(" \t\f\v\ufeff")
        if len(plain) > LONGEST:
            _refuse(f"{path} line {start}", f"it is {len(plain)} characters long")
        if plain:
            yield start, plain
        whole, start = "", 0


def _requirement(place: str, line: str) -> Requirement:
    """One plain requirement. The reason for a refusal is given in words; of the line only what is safe to show."""
    if "\0" in line:
        _refuse(place, "it holds zero bytes", "Save the file as UTF-8 text.")
    if line.startswith("-"):
        _refuse(place, f"'{_brief(line.split('=')[0].split()[0])}' is an option, and options can install from anywhere")
    if re.match(r"(?i)[a-z][a-z0-9+.-]*:|.*(?:://|\bgit\+)", line):
        _refuse(place, f"'{_brief(line)}' is an address, and what is there can change under you")
    if re.match(r"[./~\\]|[^\s;\[<>=!~]+[/\\]", line) or re.search(r"\.(?:whl|zip|tar\.gz)\b", line):
        _refuse(place, f"'{_brief(line)}' is a path, and only packages of the index are installed")
    try:
        requirement = Requirement(line)
    except InvalidRequirement as error:
        _refuse(place, f"'{_brief(line)}' is not a package with a version", _cure(line), error)
    if requirement.url:
        _refuse(place, f"'{_brief(requirement.name)}' comes from an address or a path of one machine")
    # pip looks for line ends of all kinds, options and variables even inside a marker's quotes.
    if not str(requirement).isprintable() or re.search(r"\s[-#]|\$\{", str(requirement)):
        _refuse(place, f"the condition of '{_brief(requirement.name)}' holds what pip reads as something else")
    return requirement


def _cure(line: str) -> str:
    """A near miss gets its own advice."""
    single = re.fullmatch(r"([A-Za-z0-9._-]+)\s*(?:=|:|\s)\s*v?([0-9][0-9A-Za-z.]*)", line)
    if single:
        return f"Write it with two equals signs: {single.group(1)}=={single.group(2)}"
    name = re.fullmatch(r"(?:python\S*\s+-m\s+)?pip3?\s+install\s+(\S+)", line)
    return f"Write the name alone: {name.group(1)}" if name else ""


def _refuse(place: str, why: str, cure: str = "", error: Exception | None = None) -> NoReturn:
    remedy = cure or "Write the package's name, or name and version: Flask or Flask==3.1.0"
    raise ProjectError(f"{place} is not allowed: {why}", remedy) from error


def _brief(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def _from_table(name: str, value: Any) -> str:
    """A Pipfile's entry as a line."""
    table: Mapping[str, Any] = value if isinstance(value, dict) else {"version": value}
    if table.keys() & {"git", "path", "file", "ref", "editable", "index"} - {"index"}:
        return "./elsewhere"
    extras = f"[{','.join(map(str, table['extras']))}]" if isinstance(table.get("extras"), list) else ""
    version = str(table.get("version") or "*").strip()
    marker = f"; {table['markers']}" if isinstance(table.get("markers"), str) else ""
    return f"{name}{extras}{'' if version == '*' else version}{marker}"


def _toml(sources: Sources, path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(decode(sources.data(path)))
    except (ValueError, RecursionError) as error:
        raise ProjectError(
            f"{path} is not valid TOML: {error}", 'A line reads: key = "value". Mend that line.'
        ) from error
