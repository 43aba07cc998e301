"""Submissions that are archives, and what is no project at all, by the ordinary command."""

from __future__ import annotations

import io
import os
import shutil
import signal
import socket
import subprocess
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import SCRIPTS, run
from tests.e2e.threats.harness import COURSE, grade, unharmed
from tests.e2e.threats.projects import lay

LEADS = "has a name that leads out of the archive"
NO_PART = "that can't be part of a project"


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """A folder for temporary files that is this test's alone, so that nothing in it can hide."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    return folder


def gone(folder: Path) -> bool:
    """Whether nothing is left; what removes it works on for a moment after the report is out."""
    deadline = time.monotonic() + 10
    while (left := list(folder.iterdir())) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not left


@pytest.mark.parametrize("kind", ["zip", "tar", "gztar", "bztar", "xztar"])
@pytest.mark.usefixtures("engine")
def test_an_archive_is_graded(kind: str, tmp_path: Path, temporary: Path) -> None:
    """Case 15: as its folder would be, whatever it is called; no state is written, and no path of ours is seen."""
    lay(tmp_path / "pack" / "work", "sane")
    made = Path(shutil.make_archive(str(tmp_path / "made"), kind, tmp_path / "pack", "work"))
    (tmp_path / "hand-in").mkdir()
    archive = made.rename(tmp_path / "hand-in" / "ada.bin")
    outcome = grade(["day8"], archive, tmp_path, TMPDIR=str(temporary))
    unharmed(outcome, tmp_path)
    assert outcome.done.returncode == 0, outcome.done.stdout + outcome.done.stderr
    assert outcome.goals("passed") == {"probe.sane", "probe.held"}
    assert not [where for where, text in outcome.everything() if "backend-week-" in text]
    assert [path.name for path in archive.parent.iterdir()] == ["ada.bin"]
    assert gone(temporary)


def evil(*members: tuple[str, bytes, str]) -> bytes:
    """A tar of a project with members of that name, type and target."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as file:
        for name, kind, target in (("app.py", tarfile.REGTYPE, ""), *members):
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.mode = kind, target, 0o6777
            file.addfile(info, io.BytesIO())
    return out.getvalue()


def bomb() -> bytes:
    """A zip of which 150 MiB come out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("zeros", bytes(150 << 20))
    return out.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "up": (lambda: evil(("../../evil", tarfile.REGTYPE, "")), f"work.tgz: '../../evil' {LEADS}"),
    "prefix": (lambda: evil(("../project-evil", tarfile.REGTYPE, "")), f"work.tgz: '../project-evil' {LEADS}"),
    "absolute": (lambda: evil(("/tmp/evil", tarfile.REGTYPE, "")), f"work.tgz: '/tmp/evil' {LEADS}"),
    "hard link": (lambda: evil(("h", tarfile.LNKTYPE, "/etc/hostname")), f"work.tgz: 'h' is a hard link: {NO_PART}"),
    "symlink": (lambda: evil(("s", tarfile.SYMTYPE, "/etc")), "work.tgz: 's' is a symlink that leaves the project"),
    "through a link": (
        lambda: evil(("in", tarfile.SYMTYPE, "."), ("in/x", tarfile.REGTYPE, "")),
        "work.tgz: 'in/x' goes through 'in', which is a link and a folder at once",
    ),
    "device": (lambda: evil(("null", tarfile.CHRTYPE, "")), f"work.tgz: 'null' is a device: {NO_PART}"),
    "bomb": (bomb, "work.tgz: more than 200 times its own size comes out of it"),
    "cut off": (lambda: evil()[:-9], "work.tgz is damaged or incomplete, at 'app.py'"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_archive(case: str, tmp_path: Path, temporary: Path) -> None:
    """Case 15: the report has the sentence; exit 3, nothing outside, nothing left, and nothing was run."""
    build, words = HOSTILE[case]
    home = tmp_path / "hand-in"
    home.mkdir()
    (home / "work.tgz").write_bytes(build())
    outcome = grade(["day8"], home / "work.tgz", tmp_path, runner="local", TMPDIR=str(temporary))
    assert outcome.done.returncode == 3, outcome.done.stderr
    assert (outcome.report["status"], outcome.report["problem"]) == ("not-startable", words)
    assert words in outcome.said and "Traceback" not in outcome.done.stderr
    assert not [where for where, text in outcome.everything() if str(tmp_path) in text]
    assert [path.name for path in home.iterdir()] == ["work.tgz"]
    assert gone(temporary) and not list(tmp_path.rglob("*evil*")) and not Path("/tmp/evil").exists()
    assert outcome.seconds < 10


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_ended_early(name: str, tmp_path: Path, temporary: Path) -> None:
    """Case 42: however a run on an archive ends, what was unpacked is gone."""
    lay(tmp_path / "work", "sane", "exec sleep 20")
    archive = shutil.make_archive(str(tmp_path / "made"), "zip", tmp_path / "work")
    child = subprocess.Popen(
        [SCRIPTS / "grade", "day8", "--project", archive, "--runner", "local"],
        cwd=tmp_path,
        env={**os.environ, "GRADER_COURSE": str(COURSE), "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    deadline = time.monotonic() + 30
    while not list(temporary.glob("backend-week-*/app")):  # the runner's own copy: the app is next
        assert child.poll() is None and time.monotonic() < deadline
        time.sleep(0.02)
    assert list(temporary.glob("backend-week-*/project/app.py"))
    child.send_signal(getattr(signal, name))
    _, errors = child.communicate(timeout=30)
    assert child.returncode == (-9 if name == "SIGKILL" else 130)
    assert errors.count("everything that was started is gone") == (name != "SIGKILL"), errors
    assert gone(temporary)


def usage(given: str | Path, cwd: Path, **env: str) -> tuple[str, float]:
    """What `grade` says of a project that is none, and its seconds."""
    began = time.monotonic()
    done = run("grade", "day2", "--project", given, "--runner", "local", cwd=cwd, **env)
    assert done.returncode == 2 and done.stdout == "", done.stdout
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split()), time.monotonic() - began


def test_what_is_no_project(tmp_path: Path, temporary: Path) -> None:
    """Robustness 1: missing, a file that is no archive, an empty folder, a pipe: one sentence, the name, exit 2."""
    (tmp_path / "notes.zip").write_text("my notes")
    (tmp_path / "work.7z").write_bytes(b"7z\xbc\xaf\x27\x1c\0\4" + bytes(99))
    (tmp_path / "none.zip").write_bytes(b"PK\5\6" + bytes(18))
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe")
    taken = "Taken are folders and .zip, .tar, .tar.gz, .tar.bz2 and .tar.xz files."
    for given, words in (
        ("gone", "error: there is no project folder gone Make one: scaffold day2 --into gone"),
        ("notes.zip", f"error: notes.zip is neither a folder nor an archive {taken}"),
        ("work.7z", f"error: work.7z is a 7z archive, which is not taken {taken}"),
        ("none.zip", "error: none.zip is an empty archive: there is no project in it Pack your project anew."),
        ("pipe", f"error: pipe is neither a folder nor a file {taken}"),
        ("notes.zip/x", "error: there is no project folder notes.zip/x Make one: scaffold day2 --into notes.zip/x"),
        ("x" * 300, f"error: {'x' * 300} can't be read: File name too long Check the name, and who may read it."),
    ):
        assert usage(given, tmp_path, TMPDIR=str(temporary))[0] == words
    said, _ = usage("empty", tmp_path)
    assert said.startswith(f"error: {tmp_path}/empty is no project. Looked for Flask: ")
    assert gone(temporary)


def test_an_archive_without_a_project(tmp_path: Path, temporary: Path) -> None:
    """The sentences that name a folder elsewhere name the archive."""
    with zipfile.ZipFile(tmp_path / "work.zip", "w") as file:
        file.writestr("index.html", "<h1>Hi</h1>")
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as file:
        for name in ("one", "two"):
            file.writestr(f"{name}/app.py", "from flask import Flask\napp = Flask(__name__)\napp.run()\n")
    said, _ = usage("work.zip", tmp_path, TMPDIR=str(temporary))
    assert said.startswith("error: work.zip is no project. Looked for Flask: ") and str(temporary) not in said
    said, _ = usage("two.zip", tmp_path, TMPDIR=str(temporary))
    assert said == "error: two.zip holds 2 projects: one/app.py, two/app.py Pack that one project's folder alone."
    assert gone(temporary)


def test_a_folder_that_nobody_may_read(tmp_path: Path) -> None:
    """Robustness 1: mode 000 is told with the path, exit 2. Root may read everything unless it gives that up."""
    like_others = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []
    for closed in ("shut", "outer"):
        (tmp_path / closed / "inner").mkdir(parents=True)
        (tmp_path / closed).chmod(0)
    shut = f"error: {tmp_path}/shut can't be read: Permission denied Name the folder that holds your project"
    try:
        for given, words in (
            ("shut", shut),
            ("outer/inner", "error: outer/inner can't be read: Permission denied Check the name, and who may read it."),
        ):
            argv = [*like_others, SCRIPTS / "grade", "day2", "--project", given, "--runner", "local"]
            done = subprocess.run(argv, capture_output=True, text=True, cwd=tmp_path, timeout=60)
            assert done.returncode == 2 and " ".join(done.stderr.split()).startswith(words), done.stderr
    finally:
        for closed in ("shut", "outer"):
            (tmp_path / closed).chmod(0o700)


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe")


def listening(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"/proc/self/fd/{number}/sock")  # whose own path may be too long
    os.close(number)


def holes(folder: Path) -> None:
    with (folder / "huge.bin").open("wb") as file:
        file.truncate(5 << 30)


def very_many(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    for name in range(100_000):
        os.mknod(f"f{name}", dir_fd=number)
    os.close(number)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (pipe, f"pipe is a named pipe: {NO_PART}"),
        (listening, f"sock is a socket: {NO_PART}"),
        (holes, "the project is larger than 200 MiB: its largest file, huge.bin, has 5120 MiB"),
        (very_many, "the project holds more than 20000 files: at f"),
    ],
)
def test_odd_files(make: Callable[[Path], None], words: str, tmp_path: Path) -> None:
    """Case 47: refused by name in less than two seconds, the start of the grader included."""
    project = lay(tmp_path / "work", "sane")
    make(project)
    outcome = grade(["day8"], project, tmp_path, runner="local")
    assert outcome.done.returncode == 3 and outcome.report["status"] == "not-startable"
    assert outcome.report["problem"].startswith(words)
    assert outcome.seconds < 2


@pytest.mark.usefixtures("engine")
def test_odd_names(tmp_path: Path) -> None:
    """Robustness 5: names that no terminal can show are graded where the output is ASCII alone."""
    project = lay(tmp_path / "work", "sane")
    for name in (b"\xff\xfe.py", b"a\nb", "\U0001f600".encode(), b"x" * 255, b"dot."):
        Path(os.fsdecode(os.fsencode(project) + b"/" + name)).write_bytes(name)
    outcome = grade(["day8"], project, tmp_path, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    unharmed(outcome, tmp_path)
    assert outcome.done.returncode == 0, outcome.done.stdout + outcome.done.stderr
