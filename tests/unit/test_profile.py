"""What a container may do: the exact arguments for the engine, held against a file that people read."""

from __future__ import annotations

import hashlib
import json

import pytest
from docker.types import Mount

from grader.runners.docker.profile import LIMITS, SYSTEM_CALLS, USER, host_config, system_calls, tmpfs_volume

NEVER = {
    "other processes": "ptrace process_vm_readv process_vm_writev process_madvise pidfd_getfd kcmp",
    "keys": "add_key keyctl request_key",
    "the kernel's own machinery": "bpf perf_event_open userfaultfd lookup_dcookie syslog memfd_secret modify_ldt",
    "modules and other kernels": "create_module delete_module finit_module init_module kexec_file_load kexec_load",
    "mounts": "chroot fsconfig fsmount fsopen fspick mount mount_setattr move_mount open_tree pivot_root umount2",
    "namespaces": "setns unshare sethostname setdomainname",
    "the machine": "acct reboot swapoff swapon vhangup quotactl iopl ioperm sync syncfs",
    "clocks": "adjtimex clock_adjtime clock_settime settimeofday stime",
    "files past their names": "open_by_handle_at name_to_handle_at fanotify_init",
    "queues outside of the file system": "mq_open msgget",
    "32-bit calls that hide their arguments": "socketcall ipc",
    "calls that are said not to be there": "clone3 io_uring_setup io_uring_enter io_uring_register splice",
}


def configs(role: str) -> list[dict[str, object]]:
    """A role's configuration with and without what is optional."""
    mount = Mount("/app", "a-volume", type="volume")
    return [host_config(role, "none"), host_config(role, "container:abc", mounts=(mount,), runtime="runsc")]


def test_golden(golden):
    """Any change of a limit, a privilege or of what the filter does shows as a change of this file."""
    told = {role: host_config(role, "none") for role in LIMITS}
    short = f"seccomp=sha256:{hashlib.sha256(system_calls().encode()).hexdigest()}"
    for config in told.values():
        config["security_opt"] = [short if each.startswith("seccomp=") else each for each in config["security_opt"]]
    golden(json.dumps(told, indent=2, sort_keys=True) + "\n", "profile.json")


@pytest.mark.parametrize("role", LIMITS)
def test_what_must_hold(role):
    """Cases 13 and 46, whatever the golden file says: no privileges, no way to engine or host, and limits for all."""
    for config in configs(role):
        assert config["cap_drop"] == ["ALL"] and "cap_add" not in config
        assert config["privileged"] is False
        assert config["init"] is True
        assert config["read_only"] is (role != "install")
        assert config["security_opt"] == ["no-new-privileges:true", f"seccomp={system_calls()}"]
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
    assert tmpfs_volume(8, anybodys=True)["o"] == "size=8m,mode=1777"


def rules(name: str) -> list[dict[str, object]]:
    """What the filter says of a system call."""
    return [rule for rule in json.loads(system_calls())["syscalls"] if name in rule["names"]]


def limited_names(profile: dict[str, list[dict[str, list[str]]]]) -> set[str]:
    """Names of calls that have rules for their arguments."""
    return {name for rule in profile["syscalls"] if "args" in rule for name in rule["names"]}


@pytest.mark.parametrize("names", NEVER.values(), ids=list(NEVER))
def test_system_calls_that_nobody_needs(names):
    """Case 52: none of them is allowed, and all that is not allowed fails."""
    assert json.loads(system_calls())["defaultAction"] == "SCMP_ACT_ERRNO"
    for name in names.split():
        assert [rule for rule in rules(name) if rule["action"] == "SCMP_ACT_ALLOW"] == []


def test_arguments_are_compared_for_being_what_is_allowed():
    """A filter sees 64 bits where the kernel reads 32: "not this value" can be got past, "this value" can't."""
    limited = limited_names(json.loads(system_calls()))
    assert limited == {"clone", "personality", "socket", "socketpair"}
    for name in limited:
        for rule in rules(name):
            assert rule["action"] == "SCMP_ACT_ALLOW" and rule["args"]
            assert {arg["op"] for arg in rule["args"]} == {"SCMP_CMP_MASKED_EQ" if name == "clone" else "SCMP_CMP_EQ"}


def test_sockets():
    """Unix, IPv4 and IPv6 over TCP and UDP, and the kernel's answers about routes: (family, protocol)."""
    told = {tuple((arg["index"], arg["value"]) for arg in rule["args"]) for rule in rules("socket")}
    protocols = {((0, family), (2, protocol)) for family in (2, 10) for protocol in (0, 6, 17)}
    assert told == {((0, 1),), ((0, 16), (2, 0))} | protocols
    assert [[(arg["index"], arg["value"]) for arg in rule["args"]] for rule in rules("socketpair")] == [[(0, 1)]]


def test_a_new_process_is_in_the_same_namespaces():
    """Each of the flags that make one is in the mask, and none may be set. clone3 is "not there": see its comment."""
    ((only,),) = [rule["args"] for rule in rules("clone")]
    new = [0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000]
    assert only == {"index": 0, "value": sum(new), "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}
    assert [rule["errnoRet"] for rule in rules("clone3")] == [38]


def test_the_filter_as_it_is_sent():
    """Compact, without comments, and with nothing that an old engine might not know; each rule has its reason."""
    sent, kept = json.loads(system_calls()), json.loads(SYSTEM_CALLS.read_text())
    assert "comment" not in system_calls() and " " not in system_calls()
    assert all(rule["comment"] for rule in kept["syscalls"])
    assert set(sent) == {"defaultAction", "archMap", "syscalls"}
    assert {key for rule in sent["syscalls"] for key in rule} == {"names", "action", "args", "errnoRet"}
    assert [each["architecture"] for each in sent["archMap"]] == ["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"]
    assert not any(each["subArchitectures"] for each in sent["archMap"])
    free = [name for rule in sent["syscalls"] if "args" not in rule for name in rule["names"]]
    assert len(free) == len(set(free)) and not limited_names(sent) & set(free)
