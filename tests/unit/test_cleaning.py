"""Whose leftovers are swept: those of dead graders and none else. The engine is a model of one; processes are real."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docker.errors
import pytest
import requests
from click.testing import CliRunner, Result

from grader.cli.freeing import sized
from grader.cli.grade import main
from grader.errors import MachineError
from grader.runners import caches, folders, in_use, leftovers, owners
from grader.runners.docker import cleaning
from grader.runners.docker.cleaning import remove_run, sweep, sweep_engine
from grader.runners.docker.engine import LABEL, labels, new_run
from grader.runners.leftovers import sweep_here
from grader.runners.owners import Owner, lives, me
from grader.runners.watchdog import TAG

DEAD = str(2**22 + 1)  # above the kernel's largest process id


class Api:
    """An engine's containers, networks and volumes, as far as cleaning asks for them."""

    api_version = "1.41"

    def __init__(self, *runs: tuple[str, dict[str, str]]) -> None:
        self.kept: dict[str, list[dict[str, Any]]] = {"container": [], "network": [], "volume": []}
        for name, marks in runs:
            for kind in self.kept:
                self.kept[kind].append({"Id": f"{kind} {name}", "Name": f"{kind} {name}", "Labels": marks})
        self.removed: list[str] = []

    def _found(self, kind: str, filters: dict[str, str]) -> list[dict[str, Any]]:
        key, _, value = filters["label"].partition("=")
        return [i for i in self.kept[kind] if key in i["Labels"] and value in ("", i["Labels"][key])]

    def containers(self, all: bool, filters: dict[str, str]) -> list[dict[str, Any]]:  # noqa: A002  # the SDK's name
        assert all
        return self._found("container", filters)

    def networks(self, filters: dict[str, str]) -> list[dict[str, Any]]:
        return self._found("network", filters)

    def volumes(self, filters: dict[str, str]) -> dict[str, Any]:
        return {"Volumes": self._found("volume", filters) or None}

    def _remove(self, kind: str, name: str) -> None:
        self.removed.append(name)
        if name.endswith("stubborn"):
            raise docker.errors.APIError("in use")
        if name.endswith("gone"):
            raise docker.errors.NotFound("gone")
        self.kept[kind] = [item for item in self.kept[kind] if item["Id"] != name]

    def remove_container(self, name: str, force: bool, v: bool) -> None:
        assert force and v
        self._remove("container", name)

    def remove_network(self, name: str) -> None:
        self._remove("network", name)

    def remove_volume(self, name: str, force: bool) -> None:
        self._remove("volume", name)


class Client:
    def __init__(self, *runs: tuple[str, dict[str, str]]) -> None:
        self.api = Api(*runs)


def owned(run: str, **other: str) -> tuple[str, dict[str, str]]:
    """What this process would own as that run, with some labels changed; an empty one is left out."""
    changed = labels(run) | {f"{LABEL}.{name}": value for name, value in other.items()}
    return run, {name: value for name, value in changed.items() if value}


@pytest.fixture(autouse=True)
def own_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary folders that no living grader uses."""
    monkeypatch.setattr(folders, "SHORTEST", tmp_path)
    monkeypatch.setattr(folders.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(cleaning, "PAUSE", 0)
    return tmp_path


@pytest.fixture
def dead() -> Owner:
    """An owner that has ended: its process id is free, or already another's."""
    script = "from grader.runners.owners import me; print('.'.join(me()))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return Owner(*done.stdout.strip().split("."))


# --- owners -----------------------------------------------------------------------------------------------------------
def test_labels():
    """Each run has its own, and says who owns it: process, its start, boot, place, and when it was made."""
    run = new_run()
    assert len(run) == 16 and new_run() != run
    mine = labels(run)
    assert mine.pop(f"{LABEL}.made").isdigit()
    names = {f"{LABEL}.{name}": value for name, value in me()._asdict().items()}
    assert mine == {LABEL: run} | names
    assert mine[f"{LABEL}.pid"] == str(os.getpid()) and all(mine.values())


@pytest.mark.parametrize(
    ("pid", "so"),
    [(str(os.getpid()), True), ("1", True), ("", False), ("x", False), ("0", False), ("-1", False), (DEAD, False)],
)
def test_lives(pid, so):
    """By the process id; one that may not be signalled lives as well, a group of processes is none."""
    assert lives(pid) is so
    assert not lives("9" * 40)


def test_a_process_id_that_is_used_again():
    """The same id with another start is another process."""
    assert lives(me().pid, me().start)
    assert not lives(me().pid, str(int(me().start) - 1))
    assert me()._replace(start="1").gone(time.time()) and not me().gone(time.time())


def test_a_zombie_holds_nothing():
    """A grader that has ended and was not waited for is gone."""
    with subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE) as child:
        start = owners.began(child.pid)
        assert child.stdout is not None
        child.stdout.read()
        deadline = time.monotonic() + 5
        while lives(str(child.pid)) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert Path(f"/proc/{child.pid}").exists(), "it was waited for"
        assert start and not lives(str(child.pid), start)


def test_what_cannot_be_seen_is_spared(monkeypatch):
    """Another user's process whose start is hidden lives; so does an owner elsewhere, for a day."""

    def forbidden(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(owners.os, "kill", forbidden)
    monkeypatch.setattr(owners, "began", lambda _: None)
    assert lives("77", "123")
    elsewhere = me()._replace(place="0" * 12, pid=DEAD, boot="1" * 12)
    assert not elsewhere.gone(time.time() - 3600)
    assert not elsewhere.gone(time.time() + 3600), "a clock that was set back"
    assert elsewhere.gone(time.time() - 25 * 3600)


# --- the engine -------------------------------------------------------------------------------------------------------
def test_sweep():
    """What dead graders and earlier boots left goes; a living one's stays, and what is none of ours."""
    client = Client(
        owned("mine"),
        owned("dead", pid=DEAD),
        owned("reused", start="1"),
        owned("earlier", boot="another"),
        owned("elsewhere", place="another", pid=DEAD),
        owned("long-ago", place="another", pid=DEAD, made="1000"),
        owned("older", place="", start="", made=""),
        ("unsigned", {LABEL: "unsigned"}),
        ("somebodys", owned("", pid=DEAD)[1] | {LABEL: ""}),
        ("foreign", {"other": "label"}),
    )
    swept = sweep(client)  # type: ignore[arg-type]
    assert set(swept.ended) == {"dead", "reused", "earlier", "long-ago", "unsigned"}
    assert swept.going == {"mine", "elsewhere", "older"}
    assert swept.removed == {"container": 5, "network": 5, "volume": 5} and not swept.kept
    for kind in ("container", "network", "volume"):
        left = [item["Id"].removeprefix(f"{kind} ") for item in client.api.kept[kind]]
        assert left == ["mine", "elsewhere", "older", "somebodys", "foreign"]


def test_removing_a_run():
    """Containers first, the holder last of them; what is gone hinders nothing, what is in use is tried again."""
    holder = {LABEL: "r", "org.backend-week.role": "holder"}
    client = Client(("holder", holder), ("app", {LABEL: "r"}), ("stubborn", {LABEL: "r"}), ("gone", {LABEL: "r"}))
    kept: list[str] = []
    removed = remove_run(client, "r", kept)  # type: ignore[arg-type]
    kinds = [name.split()[0] for name in client.api.removed[:12]]
    assert kinds == ["container"] * 4 + ["network"] * 4 + ["volume"] * 4
    assert client.api.removed[3] == "container holder"
    assert client.api.removed.count("volume stubborn") == cleaning.ROUNDS
    assert removed == {"container": 2, "network": 2, "volume": 2}
    assert kept[0].startswith("container container stubborn: ") and len(kept) == 3


@pytest.mark.parametrize("error", [requests.ConnectionError("reset"), docker.errors.APIError("bad")])
def test_an_engine_that_fails_meanwhile(monkeypatch, error):
    """No run fails by its sweep; who asked to have it cleaned hears of it."""
    client = Client(owned("dead", pid=DEAD))

    def lost(**_: object) -> None:
        raise error

    monkeypatch.setattr(client.api, "networks", lost)
    assert not sweep(client).ended  # type: ignore[arg-type]
    with pytest.raises(MachineError, match="looking for what was left behind"):
        sweep_engine(client)  # type: ignore[arg-type]


# --- this machine -----------------------------------------------------------------------------------------------------
def named(kind: str, owner: Owner, where: Path) -> Path:
    """A folder that was left behind, with a file in it."""
    folder = where / f"{kind}-{'.'.join(owner)}-abc_defg"
    (folder / "app").mkdir(parents=True)
    (folder / "app" / "app.py").write_text("")
    return folder


def test_folders_of_the_dead(own_tmp, dead):
    """Those of a dead grader go, a living one's stay, and whatever is not named as we name ours."""
    gone = [named("bw", dead, own_tmp), named("backend-week", dead, own_tmp)]
    living = folders.make(folders.PROJECTS)
    not_ours = [own_tmp / "bw-abcdefgh", own_tmp / "backend-week-notes", own_tmp / f"{gone[0].name}.old"]
    for folder in not_ours:
        folder.mkdir()
    swept = sweep_here()
    assert not any(path.exists() for path in gone)
    assert all(path.is_dir() for path in [living, *not_ours])
    assert swept.removed["folder"] == 2 and swept.runs == 1
    assert swept.going == {living.name}
    assert living.stat().st_mode & 0o777 == 0o700


def test_a_socket_folders_path_is_short():
    """A unix socket's path may have 107 bytes, also with the largest process id and a machine that runs for years."""
    longest = Owner("a" * 12, "b" * 12, str(2**22), str(100 * 86400 * 3650))
    assert len(f"/tmp/bw-{'.'.join(longest)}-abcdefgh/control.sock") < 100


def test_what_only_looks_like_a_folder_of_ours(own_tmp, dead, tmp_path_factory, monkeypatch):
    """A link and a file of such a name stay, and so does another user's folder."""
    kept = tmp_path_factory.mktemp("kept")
    (kept / "file").write_text("kept")
    link = own_tmp / f"bw-{'.'.join(dead)}-aaaaaaaa"
    link.symlink_to(kept)
    file = own_tmp / f"backend-week-{'.'.join(dead)}-bbbbbbbb"
    file.write_text("kept")
    theirs = named("backend-week", dead, own_tmp)
    with monkeypatch.context() as other_user:
        other_user.setattr(folders, "_mine", lambda: (os.getuid() + 1,))
        assert not sweep_here().removed
    assert theirs.is_dir() and link.is_symlink() and file.read_text() == "kept"
    assert folders.remove(theirs)
    assert sweep_here() == leftovers.Swept()
    assert link.is_symlink() and file.exists() and (kept / "file").read_text() == "kept"


def test_a_folder_that_was_closed(own_tmp, dead):
    """An app that took the rights of its folders away leaves them no longer than others; a link is not followed."""
    outside = own_tmp / "outside"
    outside.mkdir(mode=0o755)
    folder = named("backend-week", dead, own_tmp)
    (folder / "app" / "link").symlink_to(outside)
    (folder / "app" / "deep").mkdir(mode=0)
    folders._open_up(folder / "app" / "link")
    (folder / "app").chmod(0)
    if os.getuid() == 0:  # whom no rights stop
        assert folders.remove(folder)
    else:
        assert sweep_here().removed["folder"] == 1
    assert outside.stat().st_mode & 0o777 == 0o755


def test_processes_of_a_dead_local_run(own_tmp, dead):
    """Found by the folder's name in their environment; a thorough sweep finds them without the folder too."""
    folder = named("backend-week", dead, own_tmp)
    other = f"backend-week-{'.'.join(dead)}-hijklmno"
    mine = folders.make(folders.PROJECTS).name
    argv = [sys.executable, "-I", "-S", "-c", "import time; print(1, flush=True); time.sleep(60)"]
    children = {
        tag: subprocess.Popen(argv, env={TAG: tag}, stdout=subprocess.PIPE) for tag in (folder.name, other, mine)
    }
    try:
        for child in children.values():
            assert child.stdout is not None
            child.stdout.readline()
        assert leftovers.sweep_here().removed == {"process": 1, "folder": 1}
        assert [lives(str(child.pid)) for child in children.values()] == [False, True, True]
        assert leftovers.sweep_here(thorough=True).removed["process"] == 1
        assert [lives(str(child.pid)) for child in children.values()] == [False, False, True]
    finally:
        for child in children.values():
            child.kill()
            child.communicate()


def test_every_field_of_an_owner_is_in_a_folders_name(own_tmp):
    """What `make` writes, `owner_in` reads."""
    assert folders.owner_in(folders.make(folders.SOCKETS).name) == ("bw", me())
    assert folders.owner_in("bw-abcdefgh") is None


# --- what is kept for later runs --------------------------------------------------------------------------------------
HOLDING = """
import sys, time
from grader.runners.in_use import in_use
with in_use():
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of one's own with an installation of 40 kB, and things that are none."""
    monkeypatch.setenv("GRADER_CACHE", str(tmp_path / "cache"))
    home = caches.cache_root() / ("a" * 40)
    (home / "venv").mkdir(parents=True)
    (home / "venv" / "module.py").write_bytes(b"x" * 40000)
    (home / caches.COMPLETE).touch()
    (caches.cache_root() / "notes").mkdir()
    (caches.cache_root() / ("b" * 40)).symlink_to(home)
    return home


def test_local_caches(cache, monkeypatch):
    """Installations are found by their names and freed; what else lies there stays."""
    (found,) = caches.local()
    assert (found.kind, found.name) == ("local dependencies", "a" * 40)
    assert 40000 <= found.size < 60000
    whole: list[bool] = []
    with monkeypatch.context() as cut_off:
        cut_off.setattr(folders, "remove", lambda home: whole.append((home / caches.COMPLETE).exists()))
        found.free()
    assert whole == [False], "half of it could be taken for all of it"
    assert found.free() and not cache.exists()
    assert sorted(path.name for path in cache.parent.iterdir()) == ["b" * 40, "notes"]


def test_caches_of_a_run(cache):
    """While a run uses them nobody empties them; when it was killed, its mark counts for nothing."""
    with subprocess.Popen([sys.executable, "-c", HOLDING], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None and run.stdout.readline() == "held\n"
        with pytest.raises(MachineError, match="the caches are in use: a run is still going"), in_use.nobody():
            pytest.fail("emptied")
        with in_use.in_use():  # many at once may
            run.kill()
            run.wait()
    with in_use.nobody():
        pass
    marks = cache.parents[1] / "in-use"
    assert not list(marks.iterdir()), "marks of what is over"


def test_a_run_waits_until_the_caches_are_empty(cache, monkeypatch):
    """A run that begins meanwhile waits, though not for ever; without a cache to lock it just goes on."""
    monkeypatch.setattr(in_use, "PATIENCE", 0.2)
    began = time.monotonic()
    with in_use.nobody(), in_use.in_use():
        assert 0.2 <= time.monotonic() - began < 2
    monkeypatch.setenv("GRADER_CACHE", "/dev/null/none")
    with in_use.in_use():
        pass


# --- the command ------------------------------------------------------------------------------------------------------
@pytest.fixture
def clean(cache, monkeypatch) -> Callable[..., Result]:
    """`grade clean` where no engine is."""
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/none.sock")
    return lambda *words, **more: CliRunner().invoke(main, ["clean", *words], **more)


def test_nothing_to_clean(clean):
    """It says so, and where it did not look."""
    done = clean()
    assert done.exit_code == 0
    assert done.output == (
        "nothing was left behind\n"
        "no Docker engine was found: only this machine's folders and processes were looked at\n"
    )


def test_the_words(clean, own_tmp, dead, monkeypatch):
    """What was removed, in order and counted; whose was spared."""
    named("bw", dead, own_tmp)
    folders.make(folders.PROJECTS)
    in_engine = leftovers.Swept(ended={"1": dead, "2": dead})
    in_engine.removed.update(container=3, volume=1, network=2)
    monkeypatch.setattr("grader.cli.clean.engine", lambda _: object())
    monkeypatch.setattr("grader.cli.clean.sweep_engine", lambda _: in_engine)
    assert clean().output.splitlines() == [
        "removed: 3 containers, 1 folder, 2 networks, 1 volume of 2 runs that ended early",
        "1 run is still going: nothing of theirs was touched",
    ]


def test_what_cannot_be_removed_is_told(clean, own_tmp, dead, monkeypatch):
    """With the reason, made safe to show, and exit 4."""
    refused = leftovers.Swept(kept=["container 123: \x1b[31mdevice\nbusy"])
    refused.removed["process"] = 0
    monkeypatch.setattr(leftovers, "sweep_here", lambda thorough: refused)
    done = clean()
    assert done.exit_code == 4
    assert done.output.splitlines()[0] == "not removed: container 123: \\x1b[31mdevice busy"


@pytest.mark.parametrize(
    ("words", "answer", "code", "said", "stays"),
    [
        (["--all"], None, 2, "nobody is here to say yes", True),
        (["--all"], "n\n", 0, "they stay", True),
        (["--all"], "y\n", 0, "freed: 153.4 MB", False),
        (["--all", "--yes"], None, 0, "freed: 153.4 MB", False),
    ],
)
def test_all(clean, cache, monkeypatch, words, answer, code, said, stays):
    """Kinds and sizes are shown first; nothing goes without a yes; base images are never among them."""
    monkeypatch.setattr("grader.cli.freeing.may_ask", lambda: answer is not None)
    monkeypatch.setattr(caches, "size", lambda _: 153_400_000)
    done = clean(*words, input=answer)
    assert done.exit_code == code, done.output
    assert "  local dependencies      1    153.4 MB\n  total                   1    153.4 MB\n" in done.output
    assert "Base images stay, they are yours" in done.output
    assert said in done.output
    assert cache.exists() is stays


def test_all_of_nothing(clean, cache):
    """Twice is no fault."""
    clean("--all", "--yes")
    assert "nothing is kept for later runs" in clean("--all", "--yes").output


def test_sizes():
    """As people read them."""
    assert [sized(number) for number in (0, 153_400_000, 2_345_000_000)] == ["0 bytes", "153.4 MB", "2.3 GB"]
