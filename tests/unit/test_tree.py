"""The walk over somebody else's files: what stays out, what is refused, and how they are copied and packed."""

from __future__ import annotations

import ctypes
import io
import os
import socket
import subprocess
import tarfile
import tempfile
import threading
import time
from pathlib import Path

import pytest

from grader.errors import ProjectError
from grader.reading import tree
from grader.reading.below import Below, open_below
from grader.reading.tree import Entry, copy_tree, pack_tree, project_files, read_entry


def write(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def names(folder: Path) -> list[str]:
    return [entry.path for entry in project_files(folder)]


def unpack(data: bytes) -> dict[str, tarfile.TarInfo]:
    with tarfile.open(fileobj=io.BytesIO(data), encoding="utf-8", errors="surrogateescape") as tar:
        return {member.name: member for member in tar.getmembers()}


def test_what_stays_out(tmp_path: Path) -> None:
    """What a tool left behind is no part of a project; hidden files of the learner's are."""
    write(
        tmp_path, ".git/config", "a/node_modules/x/y.js", ".venv/x", "venv/x", "__pycache__/a.pyc", "b.pyc", ".DS_Store"
    )
    write(tmp_path, ".grader/x", ".idea/x", ".vscode/x", "x.dist-info/M", "env/pyvenv.cfg", "env/lib/x.py")
    write(tmp_path, "envs/app.py", ".env", ".flaskenv", "app.py", "environment/env/x.py")
    assert names(tmp_path) == [".env", ".flaskenv", "app.py", "environment/env/x.py", "envs/app.py"]


def test_entries(tmp_path: Path) -> None:
    """Size and whether it may be run; folders come before what they hold, empty ones too."""
    write(tmp_path, "run.sh")
    (tmp_path / "run.sh").chmod(0o700)
    (tmp_path / "instance").mkdir()
    assert project_files(tmp_path) == [Entry("run.sh", 6, executable=True)]
    assert tree.project_entries(tmp_path)[0] == Entry("instance", folder=True)


@pytest.mark.parametrize(
    "target", ["/etc/passwd", "..", "../../x", "a/../../x", "in/../..", "/", "twice", "gone/../../x"]
)
def test_links_that_leave(target: str, tmp_path: Path) -> None:
    """No link out of the project, by whatever way, and no part of its target in the message."""
    folder = write(tmp_path / "p", "a/b.py")
    (folder / "in").symlink_to(".")
    (folder / "twice-end").symlink_to("in")
    (folder / "link").symlink_to("in/../x" if target == "twice" else target)
    with pytest.raises(ProjectError, match="the symlink link leaves the project"):
        project_files(folder)
    with pytest.raises(ProjectError):
        copy_tree(folder, tmp_path / "copy")
    assert not list((tmp_path / "copy").rglob("*"))


@pytest.mark.parametrize("target", ["link", "other"])
def test_links_in_circles(target: str, tmp_path: Path) -> None:
    """A link to itself, or two to each other."""
    (tmp_path / "link").symlink_to(target)
    (tmp_path / "other").symlink_to("link")
    with pytest.raises(ProjectError, match="goes round in circles"):
        project_files(tmp_path)


def test_links_that_stay(tmp_path: Path) -> None:
    """They are kept as relative links to where they end; an absolute one too, if it ends inside."""
    folder = write(tmp_path / "p", "sub/real.py")
    (folder / "sub/near").symlink_to("real.py")
    (folder / "far").symlink_to(folder / "sub" / "near")
    (folder / "dangling").symlink_to("sub/later.py")
    assert {entry.path: entry.target for entry in project_files(folder)} == {
        "sub/near": "real.py",
        "far": "sub/real.py",
        "dangling": "sub/later.py",
        "sub/real.py": "",
    }
    copy_tree(folder, tmp_path / "copy")
    assert (tmp_path / "copy/far").read_text() == "sub/real.py"
    assert str((tmp_path / "copy/far").readlink()) == "sub/real.py"


def test_special_files(tmp_path: Path) -> None:
    """A named pipe is refused by its name and never opened."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ProjectError, match="pipe is a named pipe"):
        project_files(tmp_path)
    with pytest.raises(ProjectError, match="is no longer a file"):
        read_entry(tmp_path, Entry("pipe"))


def test_a_file_that_became_a_link(tmp_path: Path) -> None:
    """What was a file when it was listed is not followed when it is read."""
    (tmp_path / "x").symlink_to("/etc/hostname")
    with pytest.raises(ProjectError, match="x can't be read"):
        read_entry(tmp_path, Entry("x"))


def test_too_large(tmp_path: Path) -> None:
    """A file with holes counts with its full size."""
    write(tmp_path, "app.py")
    with (tmp_path / "huge.bin").open("wb") as stream:
        stream.truncate(5 * 1024**3)
    with pytest.raises(ProjectError, match="larger than 200 MiB: its largest file, huge.bin, has 5120 MiB"):
        project_files(tmp_path)


def test_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk ends at the limit."""
    monkeypatch.setattr(tree, "MAX_FILES", 10)
    write(tmp_path, *(f"f{number}" for number in range(12)))
    with pytest.raises(ProjectError, match="more than 10 files: at f"):
        project_files(tmp_path)


def test_unreadable() -> None:
    """The name of what can't be read is told. Root may read everything, so it is somebody else for a moment."""
    user = os.geteuid()
    with tempfile.TemporaryDirectory() as name:
        folder = write(Path(name), "a/b")
        folder.chmod(0o755)
        (folder / "a").chmod(0)
        os.seteuid(user or 65534)
        try:
            with pytest.raises(ProjectError, match="a can't be read: Permission denied"):
                project_files(folder)
        finally:
            os.seteuid(user)
            (folder / "a").chmod(0o700)


def test_copy(tmp_path: Path) -> None:
    """Contents and the right to run stay, other modes don't, and the project is as it was."""
    folder = write(tmp_path / "p", "sub/a.py", "run.sh", "node_modules/x.js")
    (folder / "run.sh").chmod(0o4777)
    (folder / "empty").mkdir()
    before = sorted(folder.rglob("*"))
    copy_tree(folder, tmp_path / "copy/deep")
    copy = tmp_path / "copy/deep"
    assert sorted(str(path.relative_to(copy)) for path in copy.rglob("*")) == ["empty", "run.sh", "sub", "sub/a.py"]
    assert (copy / "run.sh").stat().st_mode & 0o7777 == 0o755
    assert (copy / "sub/a.py").stat().st_mode & 0o7777 == 0o644
    assert sorted(folder.rglob("*")) == before


def test_pack(tmp_path: Path) -> None:
    """Everything is one user's, with plain modes and no date; links can be added."""
    folder = write(tmp_path / "p", "sub/a.py", "run.sh")
    (folder / "run.sh").chmod(0o4777)
    (folder / "link").symlink_to("sub/a.py")
    members = unpack(pack_tree(folder, 10001, 10002, {"node_modules": "/deps/node_modules"}))
    assert list(members) == ["link", "run.sh", "sub", "sub/a.py", "node_modules"]
    assert {(m.uid, m.gid, m.mtime, m.uname) for m in members.values()} == {(10001, 10002, 0, "")}
    assert [oct(m.mode) for m in members.values()] == ["0o777", "0o755", "0o755", "0o644", "0o777"]
    assert members["node_modules"].linkname == "/deps/node_modules"
    assert members["link"].linkname == "sub/a.py"


def test_names(tmp_path: Path) -> None:
    """Names that are no UTF-8, that hold a line end, that are long: copied and packed as they are."""
    folder = tmp_path / "p"
    folder.mkdir()
    odd = [b"\xff\xfe.py", b"a\nb", "😀".encode(), b"x" * 255, b"dot."]
    for name in odd:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(name)
    copy_tree(folder, tmp_path / "copy")
    assert sorted(os.fsencode(path.name) for path in (tmp_path / "copy").iterdir()) == sorted(odd)
    assert sorted(os.fsencode(name) for name in unpack(pack_tree(folder, 1, 1))) == sorted(odd)
    assert tree.shown(os.fsdecode(odd[0])) == "\ufffd\ufffd.py"


def test_sockets_and_devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Case 47: each is refused by its name and for what it is."""
    monkeypatch.chdir(tmp_path)  # a socket's path is short
    with socket.socket(socket.AF_UNIX) as server, pytest.raises(ProjectError) as error:
        server.bind("sock")
        project_files(tmp_path)
    assert error.value.message == "sock is a socket: that can't be part of a project"
    assert error.value.remedy == "Delete it, then grade again."
    with pytest.raises(ProjectError, match="null is a device: that can't be part of a project"):
        tree._entry("/dev", "null", os.lstat("/dev/null"))


def test_space_on_the_disk(tmp_path: Path) -> None:
    """Case 47: a file that is short but takes much of the disk counts with what it takes."""
    write(tmp_path, "app.py")
    with (tmp_path / "taken.bin").open("wb") as file:
        keep_size, size = 1, 210 << 20
        libc = ctypes.CDLL(None, use_errno=True)
        done = libc.fallocate(file.fileno(), keep_size, ctypes.c_long(0), ctypes.c_long(size))
        assert done == 0, os.strerror(ctypes.get_errno())
    assert (tmp_path / "taken.bin").stat().st_size == 0
    with pytest.raises(ProjectError, match="larger than 200 MiB: its largest file, taken.bin, has 210 MiB"):
        project_files(tmp_path)
    (tmp_path / "taken.bin").unlink()


def test_a_hundred_thousand_files(tmp_path: Path) -> None:
    """Case 47: refused in less than two seconds, however many follow."""
    number = os.open(tmp_path, os.O_RDONLY)
    for name in range(100_000):
        os.mknod(f"f{name}", dir_fd=number)
    os.close(number)
    began = time.monotonic()
    with pytest.raises(ProjectError, match=r"the project holds more than 20000 files: at f\d+ it was enough"):
        project_files(tmp_path)
    assert time.monotonic() - began < 2


def test_nested_too_deeply(tmp_path: Path) -> None:
    """Folders in folders, by number and by length: a sentence, not the end of Python's patience."""
    for name, depth in (("d", 1500), ("e", 150), ("x" * 250, 20)):
        top = tmp_path / name
        top.mkdir()
        number = os.open(top, os.O_RDONLY)
        for _ in range(depth):
            os.mkdir(name, dir_fd=number)
            below = os.open(name, os.O_RDONLY, dir_fd=number)
            os.close(number)
            number = below
        os.close(number)
        with pytest.raises(ProjectError, match=f"folders are nested too deeply: at ({name}/|xxx)"):
            project_files(top)
        subprocess.run(["rm", "-rf", top], check=True)  # Python's own removal gives up


def test_names_that_differ_in_case(tmp_path: Path) -> None:
    """Two files here are two files in the copy and in the pack."""
    folder = write(tmp_path / "p", "App.py", "app.py")
    assert list(unpack(pack_tree(folder, 1, 1))) == ["App.py", "app.py"]
    copy_tree(folder, tmp_path / "copy")
    assert (tmp_path / "copy/App.py").read_text() == "App.py" and (tmp_path / "copy/app.py").read_text() == "app.py"


@pytest.mark.parametrize("path", ["../secret", "a/../../secret", "/etc/hostname", "a//x", "", "."])
def test_paths_that_lead_elsewhere(path: str, tmp_path: Path) -> None:
    """Only names of what is below are opened."""
    folder = write(tmp_path / "p", "a/x")
    write(tmp_path, "secret")
    with pytest.raises(ProjectError, match="can't be read"):
        read_entry(folder, Entry(path))


def test_a_folder_that_became_a_link(tmp_path: Path) -> None:
    """No component of a path is followed, wherever in it the link is."""
    folder = write(tmp_path / "p", "a/b/x")
    write(tmp_path, "elsewhere/b/x")
    assert read_entry(folder, Entry("a/b/x")) == b"a/b/x"
    (folder / "a").rename(folder / "was")
    (folder / "a").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ProjectError, match="a/b/x can't be read"):
        read_entry(folder, Entry("a/b/x"))


def test_a_race(tmp_path: Path) -> None:
    """Case 47: while a folder is swapped with a link to another again and again, nothing of that one comes along."""
    folder = write(tmp_path / "p", "a/x", "b/y", "c/z")
    write(tmp_path, "elsewhere/x")
    (tmp_path / "elsewhere/x").write_text("SECRET")
    over = threading.Event()

    def swap() -> None:
        while not over.is_set():
            (folder / "a").rename(tmp_path / "aside")
            (folder / "a").symlink_to(tmp_path / "elsewhere")
            (folder / "a").unlink()
            (tmp_path / "aside").rename(folder / "a")

    swapping = threading.Thread(target=swap)
    swapping.start()
    packed, refused = [], 0
    try:
        for _ in range(400):
            try:
                packed.append(pack_tree(folder, 1, 1))
            except ProjectError:
                refused += 1
    finally:
        over.set()
        swapping.join(10)
    assert refused, "nothing was swapped"
    assert not [data for data in packed if b"SECRET" in data]


def test_a_project_that_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written while it is read counts too, and never fills the memory."""
    folder = write(tmp_path / "p", "a", "b")
    monkeypatch.setattr(tree, "MAX_BYTES", 100)
    real = Below.read

    def grown(below: Below, path: str, limit: int) -> bytes | None:
        (folder / path).write_bytes(b"x" * 80)
        return real(below, path, limit)

    monkeypatch.setattr(Below, "read", grown)
    with pytest.raises(ProjectError, match="the project grew while it was read: at b it was larger than 0 MiB"):
        pack_tree(folder, 1, 1)


def test_a_file_without_a_size(tmp_path: Path) -> None:
    """Files that say nothing of their size are read to the end, or to the limit."""
    with open_below(Path("/proc/self")) as below:
        assert len(below.read("status", 10) or b"") == 10
        assert b"nonvoluntary_ctxt_switches:" in (below.read("status", 1 << 20) or b"")  # its last line
