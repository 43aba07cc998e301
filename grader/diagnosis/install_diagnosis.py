"""Why pip or npm failed, told from what they printed."""

from __future__ import annotations

import re

from grader.diagnosis.causes import Cause, Finding, look_up
from grader.diagnosis.traces import shortened, without_paths
from grader.project import Project
from grader.reading.packages import BRINGS, NODE, PYTHON, nearest_package, normal

INSTALLING = (
    Cause(r"(?i)no space left on device|ENOSPC", "the disk is full", "Free some space: grade clean", "machine"),
    Cause(
        r"\[Errno 27\] File too large|\bEFBIG\b",
        "one of the packages holds a file of more than 1 GB, and that is the limit",
        "Take out the packages that your project does not import.",
    ),
    Cause(
        r"conflicting dependencies|ResolutionImpossible|Double requirement given: ([^\s(]+)|ERESOLVE",
        "two of the packages need different versions of a third",
        "Take the versions off those that you do not import yourself; pip's or npm's lines above name them.",
    ),
    Cause(
        r"has no attribute 'ImpImporter'|use_2to3 is invalid|No module named 'distutils'|No module named 'imp'"
        r"|'build_ext' object has no attribute 'cython_sources'|longintrepr\.h"
        r"|configparser' has no attribute 'SafeConfigParser'",
        "a version in requirements.txt is too old for this Python",
        "Raise it, or leave the version out: pip takes one that fits.",
    ),
    Cause(
        r"pg_config executable not found",
        "psycopg2 must be compiled, and nothing here compiles",
        "Write psycopg2-binary or psycopg[binary] instead.",
    ),
    Cause(
        r"mysql_config(?: not found|: not found)|Can not find valid pkg-config name",
        "mysqlclient must be compiled, and nothing here compiles",
        "Write PyMySQL instead.",
    ),
    Cause(
        r"gyp ERR!|node-gyp|prebuild-install",
        "an npm package must be compiled, and nothing here compiles",
        "Raise its version, or use one in plain JavaScript: bcryptjs for bcrypt, sql.js for sqlite3.",
    ),
    Cause(
        r"(?:Failed building wheel for|Failed to build '?|ERROR: Could not build wheels for) ?([A-Za-z0-9._-]+)",
        "{0} must be compiled, and nothing here compiles",
        "Raise its version to one that comes ready made for this Python, or leave the version out.",
    ),
    Cause(
        r"command '?[\w/.-]*(?:gcc|cc|g\+\+|clang|cargo)'? failed|Python\.h: No such file|metadata-generation-failed"
        r"|subprocess-exited-with-error|unable to execute 'gcc'|Rust(?:, Cargo)? .*(?:required|not found)",
        "a package must be compiled, and nothing here compiles",
        "Raise its version to one that comes ready made for this Python, or leave the version out.",
    ),
    Cause(
        r"(?:code )?E40[13]\b[\s\S]{0,400}?(?:GET|PUT) \S*/(@?[\w.%-]+(?:/[\w.-]+)?)\s",
        "the package {0} is not public",
        "Use one that everybody can install, or put its code into your project.",
    ),
    Cause(
        r"EINVALIDTAGNAME|EINVALIDPACKAGENAME|Invalid tag name \"([^\"]+)\"|Invalid Version|Invalid package name",
        "package.json asks for something that is no version",
        'Write it as "^1.2.3", or install it again: npm install NAME',
    ),
    Cause(
        r"EBADPLATFORM|Unsupported platform for ([\w.@/-]+)",
        "package.json needs a package of another operating system: {0}",
        "Take it out of the dependencies.",
    ),
    Cause(
        r"EINTEGRITY",
        "package-lock.json expects other contents than the registry has",
        "Delete package-lock.json and node_modules, then npm install.",
    ),
    Cause(
        r"EUSAGE|npm ci` can only install|package-lock\.json are in sync",
        "package-lock.json does not fit package.json",
        "Write it anew: npm install, then commit package-lock.json.",
    ),
)


UNREACHABLE = "the package index can't be reached"
# What to write for packages that are published as source alone, or that most machines can't install.
INSTEAD = {
    "mysqlclient": "PyMySQL",
    "mysql-python": "PyMySQL",
    "flask-mysqldb": "PyMySQL",
    "flask-mysql": "PyMySQL",
    "psycopg2": "psycopg2-binary or psycopg[binary]",
    "psycopg-c": "psycopg[binary]",
    "pycrypto": "pycryptodome",
    "uwsgi": "gunicorn",
    "python-ldap": "ldap3",
    "sklearn": "scikit-learn",
    "bs4": "beautifulsoup4",
    "flask-jwt": "Flask-JWT-Extended",
    "flask-uploads": "Flask-Reuploaded",
    "django-rest-swagger": "drf-spectacular",
    "pysqlite3": "the sqlite3 that comes with Python",
    "flask-script": "the flask command that comes with Flask",
}
_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|Temporary failure in name resolution|Name or service not known|Max retries"
    r"|ConnectTimeoutError|ReadTimeoutError|ProxyError|CERTIFICATE_VERIFY_FAILED|ConnectionReset|5\d\d Server Error"
    r"|ProtocolError|Network is unreachable|Connection refused|HTTP error 5\d\d|not a trusted or secure host"
    r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|SELF_SIGNED_CERT|\bE5\d\d\b"
    r"|not fetched: (?:(?:40[137]|429) Client Error|timed out)"
)
# Lines after which pip goes on without the page. Those of earlier retries are none: what they warn of may have passed.
_GIVEN_UP = re.compile(r"(?m)^not fetched: .*$|^.*\bRetry\(total=0\b.*$|^.*not a trusted or secure host.*$")


def explain_install(log: str, project: Project | None = None) -> Finding | None:
    """Why pip or npm failed. The machine is at fault where the package index can't be reached."""
    text = shortened(log)
    found = _pip(text) or _npm(text) or _unreachable(text) or look_up(INSTALLING, text)
    if found is None or project is None:
        return found
    return Finding(found.fault, without_paths(found.cause, project.folder), found.cure)


def _pip(text: str) -> Finding | None:
    """A package or a version that the index does not have, or not ready made. The index must have been asked, though:
    what pip has from elsewhere (--find-links, a second index) is no word on it."""
    found = re.search(r"satisfies the requirement (\S+)( \(from [^\n]*?\))? \(from versions: ([^)]*)\)", text)
    if found is None:
        return None
    wanted, versions = found.group(1), [version for version in found.group(3).split(", ") if version != "none"]
    name = re.split(r"[=<>!~;\[]", wanted)[0]
    if _was_given_up(name, text):
        return _cannot_reach()
    if versions:
        cure = f"Write {name}=={versions[-1]}, or {name} alone for the newest that fits."
        return Finding("learner", f"there is no {wanted} for this Python; the newest is {versions[-1]}", cure)
    if _is_passed_over(name, text):
        return _not_ready_made(name, found.group(2) or "")
    if re.search(r"Ignored the following versions that require a different python", text):
        cure = "Raise the version, or leave it out: pip takes one that fits."
        return Finding("learner", f"{wanted} was made for another version of Python", cure)
    meant = nearest_package(name, PYTHON) or BRINGS.get(name, "")
    cure = f"Did you mean {meant}? " if meant else ""
    return Finding("learner", f"there is no package called {name}", f"{cure}Correct the line in requirements.txt.")


def _was_given_up(name: str, text: str) -> bool:
    """Whether pip went on without an index's page of the package, `…/<name>/`. A line that names no page is of any."""
    for line in _GIVEN_UP.findall(text):
        page = re.search(r": \S*/([^/\s]+)/(?=\s|$)", line)
        if _NETWORK.search(line) and (page is None or normal(page.group(1)) == normal(name)):
            return True
    return False


def _is_passed_over(name: str, text: str) -> bool:
    """Whether the index has files of the package: `<name>-<version>…`, of which none was ready made for this Python."""
    files = re.findall(r"(?m)^not ready-made: (\S+)$", text)
    return any(re.match(rf"{re.escape(normal(name))}-v?\d", normal(file)) for file in files)


def _not_ready_made(name: str, by: str) -> Finding:
    """What a learner can write instead, and what a teacher can allow. `by`: " (from other)", for whom it is needed."""
    other = re.sub(r"->.*", "", by.removeprefix(" (from ").removesuffix(")")).strip()
    needed = f", which {other} needs," if other and not other.startswith("-r") else ""
    meant = INSTEAD.get(normal(name), "")
    advice = f"Use {meant} instead." if meant else "Use another version of it, or another package that does the same."
    return Finding(
        "learner",
        f"{name}{needed} has no ready-made file for this Python, and packages are not built from source here",
        f"{advice} Teachers can allow it: GRADER_SOURCE_PACKAGES={normal(name)}",
    )


def _npm(text: str) -> Finding | None:
    missing = re.search(r"(?:404[^\n]*?'((?:@[\w.-]+/)?[\w.-]+)@[^'\n]*' (?:is not in|could not be found))", text)
    if missing:
        meant = nearest_package(missing.group(1), NODE)
        cure = f"Did you mean {meant}? " if meant else ""
        return Finding(
            "learner", f"there is no package called {missing.group(1)}", f"{cure}Correct it in package.json."
        )
    version = re.search(r"No matching version found for ((?:@[\w.-]+/)?[\w.-]+)@(\S+?)\.?(?:\s|$)", text)
    if version:
        name = version.group(1)
        return Finding(
            "learner", f"there is no {name} {version.group(2)}", f"Take the newest: npm install {name}@latest"
        )
    return None


def _unreachable(text: str) -> Finding | None:
    return _cannot_reach() if _NETWORK.search(text) else None


def _cannot_reach() -> Finding:
    cure = "Installing needs the network once; later runs do not. See what is wrong with it: grade doctor"
    return Finding("machine", UNREACHABLE, cure)
