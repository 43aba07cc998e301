"""What a container may do: the exact arguments for the engine, held against a file that people read."""

from __future__ import annotations

import json

import pytest
from docker.types import Mount

from grader.runners.docker.profile import LIMITS, USER, host_config, tmpfs_volume


def configs(role: str) -> list[dict[str, object]]:
    """A role's configuration with and without what is optional."""
    mount = Mount("/app", "a-volume", type="volume")
    return [host_config(role, "none"), host_config(role, "container:abc", mounts=(mount,), runtime="runsc")]


def test_golden(golden):
    """Any change of a limit or a privilege shows as a change of this file."""
    told = {role: host_config(role, "none") for role in LIMITS}
    golden(json.dumps(told, indent=2, sort_keys=True) + "\n", "profile.json")


@pytest.mark.parametrize("role", LIMITS)
def test_what_must_hold(role):
    """Whatever the golden file says: no privileges, no way to the engine or the host, and a limit for everything."""
    for config in configs(role):
        assert config["cap_drop"] == ["ALL"] and "cap_add" not in config
        assert config["privileged"] is False
        assert config["init"] is True
        assert config["read_only"] is (role != "install")
        assert "no-new-privileges:true" in config["security_opt"]
        assert not any("unconfined" in option for option in config["security_opt"])
        assert config["ipc_mode"] == "private" and "pid_mode" not in config and "userns_mode" not in config
        assert "binds" not in config and "devices" not in config and "extra_hosts" not in config
        assert "/var/run" not in json.dumps(config) and "docker.sock" not in json.dumps(config)
        assert config["memswap_limit"] == config["mem_limit"]
        assert config["pids_limit"] > 0 and config["nano_cpus"] > 0 and config["shm_size"]
        names = {limit["Name"] for limit in config["ulimits"]}
        assert "nproc" not in names and {"nofile", "core", "fsize"} <= names
        assert all(limit["Soft"] == limit["Hard"] for limit in config["ulimits"])
        assert config["log_config"]["Config"] == {"max-size": "1m", "max-file": "1"}
        assert config["restart_policy"] == {"Name": "no"} and "auto_remove" not in config
        (options,) = config["tmpfs"].values()
        assert {"nosuid", "nodev"} <= set(options.split(",")) and "size=" in options


@pytest.mark.parametrize("role", sorted(set(LIMITS) - {"install"}))
def test_temporary_files_fit_into_memory(role):
    """What fills /tmp is charged to the container's memory: it must not show as out of memory."""
    assert LIMITS[role].tmp < LIMITS[role].memory


def test_runtime_and_mounts():
    """They are passed on as they are, and left out where there is none."""
    plain, with_more = configs("app")
    assert "runtime" not in plain and plain["mounts"] == []
    assert with_more["runtime"] == "runsc" and with_more["mounts"][0]["Target"] == "/app"
    assert with_more["network_mode"] == "container:abc"


def test_volume():
    """In memory, sized, and the learner's user's alone."""
    uid, gid = USER.split(":")
    assert tmpfs_volume(32) == {"type": "tmpfs", "device": "tmpfs", "o": f"size=32m,uid={uid},gid={gid},mode=0700"}
    assert uid != "0" and gid != "0"
