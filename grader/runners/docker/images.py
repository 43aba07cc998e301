"""Images: on top of the base of a language a layer with a project's dependencies.

A layer is made by an install container of its own, as the learner's user, and becomes an image only when the
installation succeeded: whoever sees the name sees all of it. Its name is the hash of everything that went in.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from grader.errors import MachineError
from grader.runners import index_settings, uv
from grader.runners.docker.bases import BASES, base, exists, named
from grader.runners.docker.compiled import COMPILED, compiled
from grader.runners.docker.engine import LONG, MADE, NOBODYS, SLOW, engine_faults, labels, patience
from grader.runners.docker.install_script import CERTIFICATES, INPUTS, NPMRC, script
from grader.runners.docker.install_watch import LARGEST_LAYER, watch
from grader.runners.docker.profile import USER, host_config
from grader.runners.how_far import Installing
from grader.runners.index_settings import IndexSettings
from grader.runners.installing import INSTALL_SECONDS, install_failed, source_packages
from grader.server.options import Progress
from grader.services.base import Image

if TYPE_CHECKING:
    from docker import DockerClient
    from docker.models.containers import Container

    from grader.project import Dependencies

LAYERS = "backend-week/deps"
ALLOWED = {"python": {"requirements.txt"}, "node": {"package.json", "package-lock.json"}}


def with_dependencies(
    client: DockerClient,
    run: str,
    needs: Dependencies,
    progress: Progress,
    *,
    seconds: int = INSTALL_SECONDS,
    largest: int = LARGEST_LAYER,
    on: Image | None = None,
    python: tuple[str, str] | None = None,
) -> tuple[str, bool]:
    """(image with the dependencies at /deps, whether it was there already). `largest`: bytes that a layer may have.

    `on`: another base than the language's. `python`: name and id of Python's, for who has looked it up already.
    """
    known = python if needs.language == "python" and on is None else None
    image, image_id = known or named(client, on or BASES[needs.language], progress)
    if needs.language == "python" and on is None and not image.startswith(COMPILED):
        image, image_id = compiled(client, run, image, image_id, progress)
    if not needs.files:
        return image, True
    settings = index_settings.read(needs.language, os.environ, Path.home())
    command = script(needs.language, source_packages(os.environ))
    name = f"{LAYERS}:{key(image_id, command, needs, settings)}"
    if exists(client, name):
        return name, True
    installing = Installing(progress)
    with engine_faults("installing dependencies"), patience(client, SLOW):
        container = _prepared(client, run, image, needs, settings, command, seconds)
        container.start()
        ended = watch(client, container, seconds + 30, largest, installing)
        if ended.code == 0 and not ended.limit:
            installing.keeps()
            _commit(client, container, name, needs.language)
            installing.kept()
        with patience(client, SLOW):  # once more: the commit's is over
            container.remove(force=True)
    if ended.code != 0 or ended.limit:
        raise install_failed(needs.language, ended.code, ended.log, limit=ended.limit, settings=settings)
    return name, False


def key(image_id: str, command: str, needs: Dependencies, settings: IndexSettings) -> str:
    """A layer's tag: the hash of all that decides what is in it."""
    profile = json.dumps(host_config("install", "bridge"), sort_keys=True, default=str)
    parts = [image_id, command, NPMRC, USER, digests(needs.files), settings.identity, profile]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:40]


def with_curl(client: DockerClient, run: str, progress: Progress) -> str:
    """The Python base with curl: slim images come without. Nothing of a learner's runs in making it."""
    image = base(client, "python", progress)
    name = f"backend-week/curl:{str(client.images.get(image).id).removeprefix('sha256:')[:40]}"
    if not exists(client, name):
        install = "command -v curl || { apt-get update -qq && apt-get install -y -qq --no-install-recommends curl; }"
        container = client.containers.create(image, ["sh", "-c", install], labels=labels(run), entrypoint=[])
        container.start()
        if container.wait(timeout=INSTALL_SECONDS)["StatusCode"] != 0:
            log = container.logs(tail=5).decode("utf-8", "replace")
            raise MachineError(f"curl can't be installed for tests/*.sh: {log}", "Use a base image that has curl.")
        with patience(client, LONG):
            container.commit(*name.split(":"), changes=[f"LABEL {MADE}=1 {NOBODYS}"])
        container.remove(force=True)
    return name


def digests(files: Mapping[str, bytes]) -> list[tuple[str, str]]:
    return sorted((path, hashlib.sha256(content).hexdigest()) for path, content in files.items())


def _prepared(
    client: DockerClient,
    run: str,
    image: str,
    needs: Dependencies,
    settings: IndexSettings,
    command: str,
    seconds: int,
) -> Container:
    """The install container with its files, not started yet."""
    unknown = set(needs.files) - ALLOWED[needs.language]
    assert not unknown, f"{unknown} is nothing that an installation may be given"
    container = client.containers.create(
        image,
        ["timeout", "-s", "KILL", str(seconds), "sh", "-c", command],
        user=USER,
        environment={"HOME": "/tmp", "LANG": "C.UTF-8"},  # noqa: S108  # inside the container
        labels=labels(run),
        entrypoint=[],
        working_dir="/",
        **host_config("install", "bridge"),
    )
    npmrc = NPMRC + "".join(f"{line}\n" for line in settings.npmrc)
    inputs = {"settings": settings.shell(CERTIFICATES, uv.variables(settings.variables)), "npmrc": npmrc}
    files = {name: text.encode() for name, text in inputs.items()} | {"ca.pem": settings.certificates}
    container.put_archive("/", archive("deps", needs.files))
    container.put_archive("/deps", archive(INPUTS, files, mode=0o600))
    if needs.language == "python" and (program := uv.binary_for_linux()):
        with tempfile.TemporaryFile() as packed:
            _pack(program, packed)
            container.put_archive(f"/deps/{INPUTS}", packed)
    return container


def _pack(program: Path, file: IO[bytes]) -> None:
    """uv as a tar. It is large: it goes by the disk, not through memory."""
    with tarfile.open(fileobj=file, mode="w") as tar, program.open("rb") as content:
        entry = tarfile.TarInfo("uv")
        entry.size, entry.mode, entry.uid, entry.gid = program.stat().st_size, 0o600, 10001, 10001
        tar.addfile(entry, content)
    file.seek(0)


def _commit(client: DockerClient, container: Container, name: str, program: str) -> None:
    """The container as an image. Where another grader was faster, its image stays: both are made of the same."""
    if exists(client, name):
        return
    made = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    with patience(client, LONG):
        container.commit(
            *name.split(":"), changes=[f"LABEL {MADE}=1 {MADE}.made={made} {NOBODYS}", f'CMD ["{program}"]']
        )


def archive(folder: str, files: Mapping[str, bytes], mode: int = 0o644) -> bytes:
    """A tar with one folder and its files, all the learner's user's."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        top = tarfile.TarInfo(folder)
        top.type, top.mode, top.uid, top.gid = tarfile.DIRTYPE, 0o755, 10001, 10001
        tar.addfile(top)
        for path, content in files.items():
            entry = tarfile.TarInfo(f"{folder}/{path}")
            entry.size, entry.mode, entry.uid, entry.gid = len(content), mode, 10001, 10001
            tar.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()
