"""Images: the base of a language, and on top of it a layer with a project's dependencies.

A layer is made by an install container of its own, as the learner's user, and becomes an image only when the
installation succeeded: whoever sees the name sees all of it. Its name is the hash of everything that went in.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Mapping
from typing import TYPE_CHECKING

from grader.errors import MachineError
from grader.runners.docker.engine import engine_faults, labels
from grader.runners.docker.profile import USER, host_config
from grader.runners.installing import install_failed, network_settings
from grader.server import Progress

if TYPE_CHECKING:
    from docker import DockerClient

    from grader.project import Dependencies

BASES = {
    "python": ("GRADER_PYTHON_IMAGE", "python:3.12-slim", "backend-week/base-python:local"),
    "node": ("GRADER_NODE_IMAGE", "node:22-slim", "backend-week/base-node:local"),
}
LAYERS = "backend-week/deps"
INSTALL_SECONDS = 600
COMMANDS = {
    "python": "python3 -m venv --without-pip /deps && python3 -m pip --python /deps/bin/python install"
    " --no-input --disable-pip-version-check --no-cache-dir --progress-bar off -r /deps/requirements.txt",
    "node": "cd /deps && npm_config_cache=/tmp/npm && export npm_config_cache && { [ -f package-lock.json ] &&"
    " npm ci --ignore-scripts --no-audit --no-fund || npm install --ignore-scripts --no-audit --no-fund; }",
}


def base(client: DockerClient, language: str, progress: Progress) -> str:
    """The base image's name; pulled where it has to be. Raises MachineError where it can't be had."""
    variable, official, local = BASES[language]
    chosen = os.environ.get(variable)
    for name in [chosen] if chosen else [official, local]:
        if exists(client, name):
            return name
    wanted = chosen or official
    progress(f"fetching the image {wanted} (once; some 50 MB)")
    try:
        with engine_faults(f"fetching {wanted}"):
            client.images.pull(wanted)
    except MachineError as error:
        raise MachineError(
            f"the base image {wanted} is not here and can't be fetched: {error.message}",
            f"Connect to the internet once, name another image in {variable}, or make one: scripts/base-images.sh",
        ) from error
    return wanted


def exists(client: DockerClient, name: str) -> bool:
    """Whether the engine has the image."""
    import docker.errors

    try:
        client.images.get(name)
    except docker.errors.ImageNotFound:
        return False
    return True


def with_dependencies(client: DockerClient, run: str, needs: Dependencies, progress: Progress) -> tuple[str, bool]:
    """(image with the dependencies at /deps, whether it was there already)."""
    image = base(client, needs.language, progress)
    if not needs.files:
        return image, True
    identity = client.images.get(image).id
    key = hashlib.sha256(json.dumps([identity, COMMANDS[needs.language], digests(needs.files)]).encode()).hexdigest()
    name = f"{LAYERS}:{key[:40]}"
    if exists(client, name):
        return name, True
    progress("installing dependencies (the first time; later runs reuse them)")
    return _install(client, run, image, name, needs.language, needs.files), False


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
        container.commit(*name.split(":"), changes=["LABEL org.backend-week.deps=1"])
        container.remove(force=True)
    return name


def digests(files: Mapping[str, bytes]) -> list[tuple[str, str]]:
    return sorted((path, hashlib.sha256(content).hexdigest()) for path, content in files.items())


def _install(client: DockerClient, run: str, image: str, name: str, language: str, files: Mapping[str, bytes]) -> str:
    settings, certificates = network_settings()
    script = f"set -e; set -a; . /deps/.settings; set +a; rm /deps/.settings; {COMMANDS[language]}; rm -f /deps/.ca.pem"
    with engine_faults("installing dependencies"):
        container = client.containers.create(
            image,
            ["timeout", "-s", "KILL", str(INSTALL_SECONDS), "sh", "-c", script],
            user=USER,
            environment={"HOME": "/tmp", "LANG": "C.UTF-8"},  # noqa: S108  # inside the container
            labels=labels(run),
            entrypoint=[],
            working_dir="/",
            **host_config("install", "bridge"),
        )
        extra = {".settings": settings.encode()} | ({".ca.pem": certificates} if certificates else {})
        container.put_archive("/", archive("deps", {**files, **extra}))
        container.start()
        code = int(container.wait(timeout=INSTALL_SECONDS + 30)["StatusCode"])
        log = container.logs(tail=200).decode("utf-8", "replace")
        if code == 0:
            repository, _, tag = name.partition(":")
            container.commit(repository, tag, changes=["LABEL org.backend-week.deps=1", f'CMD ["{language}"]'])
        container.remove(force=True)
    if code != 0:
        raise install_failed(language, code, log)
    return name


def archive(folder: str, files: Mapping[str, bytes]) -> bytes:
    """A tar with one folder and its files, all the learner's user's."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        top = tarfile.TarInfo(folder)
        top.type, top.mode, top.uid, top.gid = tarfile.DIRTYPE, 0o755, 10001, 10001
        tar.addfile(top)
        for path, content in files.items():
            entry = tarfile.TarInfo(f"{folder}/{path}")
            entry.size, entry.mode, entry.uid, entry.gid = len(content), 0o644, 10001, 10001
            tar.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()
