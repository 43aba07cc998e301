"""A package index and an npm registry of our own, on every address of this machine, and packages to put there."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import tarfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[str], bytes | None]


class Registry:
    """Answers GET with what `files` has, or with what `answer` makes. Keeps the paths that were asked for."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.delay = 0.0
        self.password = ""
        self.server = ThreadingHTTPServer(("0.0.0.0", 0), self._handler())
        self.place = f"{host}:{self.server.server_address[1]}"

    @property
    def address(self) -> str:
        return f"http://{self.place}"

    def pip(self, user: str = "") -> dict[str, str]:
        """The environment of somebody whose index this is, and whose machine says nothing else."""
        index = f"http://{user}{'@' if user else ''}{self.place}/simple/"
        alone = {"PIP_CONFIG_FILE": "/dev/null", "PIP_EXTRA_INDEX_URL": "", "PIP_RETRIES": "0", "NO_PROXY": self.host}
        return {"PIP_INDEX_URL": index, "PIP_TRUSTED_HOST": self.host, **alone}

    def add_python(self, name: str, file: str, content: bytes) -> None:
        """A file of a package, on the package's page."""
        page = f"/simple/{name}/"
        before = self.files.get(page, b"<!DOCTYPE html>\n")
        self.files[page] = before + f'<a href="/files/{file}">{file}</a>\n'.encode()
        self.files[f"/files/{file}"] = content

    def add_node(self, name: str, package: dict[str, Any], files: Mapping[str, str]) -> str:
        """A version of an npm package; its checksum."""
        said = {"name": name, "version": "1.0.0", **package}
        archive = tar_gz({"package/package.json": json.dumps(said), **{f"package/{k}": v for k, v in files.items()}})
        checksum = f"sha512-{base64.b64encode(hashlib.sha512(archive).digest()).decode()}"
        dist = {"tarball": f"{self.address}/{name}/-/{name}-1.0.0.tgz", "integrity": checksum}
        page = {
            "name": name,
            "dist-tags": {"latest": "1.0.0"},
            "versions": {"1.0.0": {**said, "hasInstallScript": "scripts" in said, "dist": dist}},
        }
        self.files |= {f"/{name}": json.dumps(page).encode(), f"/{name}/-/{name}-1.0.0.tgz": archive}
        return checksum

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        registry = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                registry.asked.append(self.path)
                time.sleep(registry.delay)
                allowed = not registry.password or registry.password in self.known()
                found = registry.files.get(self.path)
                self.send_response(401 if not allowed else 404 if found is None else 200)
                body = found if allowed and found is not None else b""
                if not allowed:
                    self.send_header("WWW-Authenticate", 'Basic realm="x"')
                kind = "text/html" if self.path.startswith("/simple/") else "application/json"
                self.send_header("Content-Type", "application/octet-stream" if "/-/" in self.path else kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def known(self) -> str:
                kind, _, word = self.headers.get("Authorization", "").partition(" ")
                return base64.b64decode(word).decode() if kind == "Basic" else word

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@contextmanager
def registry(host: str) -> Iterator[Registry]:
    """One that is there for a while. `host`: the address at which containers see this machine."""
    made = Registry(host)
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.server.shutdown()
        made.server.server_close()
        thread.join(5)


def wheel(name: str, files: Mapping[str, bytes], version: str = "1.0") -> tuple[str, bytes]:
    """A ready-made package: (file name, content)."""
    info = f"{name}-{version}.dist-info"
    whole = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    whole[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*whole, f"{info}/RECORD"]).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path, content in whole.items():
            archive.writestr(path, content)
    return f"{name}-{version}-py3-none-any.whl", buffer.getvalue()


def sdist(name: str, code: str) -> tuple[str, bytes]:
    """A package as source alone, of which `code` runs wherever it is built: (file name, content)."""
    file, built = wheel(name, {f"{name}.py": b"BUILT = True\n"})
    backend = f"""{code}
import base64
def build_wheel(directory, *_, **__):
    open(directory + "/{file}", "wb").write(base64.b64decode("{base64.b64encode(built).decode()}"))
    return "{file}"
"""
    pyproject = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    texts = {
        "setup.py": f"{code}\nfrom setuptools import setup\nsetup(name='{name}', version='1.0')\n",
        "backend.py": backend,
        "pyproject.toml": pyproject,
        "PKG-INFO": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
    }
    return f"{name}-1.0.tar.gz", tar_gz({f"{name}-1.0/{path}": text for path, text in texts.items()})


def tar_gz(files: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for path, text in files.items():
            entry = tarfile.TarInfo(path)
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))
    return gzip.compress(buffer.getvalue(), mtime=0)
