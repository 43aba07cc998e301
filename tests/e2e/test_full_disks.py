"""Full disks: for reports, state and temporary files. The place is named, exit 4, what was there before is whole."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.e2e.conftest import REPOSITORY, run
from tests.e2e.threats.harness import COURSE
from tests.e2e.threats.projects import lay

KINDS = ("json", "junit", "html", "markdown")
OLD = '{"version": 1, "data": {}}\n'


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A folder of 1 MiB in memory with an old file in it, filled to the last byte."""
    folder = tmp_path / "full"
    folder.mkdir()
    argv = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    done = subprocess.run(argv, capture_output=True, text=True) if os.getuid() == 0 else None
    if done is None or done.returncode:
        reason = "only root may mount a small disk" if done is None else f"no disk can be mounted: {done.stderr}"
        if os.environ.get("REQUIRE_ENGINE") and os.getuid() == 0:
            pytest.fail(reason)
        pytest.skip(reason)
    for kind in KINDS:
        (folder / f"report.{kind}").write_text("the old one")
    (folder / "hints.json").write_text(OLD)
    with suppress(OSError), (folder / "filler").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("kind", KINDS)
def test_no_room_for_a_report(kind: str, full: Path, tmp_path: Path) -> None:
    """Robustness 13: which report and where, exit 4; the old report is whole, and no half of a new one lies there."""
    before, target = names(full), full / f"report.{kind}"
    project = lay(tmp_path / "work", "sane")
    argv = ["grade", "day8", "--project", project, "--runner", "local", f"--{kind}", target]
    done = run(*argv, cwd=tmp_path, GRADER_COURSE=str(COURSE))
    assert done.returncode == 4, done.stdout + done.stderr
    assert f"The {kind} report could not be written to {target}: No space left on device." in done.stderr
    assert "Free some space on that disk." in done.stderr and "Traceback" not in done.stderr
    assert target.read_text() == "the old one"
    assert names(full) == before


def test_no_room_for_temporary_files(full: Path, tmp_path: Path) -> None:
    """Robustness 13: a full TMPDIR is the machine's fault, in words, and nothing of the run is left in it."""
    os.truncate(full / "filler", (full / "filler").stat().st_size - (96 << 10))  # with no room at all it goes elsewhere
    before = names(full)
    project = lay(tmp_path / "work", "sane")
    (project / "large.txt").write_bytes(bytes(1 << 19))
    argv = ["grade", "day8", "--project", project, "--runner", "local", "--json", tmp_path / "r.json"]
    done = run(*argv, cwd=tmp_path, GRADER_COURSE=str(COURSE), TMPDIR=str(full))
    assert done.returncode == 4, done.stdout + done.stderr
    assert "the disk is full: nothing more can be written to the temporary folder (TMPDIR)" in done.stdout
    assert str(full) not in (tmp_path / "r.json").read_text() and "Traceback" not in done.stderr
    deadline = time.monotonic() + 10
    while names(full) != before and time.monotonic() < deadline:
        time.sleep(0.05)  # the watchdog tidies up after the report
    assert names(full) == before


def test_no_room_for_state(full: Path, tmp_path: Path) -> None:
    """Robustness 13: a hint is told although nothing can be kept; the state file is what it was."""
    project = tmp_path / "day2"
    subprocess.run(["cp", "-r", REPOSITORY / "solutions" / "day2" / "flask", project], check=True)
    (project / ".grader").mkdir()
    subprocess.run(["mount", "--bind", full, project / ".grader"], check=True)
    try:
        done = run("grade", "hint", "day2/methods.create", "--project", project, cwd=tmp_path)
    finally:
        subprocess.run(["umount", "-l", project / ".grader"], check=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "hints.json could not be written (No space left on device)" in done.stdout + done.stderr
    assert (full / "hints.json").read_text() == OLD
    assert not [name for name in names(full) if name.endswith(".part")]


@pytest.mark.parametrize("what", ["folder", "link", "same", "nowhere"])
def test_refused_before_anything_starts(what: str, tmp_path: Path) -> None:
    """Robustness 16: a target that can't be one ends the command at once: no engine is asked, no project read."""
    target = tmp_path / "report.json"
    words = {"folder": "is a folder", "link": "symbolic link", "same": "would both be written", "nowhere": "not exist"}
    if what == "folder":
        target.mkdir()
    elif what == "link":
        target.symlink_to(tmp_path / "elsewhere")
    elif what == "nowhere":
        target = tmp_path / "nowhere" / "report.json"
    more = ["--html", target] if what == "same" else []
    argv = ["grade", "day8", "--project", tmp_path, "--runner", "docker", "--json", target, *more]
    done = run(*argv, cwd=tmp_path, GRADER_COURSE=str(COURSE), DOCKER_HOST=f"unix://{tmp_path}/none.sock")
    assert done.returncode == 2, done.stdout + done.stderr
    assert words[what] in done.stderr and "engine" not in done.stderr + done.stdout
    assert not (tmp_path / "elsewhere").exists()
