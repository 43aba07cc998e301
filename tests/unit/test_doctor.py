"""`grade doctor`: each fact, its cure, and what all of it comes to. Engines are models; programs are small scripts."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docker.errors
import pytest
import requests
from click import unstyle
from click.testing import CliRunner, Result

from grader import doctor, mounts
from grader.cli.doctor import as_data, as_text
from grader.cli.grade import main
from grader.doctor import browsers, databases, engine, here, surroundings
from grader.doctor.cures import COMMANDS, install
from grader.doctor.facts import Fact, Machine
from grader.errors import MachineError

Usage = namedtuple("Usage", "total used free")
OLD = {  # what such an engine answers
    "version": {
        "Version": "20.10.24",
        "ApiVersion": "1.41",
        "KernelVersion": "5.10.0",
        "Os": "linux",
        "Components": [
            {"Name": "Engine", "Version": "20.10.24", "Details": {"ApiVersion": "1.41", "KernelVersion": "5.10.0"}},
            {"Name": "containerd", "Version": "1.6.20", "Details": {}},
            {"Name": "runc", "Version": "1.1.5", "Details": {}},
        ],
    },
    "info": {
        "ServerVersion": "20.10.24",
        "KernelVersion": "5.10.0",
        "OperatingSystem": "Debian GNU/Linux 12 (bookworm)",
        "OSType": "linux",
        "DockerRootDir": "/",
        "SecurityOptions": ["name=seccomp,profile=default"],
        "Runtimes": {"runc": {"path": "runc"}},
        "Driver": "overlay2",
        "CgroupDriver": "cgroupfs",
        "CgroupVersion": "1",
    },
}


class Engine:
    """As much of an engine as the doctor asks for."""

    def __init__(self, *, images: tuple[str, ...] = (), answers: dict[str, Any] | None = None) -> None:
        self.answers = answers or OLD
        self.names = images
        self.api = self
        self.images = self
        self.base_url = "http+docker://localhost"

    def version(self, *_: Any, **__: Any) -> dict[str, Any]:
        return dict(self.answers["version"])

    def info(self) -> dict[str, Any]:
        return dict(self.answers["info"])

    def get(self, name: str) -> Any:
        if name not in self.names:
            raise docker.errors.ImageNotFound(name)
        return namedtuple("Image", "id attrs")("sha256:1", {})

    def containers(self, **_: Any) -> list[dict[str, Any]]:
        return []

    networks = containers

    def volumes(self, **_: Any) -> dict[str, Any]:
        return {"Volumes": None}

    def close(self) -> None:
        pass


def facts(check: Callable[[Machine], Any], machine: Machine | None = None) -> list[Fact]:
    return list(check(machine or Machine()))


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes the search path hold these programs alone, each with what it prints and its exit code."""
    home = tmp_path / "bin"
    home.mkdir()
    monkeypatch.setenv("PATH", str(home))

    def make(**found: str | int) -> None:
        for name, says in found.items():
            (home / name).write_text(f"#!/bin/sh\n{f'exit {says}' if isinstance(says, int) else f'echo {says!r}'}\n")
            (home / name).chmod(0o755)

    return make


@pytest.fixture
def grade_doctor(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`grade doctor` without an engine, unless a test has one."""
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/none.sock")
    return lambda *words: CliRunner().invoke(main, ["doctor", *words])


# --- this machine -----------------------------------------------------------------------------------------------------
def test_programs_that_are_there(programs):
    """What they say of their version, without the rest."""
    programs(python3="3.12.1", node="v22.1.0", npm="10.9.0", git="git version 2.45.0", sqlite3="3.45.1 2024-01-30 abc")
    found = [fact for check in (here.python3, here.node, here.git, here.sqlite3) for fact in facts(check)]
    assert [(fact.name, fact.found, fact.state) for fact in found] == [
        ("python3", "3.12.1", "ok"),
        ("node", "v22.1.0", "ok"),
        ("npm", "10.9.0", "ok"),
        ("git", "2.45.0", "ok"),
        ("sqlite3", "3.45.1", "ok"),
    ]


def test_programs_that_are_missing(programs):
    """Only without Python is a way to grade closed; each says what it is for and where to get it."""
    programs()
    (python,), (node, npm), (git,) = (facts(check) for check in (here.python3, here.node, here.git))
    assert (python.state, python.found, python.ways) == ("bad", "not installed", ("local",))
    assert "sudo apt install python3 python3-venv" in python.cure
    assert (node.state, node.found) == ("warn", "not found: no Express without a container")
    assert (npm.state, npm.found) == ("warn", "not found: no Express without a container")
    assert node.cure == npm.cure and "https://nodejs.org (18 or newer)" in node.cure
    assert (git.state, git.found) == (
        "warn",
        "not found: scaffold course makes no repository, and goals about Git are not checked",
    )
    assert "https://git-scm.com" in git.cure
    (lite,) = facts(here.sqlite3)
    assert (lite.state, lite.ways) == ("warn", ()) and "sudo apt install sqlite3" in lite.cure


def test_programs_that_do_not_do(programs):
    """A Python without venv, a Node that is too old, an npm that fails."""
    programs(node="v16.20.0", npm=1, git=1)
    for module in ("ensurepip", "venv"):
        script = f'#!/bin/sh\ncase "$*" in *{module}*) exit 1;; esac\necho 3.12.1\n'
        Path(os.environ["PATH"], "python3").write_text(script)
        Path(os.environ["PATH"], "python3").chmod(0o755)
        (python,) = facts(here.python3)
        assert (python.state, python.found) == ("bad", "can't make virtual environments")
    (node, npm), (git,) = (facts(check) for check in (here.node, here.git))
    assert (node.state, node.found) == ("warn", "v16.20.0: too old for Express without a container")
    assert (npm.state, git.state) == ("warn", "warn")


@pytest.mark.parametrize(("left", "state", "found"), [(2 << 30, "ok", "2.0 GiB"), ((2 << 30) - 1, "warn", "2.0 GiB")])
def test_room(tmp_path, monkeypatch, left, state, found):
    """Less than 2 GiB is too little, wherever: cache, temporary folder, the engine's images."""
    monkeypatch.setattr(here.shutil, "disk_usage", lambda _: Usage(0, 0, left))
    monkeypatch.setenv("GRADER_CACHE", str(tmp_path / "not" / "made" / "yet"))
    seen = [*facts(here.disk), *facts(engine.data_root, Machine(Engine()))]
    assert [fact.name for fact in seen] == ["disk, cache", "disk, temporary", "disk, engine"]
    for fact in seen:
        assert fact.state == state and fact.found.startswith(f"{found} free at ")
        assert (state == "warn") == fact.cure.startswith("2 GiB should be. Free some space there")


def test_a_cache_that_cannot_be_written(monkeypatch):
    """Closes the way without a container."""
    monkeypatch.setenv("GRADER_CACHE", "/dev/null/cache")
    cache, _ = facts(here.disk)
    assert (cache.state, cache.found, cache.ways) == ("bad", "/dev/null can't be written to", ("local",))


def test_a_home_is_not_named(monkeypatch, tmp_path):
    """What is shown may go into a bug report."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert [here.tilde(tmp_path / "a" / "b"), here.tilde(tmp_path)] == ["~/a/b", "~"]
    assert here.tilde(Path("/srv")) == "/srv"


# --- the engine -------------------------------------------------------------------------------------------------------
def test_case_20_old_engine():
    """Case 20: an engine 20.10 with runc 1.1.5: shown, and warned of with advice; grading works all the same."""
    found = facts(engine.versions, Machine(Engine()))
    shown = " ".join(fact.found for fact in found if fact.state == "ok")
    assert "20.10.24" in shown and "1.1.5" in shown
    warned = [fact for fact in found if fact.state == "warn"]
    assert any("20.10" in fact.found for fact in warned) and any("1.1.5" in fact.found for fact in warned)
    assert all(fact.cure for fact in warned)
    assert not any(fact.state == "bad" for fact in found)


def test_case_20_current_engine():
    """Case 20: the same engine brought up to date is shown, and nothing is said against it."""
    new = json.loads(
        json.dumps(OLD).replace("20.10.24", "29.0.1").replace("1.1.5", "1.3.3").replace("5.10.0", "6.12.1")
    )
    new["info"]["CgroupVersion"] = "2"
    found = facts(engine.versions, Machine(Engine(answers=new)))
    assert {fact.state for fact in found} == {"ok"}
    shown = {fact.name: fact.found for fact in found}
    assert (shown["engine"], shown["runc"], shown["kernel"]) == ("29.0.1", "1.3.3", "6.12.1")


def test_an_engine_without_a_filter():
    """What is missing is never shown as if it were well."""
    bare = OLD | {"info": OLD["info"] | {"SecurityOptions": [], "PidsLimit": False}}
    found = facts(engine.versions, Machine(Engine(answers=bare)))
    assert [fact.state for fact in found if "not filtered" in fact.found or "filter system calls" in fact.found] == [
        "warn"
    ]
    assert [fact.state for fact in found if "processes" in fact.found] == ["warn"]


def test_transport(monkeypatch):
    """Sockets, or a port where they don't cross; and who says so."""
    machine = Machine(Engine())
    monkeypatch.delenv("GRADER_TRANSPORT", raising=False)
    monkeypatch.setattr("platform.system", lambda: "Linux")
    assert [fact.found for fact in facts(engine.transport, machine)] == ["unix sockets"]
    monkeypatch.setenv("GRADER_TRANSPORT", "port")
    assert [f.found for f in facts(engine.transport, machine)] == [
        "a published loopback port (GRADER_TRANSPORT says so)"
    ]


def test_an_engine_in_a_machine_of_its_own():
    """Its disk is not this machine's."""
    remote = Engine()
    remote.base_url = "tcp://10.0.0.1"
    elsewhere = Engine(answers=OLD | {"info": OLD["info"] | {"DockerRootDir": "/not/here"}})
    for one in (remote, elsewhere):
        (fact,) = facts(engine.data_root, Machine(one))
        assert (fact.state, fact.found) == ("ok", "in a machine of its own: docker system df shows it")


def test_base_images(monkeypatch):
    """There, to be fetched, or chosen by a variable."""
    monkeypatch.delenv("GRADER_PYTHON_IMAGE", raising=False)
    monkeypatch.setenv("GRADER_NODE_IMAGE", "registry.school/node:22")
    python, node = facts(engine.base_images, Machine(Engine(images=("python:3.12-slim", "node:22-slim"))))
    assert (python.name, python.found, python.state) == ("image, python", "python:3.12-slim", "ok")
    assert (node.state, node.found) == ("warn", "registry.school/node:22 is not here yet (GRADER_NODE_IMAGE says so)")
    assert "docker pull registry.school/node:22" in node.cure
    (alone,) = facts(engine.base_images)
    assert alone.found == "registry.school/node:22 (GRADER_NODE_IMAGE says so)"


def test_a_browser_of_this_machine(programs, monkeypatch):
    """Its version; or what is missing, the browser or what drives it, and the cure for this system."""
    from grader.runners import local_browser

    monkeypatch.setattr(local_browser, "PLACES", ())
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", "/nowhere")
    (missing,) = facts(browsers.browser)
    assert (missing.state, missing.found) == ("warn", "none found: no goals about a page without a container")
    assert "GRADER_BROWSER" in missing.cure
    programs(chromium="Chromium 150.0.1 built on Debian")
    assert facts(browsers.browser) == [Fact("browser", "Chromium 150.0.1 built on Debian")]
    programs(chromium=1)
    assert "can't be started" in facts(browsers.browser)[0].found
    monkeypatch.setattr(local_browser, "has_driver", lambda: False)
    assert "pip install 'backend-week[browser]'" in facts(browsers.browser)[0].cure


def test_a_browser_in_a_container(monkeypatch):
    """The image that there is, the one that was chosen, or what the first goal about a page will fetch."""
    fetched, _ = facts(browsers.browser, Machine(Engine()))
    assert fetched.state == "ok" and "fetches mcr.microsoft.com/playwright/python" in fetched.found
    local = "backend-week/base-browser:local"
    assert facts(browsers.browser, Machine(Engine(images=(local,))))[0].found == local
    monkeypatch.setenv("GRADER_BROWSER_IMAGE", "mine:1")
    assert facts(browsers.browser, Machine(Engine(images=("mine:1",))))[0].found.startswith("mine:1 (")


def test_databases(monkeypatch):
    """None is needed; each kind of server is there, to be fetched, or to be had for one command."""
    monkeypatch.setenv("GRADER_MYSQL_IMAGE", "registry.school/mariadb:11")
    here = Machine(Engine(images=("postgres:17",)))
    lite, postgres, mysql, _ = facts(databases.databases, here)
    assert lite.found == "always works"
    assert (postgres.found, postgres.state) == ("postgres:17", "ok")
    assert mysql.found == "the first run with --database mysql fetches registry.school/mariadb:11"
    assert "a server of yours" in facts(databases.databases)[1].found
    monkeypatch.setattr(databases.importlib.util, "find_spec", lambda _: None)
    assert "pip install 'backend-week[services]'" in facts(databases.databases, here)[1].found


def test_leftovers(tmp_path, monkeypatch):
    """What a dead grader left is told with its cure, and not touched."""
    from grader.runners import folders
    from grader.runners.docker.engine import LABEL, labels

    monkeypatch.setattr(folders, "SHORTEST", tmp_path)
    monkeypatch.setattr(folders.tempfile, "tempdir", str(tmp_path))
    living = Engine()
    monkeypatch.setattr(living, "containers", lambda **_: [{"Id": "1", "Labels": labels("living")}])
    (nothing,) = facts(engine.leftovers, Machine(living))
    assert (nothing.state, nothing.found) == ("ok", "nothing")
    left = tmp_path / f"backend-week-{'.'.join(folders.me()._replace(start='1'))}-abcdefgh"
    left.mkdir()
    (found,) = facts(engine.leftovers)
    assert (found.state, found.found) == ("warn", "things of 1 grader that ended early")
    assert found.cure == "Remove them: grade clean"
    assert left.is_dir()
    dead = labels("dead") | {f"{LABEL}.start": "2"}
    monkeypatch.setattr(living, "containers", lambda **_: [{"Id": "1", "Labels": dead}])
    (found,) = facts(engine.leftovers, Machine(living))
    assert found.found == "things of 2 graders that ended early"


def test_an_engine_that_fails_meanwhile(monkeypatch):
    """It closes the way, in words; what was found before stays, and it is not asked again."""
    ill = Engine()

    def info() -> dict[str, Any]:
        raise requests.ConnectionError("reset")

    monkeypatch.setattr(ill, "info", info)
    monkeypatch.setattr("grader.runners.docker.engine.connect", lambda: ill)
    monkeypatch.delenv("GRADER_NODE_IMAGE", raising=False)
    monkeypatch.delenv("GRADER_PYTHON_IMAGE", raising=False)
    found = doctor.examine([here.system, engine.data_root, engine.base_images])
    assert [fact.name for fact in found] == ["Python", "system", "engine"]
    assert found[2].found.startswith("the Docker engine went away") and found[2].cure
    assert doctor.working(found) == ["local"]


def test_a_check_that_breaks(monkeypatch):
    """The other facts are wanted all the more."""

    def odd(_: Machine) -> list[Fact]:
        raise ZeroDivisionError("odd")

    monkeypatch.setattr("grader.runners.docker.engine.connect", Engine)
    found = doctor.examine([odd, here.system])
    assert (found[0].name, found[0].state) == ("odd", "warn")
    assert found[0].found == "can't be found out: ZeroDivisionError('odd')"
    assert found[1].name == "Python"


@pytest.mark.parametrize(
    ("docker", "found", "cure"),
    [
        ({}, "Docker is not installed", "https://docs.docker.com/get-docker/"),
        ({"docker": 1}, "Docker is installed, but its engine is not running", "sudo systemctl start docker"),
        ({"docker": "unix:///gone"}, "Docker is installed, but its engine is not running", "Docker Desktop"),
        (
            {"docker": "unix:///dev/null"},
            "your docker command uses one at unix:///dev/null",
            "export DOCKER_HOST=unix:",
        ),
    ],
)
def test_nothing_where_an_engine_should_be(programs, monkeypatch, docker, found, cure):
    """Not installed, not started, or where only the docker command looks: each has its own cure."""
    programs(**docker)
    monkeypatch.delenv("DOCKER_HOST", raising=False)
    lacking = MachineError("no Docker engine was found on this machine")
    lacking.__cause__ = FileNotFoundError()
    (fact,) = facts(engine.reached, Machine(trouble=lacking))
    assert (fact.state, fact.ways) == ("bad", ("docker",))
    assert found in fact.found and cure in fact.cure


# --- the command ------------------------------------------------------------------------------------------------------
def test_without_an_engine(grade_doctor):
    """The reason and the cure; grading without a container still works, so exit 0."""
    done = grade_doctor()
    assert done.exit_code == 0, done.output
    words = "there is none at unix:///nowhere/none.sock, as DOCKER_HOST says\n  Correct DOCKER_HOST, or unset it"
    assert f"✗ engine                 {words}" in done.output
    assert done.output.endswith("only without a container: no isolation, for your own code.\n")


def test_reasons_differ(grade_doctor, monkeypatch, tmp_path):
    """Stopped, not permitted, too old, elsewhere: the words are the engine's own and each is another."""
    with socket.socket(socket.AF_UNIX) as stopped:
        stopped.bind(f"{tmp_path}/s")
    seen = set()
    for host in ("unix:///nowhere/none.sock", f"unix://{tmp_path}/s", "tcp://127.0.0.1:1", "ssh://me@engine.school"):
        monkeypatch.setenv("DOCKER_HOST", host)
        (fact,) = [fact for fact in json.loads(grade_doctor("--json").output)["facts"] if fact["name"] == "engine"]
        assert fact["state"] == "bad" and fact["cure"]
        seen.add(fact["found"])
    for words in ("you may not use it", "it is too old"):

        def refuse(words: str = words) -> None:
            raise MachineError(words, "Mend it.")

        monkeypatch.setattr("grader.runners.docker.engine.connect", refuse)
        assert f"✗ engine                 {words}\n  Mend it.\n" in grade_doctor().output
    assert len(seen) == 4


def test_nothing_works(grade_doctor, programs):
    """Neither way: exit 4."""
    programs()
    done = grade_doctor()
    assert done.exit_code == 4
    assert done.output.endswith("Grading does not work here. Mend what is marked, then look again: grade doctor\n")


def test_json(grade_doctor, programs):
    """For programs: every fact with its state, and the ways that work."""
    programs(python3="3.12.1")
    done = grade_doctor("--json")
    report = json.loads(done.output)
    assert done.exit_code == 0
    assert (report["version"], report["works"]) == (1, ["local"])
    assert {"name": "python3", "state": "ok", "found": "3.12.1", "cure": ""} in report["facts"]
    assert {fact["state"] for fact in report["facts"]} == {"ok", "warn", "bad"}


def test_what_others_say_is_only_shown():
    """An engine's or a program's own words steer no terminal and no CI service."""
    hostile = [Fact("runc", "1.1\x1b[2J\n::error::x", "warn", f"do\u202e this{' ' * 3}{'w' * 93} ::error::x")]
    text, data = unstyle(as_text(hostile, [])), as_data(hostile, [])
    assert "! runc                   1.1\\x1b[2J ::error::x\n  do\\u202e this\n" in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    assert json.loads(data)["facts"][0]["found"] == "1.1\\x1b[2J ::error::x"


def test_a_terminal_without_unicode(monkeypatch):
    """Letters take the place of the signs; a long cure is wrapped below its fact."""
    monkeypatch.setattr("grader.cli.doctor.sys.stdout", namedtuple("Stream", "encoding")("ascii"))
    seen = [Fact("a", "1"), Fact("b", "2", "warn", "mend"), Fact("c", "3", "bad", "word " * 40)]
    lines = unstyle(as_text(seen, ["docker", "local"])).splitlines()
    assert [line.split() for line in lines[:3]] == [["ok", "a", "1"], ["!", "b", "2"], ["mend"]]
    assert lines[3].split() == ["x", "c", "3"] and len(lines) == 9
    assert all(line.isascii() and len(line) <= 100 for line in lines)
    assert lines[-1] == "Grading works here, in a container and without one."


def test_help_says_what_the_codes_mean(grade_doctor):
    """What exit 0 promises is a decision: it is written down."""
    text = " ".join(grade_doctor("--help").output.split())
    assert "0 grading works in at least one way (in a container, or without one) · 4 in none" in text


@pytest.mark.parametrize("command", ["clean", "doctor"])
def test_help_is_quick(command):
    """Nothing that takes long is imported before it is needed."""
    script = f"""
import sys
from grader.cli.grade import main
try:
    main(["{command}", "--help"])
except SystemExit:
    pass
print(sorted({{"docker", "requests", "psutil", "rich", "pytest"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"


def test_where_packages_come_from(programs):
    """Each installer is asked; without an answer, what still works is said; one that is not there is no fact here."""
    programs(python3="flask (3.1.1)", npm="PONG")
    assert [(fact.name, fact.state) for fact in facts(surroundings.network)] == [
        ("packages, Python", "ok"),
        ("packages, Node", "ok"),
    ]
    programs(python3=1, npm=1)
    for fact in facts(surroundings.network):
        assert fact.state == "warn" and "gets no answer" in fact.found
        assert "what was installed before works without" in fact.cure


def test_no_installer_is_no_fact(programs):
    """What is missing is told by another check."""
    programs()
    assert facts(surroundings.network) == []


def test_the_port_of_serve(monkeypatch):
    """Free, or in use: by whom, and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        monkeypatch.setattr(surroundings, "PORT", listening.getsockname()[1])
        (busy,) = facts(surroundings.port)
    assert busy.state == "warn" and f"(process {os.getpid()})" in busy.found and "--port" in busy.cure
    (free,) = facts(surroundings.port)
    assert (free.state, free.found) == ("ok", "free")


def test_file_events(monkeypatch, tmp_path):
    """A disk that sends none, a system that allows few watches, and the usual one."""
    monkeypatch.chdir(tmp_path)
    few = tmp_path / "few"
    few.write_text("1024\n")
    monkeypatch.setattr(surroundings, "WATCHES", tmp_path / "none")
    (usual,) = facts(surroundings.watching)
    monkeypatch.setattr(surroundings, "WATCHES", few)
    (scarce,) = facts(surroundings.watching)
    monkeypatch.setattr(mounts, "is_silent", lambda _: True)
    (silent,) = facts(surroundings.watching)
    assert (usual.state, scarce.state, silent.state) == ("ok", "warn", "warn")
    assert "1024" in scarce.found and "sysctl" in scarce.cure and "again and again" in silent.found


@pytest.mark.parametrize("program", COMMANDS)
def test_each_system_has_a_cure(monkeypatch, program):
    """Debian and Ubuntu, macOS, Windows: a command; everywhere else a page."""
    seen = set()
    words = {"Linux": "apt install", "Darwin": "install", "Windows": "winget install", "Plan9": "https"}
    for system, word in words.items():
        monkeypatch.setattr("platform.system", lambda system=system: system)
        assert word in install(program) and "https://" in install(program)
        seen.add(install(program))
    assert len(seen) == 4
