"""Facts about browsers, which goals about a page need. Without one these goals are not checked, all others are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from grader import process
from grader.doctor.cures import install
from grader.doctor.facts import Fact, Machine
from grader.doctor.here import tilde
from grader.errors import MachineError


def browser(machine: Machine) -> Iterator[Fact]:
    """What opens pages: in a container an image's browser, without one this machine's own."""
    yield from in_container(machine)
    yield on_this_machine()


def in_container(machine: Machine) -> Iterator[Fact]:
    """Which image it comes from."""
    from grader.runners.docker.bases import exists
    from grader.runners.docker.browser import IMAGE, SIZE

    chosen = os.environ.get(IMAGE.variable)
    said = f" ({IMAGE.variable} says so)" if chosen else ""
    if machine.client is None:
        yield from [Fact("image, browser", f"{chosen}{said}")] if chosen else []
        return
    there = next((name for name in IMAGE.names(chosen) if exists(machine.client, name)), "")
    fetched = f"the first goal about a page fetches {chosen or IMAGE.official} ({SIZE})"
    yield Fact("image, browser", f"{there or fetched}{said}")


def on_this_machine() -> Fact:
    """The browser that a local run would take."""
    from grader.runners.local_browser import NO_DRIVER, VARIABLE, has_driver, installed

    if not has_driver():
        cure = f"Install it: {NO_DRIVER.partition(': ')[2]}"
        return Fact("browser", "no Playwright: no goals about a page without a container", "warn", cure)
    program = next(iter(installed()), "")
    version = version_of(program) if program else ""
    if version:
        return Fact("browser", version)
    found = f"{tilde(Path(program))} can't be started" if program else "none found"
    cure = f"{install('a browser')}; or name one in {VARIABLE}."
    return Fact("browser", f"{found}: no goals about a page without a container", "warn", cure)


def version_of(program: str) -> str:
    """What a browser says of itself; empty where it can't be started."""
    try:
        said = process.read([program, "--version"], cwd="/", env=os.environ, timeout=20, most=4096)
    except MachineError:
        return ""
    return said.data.decode("utf-8", "replace").strip().partition("\n")[0] if said.code == 0 else ""
