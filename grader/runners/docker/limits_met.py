"""Which limits of its sandbox an app has met: they say more than an exit code or an answer that never came."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from grader.runners.docker.counting import is_crowded
from grader.runners.docker.profile import LIMITS

if TYPE_CHECKING:
    from docker import APIClient
    from docker.models.containers import Container

OUT_OF_MEMORY = f"it ran out of memory: {LIMITS['app'].memory} MB is the limit"
IN_PART = f"{OUT_OF_MEMORY}, and one of its processes was ended"
CROWDED = f"it has as many processes and threads as it may: {LIMITS['app'].pids} is the limit"
KILLED = 137
FLAG_COMES_WITHIN = 0.5  # seconds: the kernel's word on memory and that of the end come by different ways


def why_ended(container: Container) -> str:
    """Why it no longer runs, in words; empty while it does. Exit code 0 can't be believed: a child may be killed."""
    state = _state(container)
    if state["Status"] not in ("exited", "dead"):
        return ""
    deadline = time.monotonic() + FLAG_COMES_WITHIN
    while not (out := _out_of_memory(container, state)) and state["ExitCode"] == KILLED:
        if time.monotonic() > deadline:
            break
        time.sleep(0.05)
        state = _state(container)
    return OUT_OF_MEMORY if out else f"exit code {state['ExitCode']}"


def limits_met(container: Container, *, processes: bool = True) -> list[str]:
    """What it has met so far, though it may still run. `processes`: how many there are is asked for, too."""
    state = _state(container)
    running = state["Status"] == "running"
    met = [IN_PART if running else OUT_OF_MEMORY] if _out_of_memory(container, state) else []
    if running and processes:
        met += [CROWDED] if is_crowded(container, state) else []
    return met


def _out_of_memory(container: Container, state: dict[str, Any]) -> bool:
    """The flag of one that ended; of one that runs, or where the flag is amiss, the engine's memory of events tells."""
    if state["OOMKilled"]:
        return True
    asked = {"container": str(container.id), "event": "oom"}
    # Times as text, for which the SDK's types have no word: whole seconds would leave the last one out.
    between: dict[str, Any] = {"since": "1", "until": f"{time.time():.9f}"}
    return any(True for _ in _api(container).events(filters=asked, decode=True, **between))


def _api(container: Container) -> APIClient:
    assert container.client is not None
    return container.client.api


def _state(container: Container) -> dict[str, Any]:
    container.reload()
    state: dict[str, Any] = container.attrs["State"]
    return state
