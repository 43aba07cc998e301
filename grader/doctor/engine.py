"""Facts about the Docker engine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from grader.doctor.cures import install
from grader.doctor.facts import Fact, Machine
from grader.doctor.here import free, tried
from grader.errors import MachineError

DOCKER = ("docker",)
USE_LOCAL = "Or grade without a container: --runner local."


def reached(machine: Machine) -> Iterator[Fact]:
    """Whether it answers, and if not, which of the reasons it is."""
    if machine.trouble is None:
        return
    missing = isinstance(machine.trouble.__cause__, FileNotFoundError)
    yield missed(machine.trouble) if missing else trouble(machine.trouble)


def missed(error: MachineError) -> Fact:
    """Nothing is where an engine should be: named wrongly, elsewhere, not started, or not installed."""
    named = os.environ.get("DOCKER_HOST")
    if named:
        cure = "Correct DOCKER_HOST, or unset it to use the engine of this machine."
        return Fact("engine", f"there is none at {named}, as DOCKER_HOST says", "bad", cure, DOCKER)
    code, place = tried("docker", "context", "inspect", "--format", "{{.Endpoints.docker.Host}}")
    if code is None:
        return Fact("engine", "Docker is not installed", "bad", f"{install('docker')}. {USE_LOCAL}", DOCKER)
    if code == 0 and place.startswith("unix://") and Path(place.removeprefix("unix://")).exists():
        cure = f"Say so to the grader too: export DOCKER_HOST={place}"
        return Fact("engine", f"{error.message}; your docker command uses one at {place}", "bad", cure, DOCKER)
    cure = f"Start it (Docker Desktop, or: sudo systemctl start docker). {USE_LOCAL}"
    return Fact("engine", "Docker is installed, but its engine is not running", "bad", cure, DOCKER)


def versions(machine: Machine) -> Iterator[Fact]:
    """How old the engine, its runtime and the kernel are, and what that means for strangers' code."""
    from grader.runners.docker.facts import read_facts, warnings

    if machine.client is None:
        return
    facts = read_facts(machine.client, machine.client.info())
    for name, value in facts.items():
        if name != "no limits on" and value != "not filtered":  # what is amiss is among the warnings
            yield Fact(name, value)
    for sentence, advice in warnings(facts):
        yield Fact("strangers' code", sentence, "warn", advice)


def transport(machine: Machine) -> Iterator[Fact]:
    """How the grader reaches an app."""
    from grader.runners.docker.engine import sockets_cross

    if machine.client is None:
        return
    forced = " (GRADER_TRANSPORT says so)" if os.environ.get("GRADER_TRANSPORT") in ("socket", "port") else ""
    way = "unix sockets" if sockets_cross(machine.client, machine.client.info()) else "a published loopback port"
    yield Fact("apps are reached over", f"{way}{forced}")


def data_root(machine: Machine) -> Iterator[Fact]:
    """Room for images. Where the engine runs in a machine of its own, only it knows."""
    if machine.client is None:
        return
    here = machine.client.api.base_url.startswith("http+docker://")
    root = Path(str(machine.client.info().get("DockerRootDir")) if here else "/nowhere")
    try:
        yield free("disk, engine", root, "Free some space there: grade clean --all, docker system prune")
    except OSError:
        yield Fact("disk, engine", "in a machine of its own: docker system df shows it")


def base_images(machine: Machine) -> Iterator[Fact]:
    """What containers are made of; the first run fetches what is missing."""
    from grader.runners.docker.bases import BASES, exists

    for language, image in BASES.items():
        chosen = os.environ.get(image.variable)
        said = f" ({image.variable} says so)" if chosen else ""
        if machine.client is None:
            yield from [Fact(f"image, {language}", f"{chosen}{said}")] if chosen else []
            continue
        there = [name for name in image.names(chosen) if exists(machine.client, name)]
        if there:
            yield Fact(f"image, {language}", f"{there[0]}{said}")
            continue
        wanted = chosen or image.official
        cure = f"The first run fetches it. Or now: docker pull {wanted}. Without an internet: scripts/base-images.sh"
        yield Fact(f"image, {language}", f"{wanted} is not here yet{said}", "warn", cure)


def leftovers(machine: Machine) -> Iterator[Fact]:
    """What runs that ended early left behind."""
    from grader.runners import folders
    from grader.runners.docker.cleaning import find

    dead = {folder.owner for folder in folders.find() if folder.gone}
    dead |= {run.owner for run in find(machine.client) if run.gone} if machine.client is not None else set()
    if dead:
        many = "1 grader that ended early" if len(dead) == 1 else f"{len(dead)} graders that ended early"
        yield Fact("left behind", f"things of {many}", "warn", "Remove them: grade clean")
    else:
        yield Fact("left behind", "nothing")


def trouble(error: MachineError) -> Fact:
    """An engine that does not answer, or no longer."""
    return Fact("engine", error.message, "bad", error.remedy, DOCKER)
