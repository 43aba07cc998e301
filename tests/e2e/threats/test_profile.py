"""The sandbox's profile as the kernel sees it, in containers that are made as every container of ours is."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.runners.docker import bases, images
from grader.runners.docker.engine import connect, labels, new_run
from grader.runners.docker.profile import LIMITS, USER, host_config
from tests.e2e.conftest import REPOSITORY
from tests.e2e.threats.harness import ghosts, grade, unharmed

if TYPE_CHECKING:
    from docker.models.containers import Container

GHOST = """
import ctypes, os, time
if os.fork() == 0:
    os.setsid()
    time.sleep(600)
print(ctypes.CDLL(None).ptrace(0, 0, 0, 0), flush=True)
time.sleep(600)
"""
PACKAGES = """
import asyncio, concurrent.futures, sqlite3, subprocess, tempfile, venv
from multiprocessing import shared_memory
venv.create("/deps/env", with_pip=True)
subprocess.run(["/deps/env/bin/pip", "--version"], check=True)
with tempfile.TemporaryDirectory() as folder:
    base = sqlite3.connect(f"{folder}/app.db")
    base.execute("pragma journal_mode=wal")
    base.execute("create table t (a)")
    base.commit()
with concurrent.futures.ProcessPoolExecutor(2) as pool:
    assert list(pool.map(abs, [-1, -2])) == [1, 2]
async def both():
    made = await asyncio.create_subprocess_exec("true")
    return await made.wait() + await asyncio.to_thread(int)
assert asyncio.run(both()) == 0
shared = shared_memory.SharedMemory(create=True, size=16)
shared.unlink()
print("all of it works")
"""
SCRIPTS = """
const os = require("os"), fs = require("fs"), net = require("net"), child = require("child_process");
const { Worker } = require("worker_threads");
os.networkInterfaces();
fs.watch("/tmp").close();
child.execFileSync("npm", ["--version"], { env: { ...process.env, HOME: "/tmp" } });
new Worker("1", { eval: true }).on("exit", () => {
  const server = net.createServer((s) => s.end("all of it works")).listen("/tmp/s", () => {
    net.connect("/tmp/s").on("data", (data) => { console.log(`${data}`); server.close(); });
  });
});
"""


@contextmanager
def container(role: str, command: list[str], language: str = "python", **changed: object) -> Iterator[Container]:
    """A running container in a role; removed as ours are."""
    with closing(connect()) as client:
        made = client.containers.create(
            bases.base(client, language, print),
            command,
            user=USER,
            entrypoint=[],
            labels=labels(new_run()),
            **{**host_config(role, "none"), **changed},
        )
        try:
            if role == "install":
                made.put_archive("/", images.archive("deps", {}))
            made.start()
            yield made
        finally:
            made.remove(force=True)


def said(made: Container) -> str:
    """All that a container said until it ended."""
    made.wait(timeout=60)
    return made.logs().decode()


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("role", LIMITS)
def test_every_role_is_confined(role: str) -> None:
    """Case 13: a filter of system calls, no capability to have or to get, no new privileges, and not root."""
    with container(role, ["cat", "/proc/self/status"]) as made:
        status = dict(line.split(":\t", 1) for line in said(made).splitlines() if ":\t" in line)
    assert status["Seccomp"] == "2" and status["NoNewPrivs"] == "1"
    assert {status[f"Cap{kind}"] for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {"0" * 16}
    assert status["Uid"].split() == status["Gid"].split() == ["10001"] * 4


@pytest.mark.usefixtures("engine")
def test_no_ghost_without_init() -> None:
    """Case 19: the filter alone keeps a container's first process from having the engine's shim trace it."""
    with container("app", ["python3", "-c", GHOST], init=False) as made:
        deadline = time.monotonic() + 20
        while not made.logs() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert made.logs().split() == [b"-1"]
    assert ghosts() == []


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    ("language", "command"), [("python", ["python3", "-c", PACKAGES]), ("node", ["node", "-e", SCRIPTS])]
)
def test_what_learners_need_works(language: str, command: list[str]) -> None:
    """Environments and pip, processes, threads, databases, watching files, npm: all under the filter."""
    with container("install", command, language, environment={"HOME": "/tmp"}) as made:  # noqa: S108  # inside
        words = said(made)
    assert words.splitlines()[-1:] == ["all of it works"], words


@pytest.mark.usefixtures("engine")
def test_a_runtime_that_the_engine_lacks(tmp_path: Path) -> None:
    """Case 20: whoever asks for a runtime that is not there gets a refusal, and no lesser one."""
    project = shutil.copytree(REPOSITORY / "solutions" / "day2" / "flask", tmp_path / "work")
    outcome = grade(["day2", "methods", "--runtime", "no-such-runtime"], project, tmp_path)
    assert outcome.done.returncode == 4
    assert outcome.report["status"] == "environment-error"
    assert "the engine has no container runtime called 'no-such-runtime'" in outcome.said
    assert "what to do It has: " in outcome.said and "To add gVisor: sudo runsc install" in outcome.said
    unharmed(outcome, tmp_path)
