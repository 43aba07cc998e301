"""What the engine and its kernel are, for every report, and what of it weakens the sandbox.

Reports leave this machine: versions are cut to their figures and nothing that has a person's, a host's or a folder's
name is read at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docker import DockerClient

ENGINE_FLOOR = (25,)
KERNEL_FLOOR = (4, 18)  # the oldest that a distribution still mends
LEAKY = (1, 1, 12)  # runc before it: CVE-2024-21626
RACES_FIXED = ((1, 4, 0), 3)  # runc 1.4.0-rc.3: CVE-2025-31133, -52565, -52881
RACES_FIXED_BEFORE: Mapping[tuple[int, ...], int] = {(1, 2): 8, (1, 3): 3}  # the same in older series
LIMITS = {"MemoryLimit": "memory", "SwapLimit": "swap", "CpuCfsQuota": "processors", "PidsLimit": "processes"}

UPDATE_RUNC = "Update Docker, or runc itself to 1.2.8, 1.3.3 or 1.4. A distribution may have mended an older number."
UPDATE_ENGINE = "Update it: https://docs.docker.com/engine/install/"
UPDATE_LINUX = "Use a current distribution."
CGROUP_V2 = "Use a current distribution, or start Linux with systemd.unified_cgroup_hierarchy=1"


def read_facts(client: DockerClient, info: Mapping[str, Any]) -> dict[str, str]:
    """The engine's own answers, as far as they bear on the sandbox. What it does not tell is left out."""
    version = client.version()
    found = {
        "engine": figures(version.get("Version")),
        "kernel": figures(version.get("KernelVersion")),
        "runtime": plain(info.get("DefaultRuntime")),
        "runc": runc_of(version),
        "cgroups": f"v{info['CgroupVersion']}" if info.get("CgroupVersion") else "",
        "engine runs as": rights(info),
        "system calls": "filtered" if has(info, "seccomp") else "not filtered",
        "no limits on": missing_limits(info),
    }
    return {name: value for name, value in found.items() if value}


def runc_of(version: Mapping[str, Any]) -> str:
    """runc's version, with its release candidate: the fixes came in one."""
    for component in version.get("Components") or []:
        if component.get("Name") == "runc":
            number = re.match(r"\d+(\.\d+)+(-rc\.?\d+)?", str(component.get("Version")))
            return number[0] if number else ""
    return ""


def rights(info: Mapping[str, Any]) -> str:
    """Whose rights somebody would have who got out of a container."""
    if has(info, "rootless"):
        return "a user (rootless)"
    return "root, containers as other users" if has(info, "userns") else "root"


def missing_limits(info: Mapping[str, Any]) -> str:
    """Limits that this engine can't set. It leaves them out of a container without a word."""
    if info.get("CgroupDriver") == "none":
        return ", ".join(LIMITS.values())
    return ", ".join(word for name, word in LIMITS.items() if info.get(name) is False)


def has(info: Mapping[str, Any], option: str) -> bool:
    """Whether a security option is on: the engine lists them as name=seccomp,profile=…"""
    return any(each.partition(",")[0] == f"name={option}" for each in info.get("SecurityOptions") or [])


def figures(version: object) -> str:
    """The leading figures of a version: what follows may be a builder's name."""
    number = re.match(r"\d+(\.\d+)*", str(version or ""))
    return number[0] if number else ""


def plain(name: object) -> str:
    """A name that an administrator chose, if it is one word of ours to repeat."""
    return str(name) if re.fullmatch(r"[\w.+-]{1,40}", str(name or "")) else ""


def warnings(facts: Mapping[str, str]) -> list[tuple[str, str]]:
    """(what is weak, what to do) of what `read_facts` found. What is not known is not judged."""
    found = [*engine_age(facts.get("engine", "")), *runc_holes(facts.get("runc", ""))]
    if () < parts(facts.get("kernel", "")) < KERNEL_FLOOR:
        found.append((f"kernel {facts['kernel']} is old, and a container is as strong as its kernel", UPDATE_LINUX))
    if facts.get("cgroups") == "v1":
        found.append(("cgroups are of version 1, which newer engines give up", CGROUP_V2))
    if facts.get("system calls") == "not filtered":
        found.append(("the engine can't filter system calls", "Use a kernel and an engine with seccomp."))
    if missing := facts.get("no limits on"):
        found.append((f"containers get no limits on {missing}", CGROUP_V2))
    return found


def engine_age(version: str) -> list[tuple[str, str]]:
    """Whether the engine is one with known holes of its own."""
    if not () < parts(version) < ENGINE_FLOOR:
        return []
    words = "ports that it publishes on loopback can be reached from neighbouring machines"
    return [(f"engine {version} is older than {ENGINE_FLOOR[0]}: {words}", UPDATE_ENGINE)]


def runc_holes(version: str) -> list[tuple[str, str]]:
    """Known ways out of a container of that runc."""
    if () < parts(version) < LEAKY:
        return [(f"runc {version} has known ways out of a container (CVE-2024-21626 and later ones)", UPDATE_RUNC)]
    if parts(version) and not mended(version):
        return [(f"runc {version} has known ways out of a container (CVE-2025-31133, -52565, -52881)", UPDATE_RUNC)]
    return []


def mended(version: str) -> bool:
    """Whether a runc has what was mended in November 2025: each series from a number of its own on."""
    number = parts(version)
    candidate = re.search(r"-rc\.?(\d+)$", version)
    if number == RACES_FIXED[0] and candidate:
        return int(candidate[1]) >= RACES_FIXED[1]
    first = RACES_FIXED_BEFORE.get(number[:2])
    return number >= RACES_FIXED[0] or (first is not None and number[2:] >= (first,))


def parts(version: str) -> tuple[int, ...]:
    """The figures of a version, to compare; () where there are none."""
    return tuple(map(int, figures(version).split("."))) if figures(version) else ()
