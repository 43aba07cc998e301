"""Projects of hostile shape: links, pipes, endless files, names, modules that shadow the grader's own, and numbers."""

from __future__ import annotations

import getpass
import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.threats.harness import COURSE, Outcome, grade, unharmed
from tests.e2e.threats.projects import course, lay

SHADOWS = ("conftest", "sitecustomize", "usercustomize", "requests", "pytest", "json", "socket", "grader/__init__")
SETTINGS = {
    "pytest.ini": "[pytest]\naddopts = --collect-only -p conftest\n",
    "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--collect-only'\n",
    "setup.cfg": "[tool:pytest]\naddopts = --collect-only\n",
    "tox.ini": "[pytest]\naddopts = --collect-only\n",
    "pytest_plugins.pth": "import conftest\n",
}


AFTER_ITS_OWN = "exec python3 -I -c 'import sys; sys.path.append(str()); import app'"  # not even the app meets them


def test_modules_that_shadow_the_graders(runner: str, tmp_path: Path) -> None:
    """Case 4: conftest.py, pytest.ini, requests.py and the like, typed inside the project: an honest failure."""
    marker = tmp_path / "imported"
    project = lay(tmp_path / "work", "wrong", start=AFTER_ITS_OWN)
    for name in SHADOWS:
        file = project / f"{name}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"open({str(marker)!r}, 'a').write({name!r})\nraise SystemExit(0)\n")
    for name, text in SETTINGS.items():
        (project / name).write_text(text)
    outcome = grade(["day8"], project, tmp_path, runner=runner, cwd=project, PYTHONDONTWRITEBYTECODE="")
    unharmed(outcome, tmp_path)
    assert outcome.done.returncode == 1, outcome.done.stdout + outcome.done.stderr
    assert (outcome.goals("passed"), outcome.goals("failed")) == ({"probe.held"}, {"probe.sane"})
    assert not marker.exists(), marker.read_text()


# --- links ------------------------------------------------------------------------------------------------------------
SECRET = "FOREIGN-91c"
LINKS: dict[str, tuple[str, str]] = {  # the link, and where it leads: {out} is a folder beside the project
    "a file of the system": ("notes.txt", "/etc/passwd"),
    "the folder above": ("up", ".."),
    "a folder elsewhere": ("lib", "{out}"),
    "a file elsewhere": ("data.json", "{out}/secret.txt"),
    "by detours": ("static", "sub/../../out"),
    "requirements": ("requirements.txt", "{out}/secret.txt"),
    "the system's for requirements": ("requirements.txt", "/etc/passwd"),
    "its own code": ("helper.py", "{out}/secret.txt"),
    "its settings": ("grade.toml", "{out}/secret.txt"),
    "its process file": ("Procfile", "{out}/secret.txt"),
}


@pytest.mark.parametrize("name", LINKS)
def test_links_that_leave(name: str, tmp_path: Path) -> None:
    """Case 14: exit 3 and the link's name; nothing of what it leads to is in any report."""
    link, target = LINKS[name]
    out = tmp_path / "out"
    out.mkdir()
    (out / "secret.txt").write_text(f"{SECRET}==1.0\n-r {SECRET}\n")
    project = lay(tmp_path / "work", "sane")
    (project / "sub").mkdir()
    (project / link).unlink(missing_ok=True)
    (project / link).symlink_to(target.format(out=out))
    outcome = grade(["day8"], project, tmp_path, runner="local")
    refused(outcome, f"the symlink {link} leaves the project", tmp_path)
    assert not [where for where, text in outcome.everything() if SECRET in text or "root:x:0" in text]


@pytest.mark.parametrize(("link", "target"), [("itself", "itself"), ("one", "other"), ("in/loop", "../in/loop")])
def test_links_in_circles(link: str, target: str, tmp_path: Path) -> None:
    """Case 14: a link that leads to itself, or two to each other."""
    project = lay(tmp_path / "work", "sane")
    (project / "in").mkdir()
    (project / link).symlink_to(target)
    if target == "other":
        (project / "other").symlink_to(link)
    outcome = grade(["day8"], project, tmp_path, runner="local")
    refused(outcome, f"the symlink {link} goes round in circles", tmp_path)


def test_a_link_to_the_project_itself(runner: str, tmp_path: Path) -> None:
    """Case 14: a link to the folder that it lies in stays, and nobody walks it for ever."""
    project = lay(tmp_path / "work", "sane")
    (project / "self").symlink_to(".")
    outcome = grade(["day8"], project, tmp_path, runner=runner)
    unharmed(outcome, tmp_path)
    assert outcome.done.returncode == 0, outcome.done.stdout + outcome.done.stderr


def refused(outcome: Outcome, words: str, tmp_path: Path) -> None:
    """Exit 3 with the sentence, soon, and nothing was started."""
    unharmed(outcome, tmp_path)
    assert outcome.done.returncode == 3, outcome.done.stdout + outcome.done.stderr
    assert outcome.report["status"] == "not-startable" and words in outcome.report["problem"], outcome.report["problem"]
    assert outcome.seconds < 4


# --- files ------------------------------------------------------------------------------------------------------------
def fifo(project: Path) -> None:
    os.mkfifo(project / "odd")


def unix_socket(project: Path) -> None:
    folder = os.open(project, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"/proc/self/fd/{folder}/odd")
    os.close(folder)


def device(project: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make a device")
    os.mknod(project / "odd", 0o666 | 0o020000, os.makedev(1, 5))  # /dev/zero


def sparse(project: Path) -> None:
    with (project / "odd").open("wb") as file:
        file.truncate(5 << 30)


def many(project: Path) -> None:
    (project / "odd").mkdir()
    for number in range(100_000):
        os.close(os.open(project / "odd" / str(number), os.O_CREAT | os.O_WRONLY))


def long_names(project: Path) -> None:
    folder = project
    for _ in range(50):  # with the file's name just below the longest path that a project may have
        folder = folder / ("x" * 14)
        os.mkdir(folder)  # noqa: PTH102
    (folder / ("y" * 255)).write_text("")
    (project / ("é" * 127)).write_text("")


ODD: dict[str, tuple[Callable[[Path], None], str]] = {
    "fifo": (fifo, "odd is a named pipe: that can't be part of a project"),
    "socket": (unix_socket, "odd is a socket: that can't be part of a project"),
    "device": (device, "odd is a device: that can't be part of a project"),
    "sparse": (sparse, "the project is larger than 200 MiB: its largest file, odd, has 5120 MiB"),
    "many": (many, "the project holds more than 20000 files: at odd/"),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_files(name: str, tmp_path: Path) -> None:
    """Case 47: each is refused by its name, at once, and nothing waits for a pipe's other end."""
    make, words = ODD[name]
    project = lay(tmp_path / "work", "sane")
    make(project)
    refused(grade(["day8"], project, tmp_path, runner="local"), words, tmp_path)


def test_long_names(runner: str, tmp_path: Path) -> None:
    """Case 47: names as long as a file system has them, many folders deep: graded."""
    project = lay(tmp_path / "work", "sane")
    long_names(project)
    outcome = grade(["day8"], project, tmp_path, runner=runner)
    unharmed(outcome, tmp_path)
    assert outcome.done.returncode == 0, outcome.done.stdout + outcome.done.stderr


@pytest.mark.parametrize("name", ["fifo", "socket", "device", "a link to a pipe", "a folder"])
@pytest.mark.parametrize("file", ["grade.toml", "requirements.txt"])
def test_odd_settings(name: str, file: str, tmp_path: Path) -> None:
    """Case 47: a settings file that is a pipe, a device or a folder is no settings file; nobody waits for it."""
    project = lay(tmp_path / "work", "sane")
    (project / file).unlink(missing_ok=True)
    if name == "a folder":
        (project / file).mkdir()
    elif name == "a link to a pipe":
        os.mkfifo(project / "pipe")
        (project / file).symlink_to("pipe")
    else:
        ODD[name][0](project)
        (project / "odd").rename(project / file)
    outcome = grade(["day8"], project, tmp_path, runner="local")
    assert outcome.seconds < 6 and "Traceback" not in outcome.done.stderr
    assert outcome.done.returncode in (0, 2, 3), outcome.done.stdout + outcome.done.stderr
    if name != "a folder":
        assert (
            outcome.done.returncode == 3 and f"{'pipe' if 'link' in name else file} is a" in outcome.report["problem"]
        )


# --- numbers ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "NaN", "inf", "-inf", "1e999", "soon", ""])
def test_start_timeouts(seconds: str, tmp_path: Path) -> None:
    """Case 51: a time that is none is wrong use, before anything runs."""
    project = lay(tmp_path / "work", "sane")
    outcome = grade(["day8", "--start-timeout", seconds], project, tmp_path, runner="local")
    assert outcome.done.returncode == 2 and "--start-timeout" in outcome.done.stderr
    assert outcome.files == {} and "Traceback" not in outcome.done.stderr


def test_forged_dates(runner: str, tmp_path: Path) -> None:
    """Case 51: an app's own idea of the time is no part of a report: neither its Date header nor what it prints."""
    project = lay(tmp_path / "work", "dated")
    outcome = grade(["day8"], project, tmp_path, runner=runner)
    unharmed(outcome, tmp_path)
    assert outcome.done.returncode == 0, outcome.done.stdout + outcome.done.stderr
    assert not outcome.report["started_at"].startswith("2099")
    assert 0 < outcome.report["duration_s"] < 60
    durations = [c["duration_s"] for g in outcome.report["exercises"][0]["goals"] for c in g["checks"]]
    assert all(0 < seconds < 10 for seconds in durations)


# --- names ------------------------------------------------------------------------------------------------------------
NAMES = [b"a\nb", b"CON", b"x" * 200, "\N{SNAKE}".encode(), b"\xff\xfe", b"-rf", b"a'b\"c$(id)`id`", b"a:b", b"a b"]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_names_of_folders(name: bytes, runner: str, tmp_path: Path) -> None:
    """Case 55: a project's folder may be called anything; its name is in no path and no label of ours."""
    project = lay(tmp_path / os.fsdecode(name), "sane")
    outcome = grade(["day8"], project, tmp_path, runner=runner, LC_ALL="C.UTF-8")
    unharmed(outcome, tmp_path)
    assert outcome.done.returncode == 0, outcome.done.stdout + outcome.done.stderr
    inside = {os.fsencode(path.name) for path in tmp_path.iterdir()}
    assert inside == {name, *(f"report.{kind}".encode() for kind in outcome.files)}


ODD_WORDS = [
    "../../etc",
    "a\nb",
    "CON",
    "x" * 300,
    "\N{SNAKE}",
    "\udcff",
    "day8/../day8",
    "/etc/passwd",
    "",
    "day8\x1b[2J",
]


@pytest.mark.parametrize("word", ODD_WORDS, ids=ascii)
@pytest.mark.parametrize("place", ["day", "exercise"])
def test_names_of_days_and_exercises(place: str, word: str, tmp_path: Path) -> None:
    """Case 55: what is no day and no exercise is wrong use: told in a sentence, and no file is made of it."""
    project = lay(tmp_path / "work", "sane")
    words = ["day8", word] if place == "exercise" else [word]
    outcome = grade(words, project, tmp_path, runner="local", GRADER_COURSE=str(COURSE))
    assert outcome.done.returncode == 2, outcome.done.stdout + outcome.done.stderr
    assert f"no {'day' if place == 'day' else 'exercise'} called" in outcome.done.stderr
    assert "Traceback" not in outcome.done.stderr and "\x1b" not in outcome.done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["work"]


# --- who graded -------------------------------------------------------------------------------------------------------
ENDINGS = {"graded": 1, "not-startable": 3, "environment-error": 4}


@pytest.mark.parametrize("status", ENDINGS)
def test_nobody_is_named(status: str, runner: str, tmp_path: Path) -> None:
    """Case 56: no report and no output of any ending holds this machine's name, a user's, or a path of theirs."""
    home = tmp_path / "home-of-zaphod"
    home.mkdir()
    project = lay(tmp_path / "work-of-zaphod", "nosy" if status == "not-startable" else "wrong")
    bad = 'def test_bad():\n    """It."""\n    open("/home/zaphod/no/such/file")\n'
    where = course(tmp_path / "course-of-zaphod", bad=bad) if status == "environment-error" else COURSE
    told = {"HOME": str(home), "USER": "zaphod", "LOGNAME": "zaphod", "HOSTNAME": "zaphods-machine"}
    outcome = grade(["day8", "--verbose"], project, tmp_path, runner=runner, GRADER_COURSE=str(where), **told)
    unharmed(outcome, tmp_path)
    assert outcome.done.returncode == ENDINGS[status], outcome.done.stdout + outcome.done.stderr
    assert outcome.report["status"] == status
    names = ["zaphod", str(tmp_path), str(Path.home()) + "/", str(Path.cwd()), "/tmp/", "site-packages"]
    names += [name for name in (socket.gethostname(), getpass.getuser()) if len(name) > 6]
    for where_said, text in outcome.everything():
        assert not [name for name in names if name in text], (where_said, text)
    assert json.dumps(outcome.report)
