"""uv, an installer that takes a small part of pip's time: where it is, and what it is told.

It is an extra of this package, or on the PATH; without it pip does everything. What it refuses or can't do, pip does
once more: pip's words are what `diagnosis` knows, and what learners can look up.
"""

from __future__ import annotations

import contextlib
import importlib
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from grader.runners.index_files import PIP_KEYS, from_pip_conf, pip_files

HERE = ("cert", "find-links", "no-index")  # keys of pip.conf that mean something on one machine alone
# What pip's variables are called here.
SAME = {
    "PIP_INDEX_URL": "UV_DEFAULT_INDEX",
    "PIP_EXTRA_INDEX_URL": "UV_INDEX",
    "PIP_TRUSTED_HOST": "UV_INSECURE_HOST",
    "PIP_DEFAULT_TIMEOUT": "UV_HTTP_TIMEOUT",
    "PIP_PROXY": "ALL_PROXY",
}
# As pip does: the best of all indexes. And soon at an end where no index is reached, for pip says why.
FIXED = {"UV_INDEX_STRATEGY": "unsafe-best-match", "UV_HTTP_RETRIES": "1", "UV_PYTHON_DOWNLOADS": "never"}


def binary() -> Path | None:
    """The program, if it is here."""
    with contextlib.suppress(ImportError, FileNotFoundError):
        return Path(importlib.import_module("uv").find_uv_bin())
    found = shutil.which("uv")
    return Path(found) if found else None


def binary_for_linux() -> Path | None:
    """The same, if it can be given to a container: not on macOS or Windows. Of another processor's, pip does all."""
    return binary() if sys.platform == "linux" else None


def options(sources: Iterable[str]) -> list[str]:
    """Options of `uv pip install`: only ready-made packages, compiled; no settings of the folder that it runs in."""
    quiet = ["--no-config", "--no-progress", "--quiet", "--compile-bytecode"]
    return [*quiet, "--only-binary", ":all:", *(f"--no-binary={name}" for name in sources)]


def as_pip_is_told(environ: Mapping[str, str], home: Path) -> tuple[list[str], dict[str, str]]:
    """Options and the environment for it on this machine: what pip reads here, it is told."""
    said = from_pip_conf(pip_files(environ, home), HERE)
    told = {name: environ.get(name, said.get(key, "")) for key, name in PIP_KEYS.items()}
    links, without = (environ.get(f"PIP_{key.replace('-', '_').upper()}", said.get(key, "")) for key in HERE[1:])
    found = [f"--find-links={place}" for place in links.split()]
    found += ["--no-index"] if without.lower() not in ("", "0", "no", "off", "false") else []
    certificates = environ.get("PIP_CERT") or said.get("cert", "")
    return found, {**environ, **variables(told), **({"SSL_CERT_FILE": certificates} if certificates else {})}


def variables(said: Mapping[str, str]) -> dict[str, str]:
    """Variables for it that say what these say to pip."""
    return FIXED | {SAME[name]: value for name, value in said.items() if name in SAME and value.strip()}
