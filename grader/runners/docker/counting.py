"""How many processes and threads a container has: the kernel's own word where this machine has it, else the engine's.

The engine counts once a second and answers with its next count, which is up to a second away. Both words come from
outside the container, whose own view of these files is read-only.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docker.models.containers import Container

PROCESSES, GROUPS = Path("/proc"), Path("/sys/fs/cgroup")


def is_crowded(container: Container, state: dict[str, Any]) -> bool:
    """Whether it has as many as it may. `state`: the engine's, of one that runs."""
    current, limit = _of_kernel(str(container.id), int(state.get("Pid") or 0)) or _of_engine(container)
    return current >= limit > 0


def _of_kernel(name: str, pid: int) -> tuple[int, int] | None:
    """None where the kernel is another one (Docker Desktop, an engine elsewhere): the number is another process's."""
    try:
        groups = (PROCESSES / str(pid) / "cgroup").read_text("utf-8")
        # The first version has a hierarchy for each resource, the second one ("0::") for them all.
        found = re.search(r"(?m)^\d+:(?:\w+,)*(pids)(?:,\w+)*:(/.*)$", groups) or re.search(r"(?m)^0:(:)(/.*)$", groups)
        if found is None or name not in found.group(2):
            return None
        folder = GROUPS / found.group(1).strip(":") / found.group(2).lstrip("/")
        return int((folder / "pids.current").read_text("utf-8")), int((folder / "pids.max").read_text("utf-8"))
    except (OSError, ValueError):  # not readable here, or "max": the engine knows
        return None


def _of_engine(container: Container) -> tuple[int, int]:
    assert container.client is not None
    stats: dict[str, Any] = container.client.api.stats(str(container.id), stream=False, one_shot=True)
    pids = stats.get("pids_stats") or {}
    return pids.get("current", 0), pids.get("limit", 1 << 30)
