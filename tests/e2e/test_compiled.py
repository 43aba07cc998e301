"""A base image whose library is not compiled, as official ones are: it is done once, and the image is ours to free."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from docker import DockerClient

from grader.runners.docker.bases import BASES, exists, identity
from grader.runners.docker.compiled import compiled, known
from grader.runners.docker.engine import connect, new_run
from grader.runners.docker.layers import layers

pytestmark = pytest.mark.usefixtures("engine")
STRIP = "find / -xdev -name '*.pyc' -delete"
LOOK = "import json, os, sys; sys.exit(0 if os.path.exists(json.__cached__) else 9)"


@pytest.fixture
def client() -> Iterator[DockerClient]:
    made = connect()
    yield made
    made.close()


@pytest.fixture
def stripped(client: DockerClient) -> Iterator[str]:
    """The base without what is compiled of it."""
    name = f"backend-week/test-stripped:{os.urandom(6).hex()}"
    base = next(name for name in BASES["python"].names(None) if exists(client, name))
    container = client.containers.create(base, ["sh", "-c", STRIP], entrypoint=[])
    container.start()
    assert container.wait(timeout=60)["StatusCode"] == 0, container.logs()
    container.commit(*name.split(":"))
    container.remove(force=True)
    yield name
    for left in (known(client, name, identity(client, name))[0], name):
        if exists(client, left):
            client.images.remove(left)


def status(client: DockerClient, image: str) -> int:
    container = client.containers.create(image, ["python3", "-B", "-c", LOOK], entrypoint=[], read_only=True)
    try:
        container.start()
        return int(container.wait(timeout=60)["StatusCode"])
    finally:
        container.remove(force=True)


def test_once(client: DockerClient, stripped: str) -> None:
    """The first run makes it and says so, the next one finds it; `clean` may free it, after what was made from it."""
    said: list[str] = []
    image_id = identity(client, stripped)
    assert status(client, stripped) == 9
    assert known(client, stripped, image_id) == (stripped, image_id)
    made = compiled(client, new_run(), stripped, image_id, said.append)
    assert made[0] != stripped and status(client, made[0]) == 0
    assert said == ["compiling Python's own library (once)"]
    assert compiled(client, new_run(), stripped, image_id, said.append) == made and len(said) == 1
    assert layers(client)[-1].name.startswith("backend-week/python:")
    (kept,) = [each for each in layers(client) if each.name == made[0]]
    assert kept.size > 1_000_000 and kept.free() and not exists(client, made[0])


def test_where_it_can_not_be_done(client: DockerClient) -> None:
    """A base without Python stays as it is; whoever needs Python there says so."""
    base = next(name for name in BASES["node"].names(None) if exists(client, name))
    image_id = identity(client, base)
    assert compiled(client, new_run(), base, image_id, lambda _: None) == (base, image_id)
