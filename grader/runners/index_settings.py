"""Where this user's pip and npm install from, as far as it is passed on: indexes, registries, proxies, certificates.

All of it is the user's own: no file of a project is read for it. The environment comes before the files.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from grader.project import Language
from grader.runners.index_files import PIP_KEYS, from_npmrc, from_pip_conf, npm_file, pip_files

PASSED_ON = re.compile(
    r"(?i)(https?_proxy|no_proxy|all_proxy|PIP_(INDEX_URL|EXTRA_INDEX_URL|TRUSTED_HOST|PROXY|DEFAULT_TIMEOUT|RETRIES)"
    r"|npm_config_(registry|proxy|https_proxy|noproxy|strict_ssl|fetch_retries|fetch_timeout))"
)
USER = re.compile(r"^((?:[A-Za-z][A-Za-z0-9+.-]*://)?)([^/\s]+)@")
SECRET_KEYS = (":_authToken", ":_auth", ":_password")
CA_VARIABLES = {
    "python": ("PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"),
    "node": ("NODE_EXTRA_CA_CERTS", "npm_config_cafile", "SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE"),
}
CA_INSIDE = ("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")


@dataclass(frozen=True)
class IndexSettings:
    """Variables, lines of an npmrc, and CA certificates for an installation."""

    variables: Mapping[str, str] = field(default_factory=dict)
    npmrc: tuple[str, ...] = ()
    certificates: bytes = b""

    @property
    def addresses(self) -> list[str]:
        """The indexes and registries, without passwords."""
        return [plain(word) for _, value in self._indexes() for word in value.split()]

    @property
    def identity(self) -> str:
        """A hash of what decides which packages are installed."""
        found = sorted((name, [plain(word) for word in value.split()]) for name, value in self._indexes())
        return hashlib.sha256(json.dumps(found).encode()).hexdigest()

    @property
    def on_this_machine(self) -> list[str]:
        """Indexes, registries and proxies at a loopback address: a container has another loopback."""
        proxies = [value for name, value in self.variables.items() if re.search(r"(?i)(?<!no_|.no)proxy$", name)]
        proxies += [value for key, value in self._lines() if key in ("proxy", "https-proxy")]
        places = dict.fromkeys([*self.addresses, *map(plain, proxies)])
        return [place for place in places if is_loopback(place)]

    def hide(self, text: str) -> str:
        """The text without the passwords and tokens of these settings."""
        for secret in sorted(self._secrets(), key=len, reverse=True):
            if len(secret) > 3:  # a shorter one is none, and its letters are everywhere
                text = text.replace(secret, "****")
        return text

    def shell(self, certificates: str, besides: Mapping[str, str] = MappingProxyType({})) -> str:
        """The variables and those `besides` as assignments for a shell; `certificates` is the path of their file."""
        more = dict.fromkeys(CA_INSIDE, certificates) if self.certificates else {}
        every = {**self.variables, **besides, **more}
        return "".join(f"{name}={shlex.quote(value)}\n" for name, value in sorted(every.items()))

    def _indexes(self) -> Iterator[tuple[str, str]]:
        names = ("pip_index_url", "pip_extra_index_url", "npm_config_registry")
        yield from ((name.lower(), value) for name, value in self.variables.items() if name.lower() in names)
        yield from ((key, value) for key, value in self._lines() if key.endswith("registry"))

    def _lines(self) -> Iterator[tuple[str, str]]:
        for line in self.npmrc:
            key, _, value = line.partition("=")
            yield key, value

    def _secrets(self) -> Iterator[str]:
        words = [word for value in self.variables.values() for word in value.split()]
        for word in [*words, *(value for _, value in self._lines())]:
            user = USER.match(word)
            if user and (password := user.group(2).partition(":")[2] or user.group(2)):
                yield password
        yield from (value.strip("\"'") for key, value in self._lines() if key.endswith(SECRET_KEYS))


def read(language: Language, environ: Mapping[str, str], home: Path) -> IndexSettings:
    """What is set for this user and language, in the environment and in the files below `home` and of the machine."""
    given = {name: kept for name, value in environ.items() if PASSED_ON.fullmatch(name) and (kept := reachable(value))}
    if language == "python":
        said = from_pip_conf(pip_files(environ, home))
        found = {variable: kept for key, variable in PIP_KEYS.items() if (kept := reachable(said.get(key, "")))}
        return IndexSettings({**found, **given}, (), _certificates(language, environ, said.get("cert", "")))
    lines = from_npmrc(npm_file(environ, home), environ)
    cafile = next((line.partition("=")[2] for line in lines if line.startswith("cafile=")), "")
    kept_lines = tuple(line for line in lines if not line.startswith("cafile="))
    return IndexSettings(given, kept_lines, _certificates(language, environ, cafile.strip("\"'")))


def reachable(value: str) -> str:
    """The value without words that name folders of this machine."""
    return " ".join(word for word in value.split() if not word.startswith(("file:", "/", "./", "../", "~")))


def plain(address: str) -> str:
    """An address without user and password."""
    return USER.sub(r"\1", address)


def is_loopback(address: str) -> bool:
    """Whether an address means the machine that looks at it."""
    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname or ""
        return host == "localhost" or host.endswith(".localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _certificates(language: Language, environ: Mapping[str, str], said: str) -> bytes:
    first, *others = CA_VARIABLES[language]
    for name in [environ.get(first, ""), said, *(environ.get(other, "") for other in others)]:
        if name and Path(name).is_file():
            return Path(name).read_bytes()
    return b""
