"""The files in which a user tells pip and npm where to install from, and what of them is passed on.

Addresses, proxies, certificates and what opens them; nothing that chooses programs, scripts or folders.
"""

from __future__ import annotations

import configparser
import os
import re
import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

# Keys of pip.conf, and the variables that say the same.
PIP_KEYS = {
    "index-url": "PIP_INDEX_URL",
    "extra-index-url": "PIP_EXTRA_INDEX_URL",
    "trusted-host": "PIP_TRUSTED_HOST",
    "proxy": "PIP_PROXY",
    "timeout": "PIP_DEFAULT_TIMEOUT",
    "retries": "PIP_RETRIES",
}
NPM_KEYS = re.compile(
    r"registry|proxy|https-proxy|noproxy|strict-ssl|fetch-retries|fetch-timeout|@[\w.~-]+:registry"
    r"|//[^\s:]+(?::\d+)?[^\s:]*:(?:_authToken|_auth|username|_password)"
)
LARGEST = 1 << 20


def pip_files(environ: Mapping[str, str], home: Path) -> list[Path]:
    """The files that pip would read, those that count more later."""
    chosen = environ.get("PIP_CONFIG_FILE", "")
    if chosen == os.devnull:
        return []
    shared = (environ.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(os.pathsep)
    machine = [*(Path(folder, "pip", "pip.conf") for folder in shared), Path("/etc/pip.conf")]
    own = Path(environ.get("XDG_CONFIG_HOME") or home / ".config", "pip", "pip.conf")
    mac = home / "Library" / "Application Support" / "pip"
    user = [home / ".pip" / "pip.conf", mac / "pip.conf" if sys.platform == "darwin" and mac.is_dir() else own]
    site = [Path(sys.prefix, "pip.conf")]
    if chosen and Path(chosen).exists():
        return [*machine, *site, Path(chosen)]
    return [*machine, *user, *site]


def from_pip_conf(files: Iterable[Path], more: Collection[str] = ("cert",)) -> dict[str, str]:
    """The keys of pip.conf that are passed on, and `more` of them. [install] counts more than [global]."""
    found: dict[str, dict[str, str]] = {"global": {}, "install": {}}
    for path in files:
        parser = configparser.RawConfigParser()
        try:
            parser.read_string(_text(path))
        except configparser.Error:
            continue  # pip itself says what is wrong with it
        for section, table in found.items():
            pairs = parser.items(section) if parser.has_section(section) else []
            table.update({key.replace("_", "-").removeprefix("--"): value for key, value in pairs})
    said = {**found["global"], **found["install"]}
    return {key: value for key, value in said.items() if key in PIP_KEYS or key in more}


def npm_file(environ: Mapping[str, str], home: Path) -> Path:
    """The npmrc of the user."""
    named = [value for name, value in environ.items() if name.lower() == "npm_config_userconfig" and value]
    return Path(named[0]) if named else home / ".npmrc"


def from_npmrc(path: Path, environ: Mapping[str, str]) -> list[str]:
    """The lines `key=value` that are passed on, and `cafile`, with ${VARIABLES} as npm fills them in."""
    lines = []
    for line in _text(path).splitlines():
        key, sign, value = (part.strip() for part in line.partition("="))
        filled = re.sub(r"\$\{([^}]+)\}", lambda found: environ.get(found.group(1), found.group()), value)
        known = key == "cafile" or NPM_KEYS.fullmatch(key)
        if sign and known and not filled.startswith("file:") and not re.search(r"[\r\n\0]", filled):
            lines.append(f"{key}={filled}")
    return lines


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST).decode("utf-8", "replace")
    except OSError:
        return ""
