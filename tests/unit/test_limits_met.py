"""What the engine's word on a container means for its app. No engine is asked."""

from __future__ import annotations

import time
from typing import Any

import pytest

from grader.runners.docker import counting
from grader.runners.docker.limits_met import limits_met, why_ended
from grader.runners.docker.output import LOST, FirstOutput, lines_of


class Container:
    """A container whose state changes from look to look, and its engine."""

    id = "abc"

    def __init__(
        self, *states: tuple[str, int, bool], events: int = 0, pids: tuple[int, int] = (1, 128), log: bytes = b""
    ) -> None:
        self.states = list(states)
        self.attrs: dict[str, Any] = {}
        self.happened = [{"Action": "oom"}] * events
        self.pids = pids
        self.log = log
        self.printed: list[bytes] = []
        self.client = self.api = self

    def reload(self) -> None:
        status, code, oom = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        self.attrs = {"State": {"Status": status, "ExitCode": code, "OOMKilled": oom, "Pid": 77}}

    def events(self, **asked: Any) -> list[dict[str, str]]:
        assert asked["filters"] == {"container": "abc", "event": "oom"}
        assert float(asked["until"]) <= time.time()  # one in the future would be waited for
        return self.happened

    def stats(self, _: str, **how: bool) -> dict[str, Any]:
        assert how == {"stream": False, "one_shot": True}
        return {"pids_stats": {"current": self.pids[0], "limit": self.pids[1]}}

    def attach(self, **_: bool) -> Any:
        class Stream(list[bytes]):
            def close(self) -> None: ...

        return Stream(self.printed)

    def logs(self, *, stdout: bool = True, **_: bool) -> bytes:
        return self.log if stdout else b""


MEMORY = "it ran out of memory: 512 MB is the limit"


@pytest.mark.parametrize(
    ("states", "events", "words"),
    [
        ([("running", 0, False)], 0, ""),
        ([("exited", 3, False)], 0, "exit code 3"),
        ([("exited", 137, True)], 0, MEMORY),
        ([("exited", 0, True)], 0, MEMORY),  # a child was killed
        ([("exited", 0, False)], 1, MEMORY),  # the flag is amiss
        ([("exited", 137, False), ("exited", 137, True)], 0, MEMORY),  # it comes late
        ([("exited", 137, False)], 0, "exit code 137"),
    ],
)
def test_why_ended(states, events, words):
    """Memory by the engine's flag or its events, never by the exit code; the flag may come a moment late."""
    assert why_ended(Container(*states, events=events)) == words


@pytest.mark.parametrize(
    ("states", "events", "pids", "met"),
    [
        ([("running", 0, False)], 0, (127, 128), []),
        ([("running", 0, False)], 1, (1, 128), [f"{MEMORY}, and one of its processes was ended"]),
        ([("running", 0, False)], 0, (128, 128), ["it has as many processes and threads as it may: 128 is the limit"]),
        ([("running", 0, False)], 0, (0, 0), []),  # an engine that counts no processes
        ([("exited", 0, True)], 0, (1, 128), [MEMORY]),
    ],
)
def test_limits_met(states, events, pids, met, monkeypatch, tmp_path):
    """What an app that still runs has met, too: a child was killed, or no more may be started."""
    monkeypatch.setattr(counting, "PROCESSES", tmp_path)  # no kernel to ask
    assert limits_met(Container(*states, events=events, pids=pids)) == met


FIRST = "9:name=systemd:/docker/abc\n8:{}:/docker/abc\n0::/docker/abc\n"


@pytest.mark.parametrize(
    ("groups", "folder", "current", "limit", "crowded"),
    [
        (FIRST.format("pids"), "pids/docker/abc", "128", "128", True),
        (FIRST.format("pids"), "pids/docker/abc", "127", "128", False),
        (FIRST.format("cpu,pids,misc"), "pids/docker/abc", "128", "128", True),
        ("0::/system.slice/docker-abc.scope\n", "system.slice/docker-abc.scope", "128", "128", True),
        ("0::/system.slice/docker-abc.scope\n", "system.slice/docker-abc.scope", "9", "128", False),
    ],
)
def test_the_kernel_counts(groups, folder, current, limit, crowded, monkeypatch, tmp_path):
    """Either version of control groups; the engine, which here says the contrary, is not waited for."""
    write(tmp_path, monkeypatch, groups, folder, current, limit)
    container = Container(("running", 0, False), pids=(1, 128) if crowded else (128, 128))
    assert bool(limits_met(container)) is crowded


@pytest.mark.parametrize(
    ("groups", "folder", "limit"),
    [
        ("0::/user.slice\n", "user.slice", "128"),  # another process: the engine's machine is not this one
        ("0::/docker/abc\n", "elsewhere", "128"),  # the files are not to be seen from here
        ("0::/docker/abc\n", "docker/abc", "max"),
        ("1:name=systemd:/docker/abc\n", "docker/abc", "128"),
    ],
)
def test_the_engine_counts_where_the_kernel_is_another(groups, folder, limit, monkeypatch, tmp_path):
    """What is there belongs to somebody else, or says nothing."""
    write(tmp_path, monkeypatch, groups, folder, "1", limit)
    assert len(limits_met(Container(("running", 0, False), pids=(128, 128)))) == 1


def write(tmp_path, monkeypatch, groups, folder, current, limit):
    """A kernel's files of a container's process, number 77, and of a control group."""
    monkeypatch.setattr(counting, "PROCESSES", tmp_path / "proc")
    monkeypatch.setattr(counting, "GROUPS", tmp_path / "cgroup")
    (tmp_path / "proc/77").mkdir(parents=True)
    (tmp_path / "proc/77/cgroup").write_text(groups)
    (tmp_path / "cgroup" / folder).mkdir(parents=True)
    (tmp_path / "cgroup" / folder / "pids.current").write_text(f"{current}\n")
    (tmp_path / "cgroup" / folder / "pids.max").write_text(f"{limit}\n")


def first_output(container: Container, *pieces: bytes) -> FirstOutput:
    container.printed = list(pieces)
    first = FirstOutput(container)
    time.sleep(0.05)  # its thread
    return first


def test_the_first_output_is_kept():
    """Where the engine has thrown the beginning away it stands before the rest, with a word between."""
    container = Container(("running", 0, False), log=b"2026-01-01T00:00:01.5Z the end\n")
    lines = first_output(container, b"the error\nsec", b"ond\nhalf a li").before(lines_of(container))
    assert [line.text for line in lines] == ["the error\n", "second\n", "half a li\n", LOST, "the end\n"]


def test_nothing_is_told_twice():
    """Where the engine has all of it, in whatever order of the two streams, there is nothing to add."""
    container = Container(("running", 0, False), log=b"2026-01-01T00:00:01Z b\n2026-01-01T00:00:02Z a\n")
    lines = first_output(container, b"a\nb\n").before(lines_of(container))
    assert [line.text for line in lines] == ["b\n", "a\n"]


def test_the_first_output_is_bounded():
    """Sixteen KiB, however large a piece is."""
    assert len(first_output(Container(("running", 0, False)), b"x" * (1 << 20), b"y").data) == 16 << 10
