"""What a container may do, as the exact arguments for the engine. One table of limits by role.

Why each setting: the learner's code runs without capabilities, privileges or a writable root. `init` is a security
control: without it a process can make the engine's shim its tracer and outlive its container. System calls are those
of `seccomp.json`: the engine's own list depends on its age. Swap equals memory, so a memory limit is one. Logs are
bounded. `nproc` is never set: it counts per host user over all containers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from docker.types import LogConfig, Mount, Ulimit

USER = "10001:10001"
MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What a role may use: MiB of memory and of /tmp, processors, processes."""

    memory: int
    tmp: int
    cpus: float = 1.0
    pids: int = 128
    largest_file: int = 128


LIMITS = {
    "app": Limits(memory=512, tmp=64),
    "tests": Limits(memory=512, tmp=64, pids=256),
    "install": Limits(memory=1536, tmp=512, cpus=2.0, pids=512, largest_file=1024),
    "service": Limits(memory=512, tmp=64),
    "database": Limits(memory=768, tmp=64, pids=256, largest_file=256),
    "browser": Limits(memory=1024, tmp=256, cpus=2.0, pids=320),  # a page takes some 110
    "holder": Limits(memory=64, tmp=4, pids=192),
    "gate": Limits(memory=64, tmp=4, pids=192),
}
APP_VOLUME, DATA_VOLUME, DATABASE_VOLUME, JOB_VOLUME = 192, 128, 384, 16  # MiB
SYSTEM_CALLS = Path(__file__).with_name("seccomp.json")


def host_config(role: str, network: str, *, mounts: tuple[Mount, ...] = (), runtime: str = "") -> dict[str, Any]:
    """The engine's host configuration for a role. `network` is `none`, `container:<id>` or a network's name."""
    limits = LIMITS[role]
    noexec = "" if role in ("install", "tests") else "noexec,"
    config: dict[str, Any] = {
        "cap_drop": ["ALL"],
        "privileged": False,
        "security_opt": ["no-new-privileges:true", f"seccomp={system_calls()}"],
        "read_only": role != "install",
        "init": True,
        "ipc_mode": "private",
        "network_mode": network,
        "tmpfs": {"/tmp": f"rw,{noexec}nosuid,nodev,size={limits.tmp}m,mode=1777"},  # noqa: S108  # inside
        "shm_size": "16m",
        "mem_limit": f"{limits.memory}m",
        "memswap_limit": f"{limits.memory}m",
        "nano_cpus": int(limits.cpus * 1_000_000_000),
        "pids_limit": limits.pids,
        "ulimits": [
            Ulimit(name="nofile", soft=1024, hard=1024),
            Ulimit(name="core", soft=0, hard=0),
            Ulimit(name="fsize", soft=limits.largest_file * MIB, hard=limits.largest_file * MIB),
        ],
        "log_config": LogConfig(type="json-file", config={"max-size": "1m", "max-file": "1"}),
        "oom_score_adj": 500,
        "restart_policy": {"Name": "no"},
        "mounts": list(mounts),
    }
    if runtime:
        config["runtime"] = runtime
    return config


@cache
def system_calls() -> str:
    """The filter as the engine wants it: without the comments, which change nothing of what it does."""
    profile = json.loads(SYSTEM_CALLS.read_text("utf-8"))
    for part in (profile, *profile["syscalls"]):
        part.pop("comment")
    return json.dumps(profile, separators=(",", ":"))


def tmpfs_volume(size: int, *, anybodys: bool = False) -> dict[str, str]:
    """Driver options of a sized volume in memory that belongs to the learner's user, or to any of its container's."""
    owner = "mode=1777" if anybodys else "uid=10001,gid=10001,mode=0700"
    return {"type": "tmpfs", "device": "tmpfs", "o": f"size={size}m,{owner}"}
