"""Case 15: archives, hostile ones above all. Each is refused in a sentence; nothing is outside, nothing is left."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import struct
import subprocess
import sys
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import GraderError, ProjectError, UsageError
from grader.reading import archives, inflating, unpacking
from grader.reading.archives import unpack
from grader.reading.tree import project_files

APP = b"print('hello')\n"
MIB = 1 << 20
Build = Callable[[], bytes]


def info(name: str, kind: bytes = tarfile.REGTYPE, **more: object) -> tarfile.TarInfo:
    """A header."""
    found = tarfile.TarInfo(name)
    found.type = kind
    for key, value in more.items():
        setattr(found, key, value)
    return found


def tar(*members: tarfile.TarInfo | str, form: int = tarfile.GNU_FORMAT, mode: str = "w") -> bytes:
    """A tar in which regular files hold APP; `app.py` is the first unless it is given."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=form, encoding="utf-8", errors="surrogateescape") as file:  # type: ignore[call-overload]
        for member in ("app.py", *members):
            header = info(member) if isinstance(member, str) else member
            if header.isreg():
                header.size = len(APP)
            file.addfile(header, io.BytesIO(APP) if header.isreg() else None)
    return out.getvalue()


def zipped(*members: str | tuple[zipfile.ZipInfo | str, bytes], form: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with `app.py` and these."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", form) as file:
        for member in ("app.py", *members):
            name, data = (member, APP) if isinstance(member, str) else member
            file.writestr(name, data)
    return out.getvalue()


def special(name: str, mode: int, data: bytes = b"") -> tuple[zipfile.ZipInfo, bytes]:
    """A zip's member of some kind of file."""
    found = zipfile.ZipInfo(name)
    found.create_system, found.external_attr = 3, mode << 16
    return found, data


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """Another name of the same length in all places."""
    assert len(old) == len(new) and old in data
    return data.replace(old, new)


def overlapping() -> bytes:
    """Two entries of the table that lead to the same bytes."""
    data = zipped("one.py", "two.py")
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    third = data.index(b"PK\x01\x02", second + 4)
    return data[: third + 42] + data[second + 42 : second + 46] + data[third + 46 :]


def lying(size: int) -> bytes:
    """A zip whose member says another size than it has, in its header and in the table."""
    data = bytearray(zipped())
    struct.pack_into("<L", data, 22, size)
    struct.pack_into("<L", data, data.index(b"PK\x01\x02") + 24, size)
    return bytes(data)


def sparse() -> bytes:
    """A tar's member that is all hole: 8 GiB in no bytes."""
    header = info("holes.bin", pax_headers={"GNU.sparse.major": "0", "GNU.sparse.minor": "1"})
    header.pax_headers |= {"GNU.sparse.map": "8589934592,0", "GNU.sparse.size": "8589934592"}
    return tar(header, form=tarfile.PAX_FORMAT)


def endless_map() -> bytes:
    """A map of a million holes, for which tarfile reads on and on."""
    header = info("holes.bin", pax_headers={"GNU.sparse.major": "1", "GNU.sparse.minor": "0"})
    plain = tar(header, form=tarfile.PAX_FORMAT)
    return plain[: plain.rindex(APP)] + b"1000000\n" + b"1\n" * 200_000


def chained_headers() -> bytes:
    """Headers that only announce the next one, 5 000 of them."""
    one = info("x", tarfile.XHDTYPE, size=0).tobuf(tarfile.USTAR_FORMAT)
    return one * 5000 + tar()


def many_members(count: int) -> bytes:
    """A tar of that many empty files in a folder that is not kept, small when compressed."""
    block = info("node_modules/x").tobuf(tarfile.USTAR_FORMAT)
    return gzip.compress(block * count, 1)


def with_size(name: str, size: int) -> bytes:
    """A tar with a header that promises more than there is."""
    return tar()[:1024] + info(name, size=size).tobuf(tarfile.GNU_FORMAT) + b"x" * 512


LEADS = "has a name that leads out of the archive"
SIGNS = "has a name with signs that no name should hold"
NO_PART = "that can't be part of a project"
LEAVES = "is a symlink that leaves the project"
TWO = "'App.py' differs from 'app.py' only in how it is written"
REFUSED: dict[str, tuple[Build, str]] = {
    "tar up": (lambda: tar("../evil"), f"'../evil' {LEADS}"),
    "tar up later": (lambda: tar("a/b/../../../evil"), LEADS),
    "tar prefix": (lambda: tar("../out-evil/x"), LEADS),
    "tar absolute": (lambda: tar("/tmp/evil"), LEADS),
    "tar drive": (lambda: tar("C:/evil"), f"'C:/evil' {LEADS}"),
    "tar backslash": (lambda: tar("..\\evil"), "has a name with a backslash"),
    "tar hard link": (lambda: tar(info("h", tarfile.LNKTYPE, linkname="app.py")), f"'h' is a hard link: {NO_PART}"),
    "tar hard link out": (lambda: tar(info("h", tarfile.LNKTYPE, linkname="/etc/passwd")), "'h' is a hard link"),
    "tar symlink up": (lambda: tar(info("s", tarfile.SYMTYPE, linkname="../evil")), f"'s' {LEAVES}"),
    "tar symlink absolute": (lambda: tar(info("s", tarfile.SYMTYPE, linkname="/etc/passwd")), f"'s' {LEAVES}"),
    "tar symlink down and up": (lambda: tar(info("s", tarfile.SYMTYPE, linkname="a/../../evil")), f"'s' {LEAVES}"),
    "tar through a link": (
        lambda: tar(info("in", tarfile.SYMTYPE, linkname="."), "in/x.py"),
        "'in/x.py' goes through 'in', which is a link and a folder at once",
    ),
    "tar a link over a folder": (
        lambda: tar("in/x.py", info("in", tarfile.SYMTYPE, linkname=".")),
        "'in' goes through 'in', which is a folder and a link at once",
    ),
    "tar through a file": (lambda: tar("app.py/x"), "goes through 'app.py', which is a file and a folder at once"),
    "tar a link and a file": (lambda: tar(info("s", tarfile.SYMTYPE, linkname="x"), "s"), "'s' is in it twice"),
    "tar device": (
        lambda: tar(info("null", tarfile.CHRTYPE, devmajor=1, devminor=3)),
        f"'null' is a device: {NO_PART}",
    ),
    "tar block device": (lambda: tar(info("sda", tarfile.BLKTYPE)), "'sda' is a device"),
    "tar pipe": (lambda: tar(info("pipe", tarfile.FIFOTYPE)), f"'pipe' is a named pipe: {NO_PART}"),
    "tar sparse": (sparse, f"'holes.bin' is a file with holes: {NO_PART}"),
    "tar sparse without end": (endless_map, "headers of a member are too long"),
    "tar case": (lambda: tar("App.py"), TWO),
    "tar form": (lambda: tar("caf\u00e9", "cafe\u0301"), "only in how it is written"),
    "tar case of folders": (lambda: tar("a/x", "A/y"), "'A/y' differs from 'a' only in how it is written"),
    "tar twice": (lambda: tar("app.py"), "'app.py' is in it twice"),
    "tar newline": (lambda: tar("a\nb"), SIGNS),
    "tar escape": (lambda: tar("a\x1b[2Jb"), f"'a\\x1b[2Jb' {SIGNS}"),
    "tar no UTF-8": (lambda: tar(os.fsdecode(b"\xff.py")), f"'\ufffd.py' {SIGNS}"),
    "tar NUL": (lambda: tar(info("x", pax_headers={"path": "a\0b"}), form=tarfile.PAX_FORMAT), f"'a\\x00b' {SIGNS}"),
    "tar long name": (lambda: tar("x" * 256), "has a name that is too long"),
    "tar long path": (lambda: tar("x/" * 99 + "y" * 250, *["z/" * 300]), "has a name that is too long"),
    "tar huge header": (
        lambda: tar(info("x", pax_headers={"comment": "x" * 8 * MIB}), form=tarfile.PAX_FORMAT),
        "the headers of a member are too long",
    ),
    "tar headers of headers": (chained_headers, "is damaged or incomplete"),
    "tar cut off": (lambda: tar("b.py")[:1540], "is damaged or incomplete, at 'b.py'"),
    "tar promises": (lambda: with_size("big", 8 * MIB), "is damaged or incomplete, at 'big'"),
    "tar promises too much": (lambda: with_size("big", 1 << 40), "more than 200 MiB: at 'big' it was enough"),
    "tar corrupt": (lambda: tar("b.py").replace(b"b.py", b"c.py"), "is damaged or incomplete"),
    "tar and more": (lambda: tar() + b"x", "something else follows after its end"),
    "tar and zip": (lambda: tar() + zipped(), "something else follows after its end"),
    "gzip cut off": (lambda: gzip.compress(tar())[:-12], "is damaged or incomplete"),
    "gzip corrupt": (lambda: gzip.compress(tar())[:-8] + bytes(8), "is damaged or incomplete"),
    "gzip of something": (lambda: gzip.compress(APP), "is damaged or incomplete"),
    "gzip and zip": (lambda: gzip.compress(tar()) + zipped(), "something else follows after its end"),
    "bzip2 corrupt": (lambda: bz2.compress(tar())[:-9] + bytes(9), "is damaged or incomplete"),
    "xz corrupt": (lambda: lzma.compress(tar())[:-9] + bytes(9), "is damaged or incomplete"),
    "zip up": (lambda: zipped("../evil"), f"'../evil' {LEADS}"),
    "zip absolute": (lambda: zipped("/tmp/evil"), LEADS),
    "zip drive": (lambda: zipped("C:evil"), LEADS),
    "zip backslashes up": (lambda: zipped("..\\..\\evil"), LEADS),
    "zip share": (lambda: zipped("\\\\host\\share"), LEADS),
    "zip NUL": (lambda: renamed(zipped("aXb"), b"aXb", b"a\0b"), f"'a\\x00b' {SIGNS}"),
    "zip newline": (lambda: zipped("a\nb"), f"'a b' {SIGNS}"),
    "zip no UTF-8": (lambda: renamed(zipped("caf\u00e9"), "caf\u00e9".encode(), b"caf\xff\xff"), "is damaged"),
    "zip symlink up": (lambda: zipped(special("s", stat.S_IFLNK | 0o777, b"../evil")), f"'s' {LEAVES}"),
    "zip symlink absolute": (lambda: zipped(special("s", stat.S_IFLNK | 0o777, b"/etc")), f"'s' {LEAVES}"),
    "zip through a link": (
        lambda: zipped(special("in", stat.S_IFLNK | 0o777, b"."), "in/x"),
        "goes through 'in', which is a link and a folder at once",
    ),
    "zip device": (lambda: zipped(special("d", stat.S_IFCHR | 0o666)), f"'d' is a device: {NO_PART}"),
    "zip pipe": (lambda: zipped(special("p", stat.S_IFIFO | 0o666)), f"'p' is a named pipe: {NO_PART}"),
    "zip case": (lambda: zipped("App.py"), TWO),
    "zip encrypted": (
        lambda: (data := zipped())[:6] + b"\1" + data[7 : (at := data.index(b"PK\1\2") + 8)] + b"\1" + data[at + 1 :],
        f"'app.py' is encrypted: {NO_PART}",
    ),
    "zip lzma": (lambda: zipped("b", form=zipfile.ZIP_LZMA), "'app.py' is compressed in an unusual way"),
    "zip says less": (lambda: lying(3), "is damaged or incomplete, at 'app.py'"),
    "zip says more": (lambda: lying(99), "is damaged or incomplete, at 'app.py'"),
    "zip says too much": (lambda: lying(0xFFFFFFF0), "more than 200 MiB: at 'app.py' it was enough"),
    "zip overlapping": (overlapping, "'one.py' shares its bytes with another member"),
    "zip after something": (lambda: zipped() + zipped("x"), "something else comes before its first member"),
    "zip cut off": (lambda: zipped()[:-30], "is damaged or incomplete"),
    "zip corrupt": (lambda: renamed(zipped(), b"PK\1\2", b"PK\7\7"), "is damaged or incomplete"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str, tmp_path: Path) -> None:
    """Case 15: a sentence with the archive's own name, and nothing anywhere."""
    build, words = REFUSED[case]
    home = tmp_path / "home"
    home.mkdir()
    (home / "work.zip").write_bytes(build())
    began = time.monotonic()
    with pytest.raises(ProjectError) as error:
        unpack(home / "work.zip", home / "out")
    assert error.value.message.startswith("work.zip") and words in error.value.message, error.value.message
    assert error.value.remedy and str(tmp_path) not in error.value.message + error.value.remedy
    assert not any(sign in error.value.message for sign in "\x00\x1b\n\udcff")
    assert [path.name for path in home.iterdir()] == ["work.zip"]
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    assert not Path("/tmp/evil").exists()
    assert time.monotonic() - began < 5


NOT_TAKEN: dict[str, tuple[Build, str]] = {
    "7z": (lambda: b"7z\xbc\xaf\x27\x1c\0\4" + bytes(99), "work.zip is a 7z archive, which is not taken"),
    "rar": (lambda: b"Rar!\x1a\x07\x01\0" + bytes(99), "work.zip is a rar archive, which is not taken"),
    "zstd": (lambda: b"\x28\xb5\x2f\xfd" + bytes(99), "work.zip is a zstd archive, which is not taken"),
    "text": (lambda: APP, "work.zip is neither a folder nor an archive"),
    "text before a zip": (lambda: APP + zipped(), "work.zip is neither a folder nor an archive"),
    "nothing": (lambda: b"", "work.zip is an empty file: there is no project in it"),
    "empty zip": (lambda: b"PK\5\6" + bytes(18), "work.zip is an empty archive: there is no project in it"),
    "empty tar": (lambda: bytes(10240), "work.zip is an empty archive: there is no project in it"),
    "tar whose name is a zip's": (lambda: two_kinds(), "work.zip is two kinds of archive at once"),
}


def two_kinds() -> bytes:
    """A tar whose first member's name begins as a zip does, with a zip at its end."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        file.addfile(info("PK\x03\x04.py"))
    return out.getvalue() + zipped()


@pytest.mark.parametrize("case", NOT_TAKEN)
def test_not_taken(case: str, tmp_path: Path) -> None:
    """What is no archive of a kind that is taken is wrong use, with the kinds that are."""
    build, words = NOT_TAKEN[case]
    (tmp_path / "work.zip").write_bytes(build())
    with pytest.raises(UsageError) as error:
        unpack(tmp_path / "work.zip", tmp_path / "out")
    assert error.value.message == words
    assert error.value.remedy
    if case in ("7z", "rar", "text"):
        assert error.value.remedy == "Taken are folders and .zip, .tar, .tar.gz, .tar.bz2 and .tar.xz files."
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "build",
    [
        zipped,
        tar,
        lambda: gzip.compress(tar()),
        lambda: bz2.compress(tar()),
        lambda: lzma.compress(tar(), preset=9),
        lambda: tar(form=tarfile.PAX_FORMAT),
        lambda: tar(form=tarfile.USTAR_FORMAT),
        lambda: gzip.compress(tar()[:300]) + gzip.compress(tar()[300:]),
        lambda: bz2.compress(tar()[:300]) + bz2.compress(tar()[300:]),
        lambda: tar()[:1024],
    ],
    ids=["zip", "tar", "gz", "bz2", "xz -9", "pax", "ustar", "two gz", "two bz2", "no end"],
)
def test_kinds(build: Build, tmp_path: Path) -> None:
    """Each kind by its content, whatever it is called."""
    (tmp_path / "submission").write_bytes(build())
    folder = unpack(tmp_path / "submission", tmp_path / "out")
    assert [path.name for path in folder.iterdir()] == ["app.py"]
    assert (folder / "app.py").read_bytes() == APP


def test_a_single_top_folder(tmp_path: Path) -> None:
    """The usual download is stepped into; what macOS and tools add does not count. Files beside it do."""
    (tmp_path / "one").write_bytes(zipped()[:0] + _zip_of("work/app.py", "work/a/b.py", "__MACOSX/work/._app.py"))
    assert unpack(tmp_path / "one", tmp_path / "out1") == tmp_path / "out1" / "work"
    (tmp_path / "two").write_bytes(_zip_of("work/app.py", "README"))
    assert unpack(tmp_path / "two", tmp_path / "out2") == tmp_path / "out2"
    (tmp_path / "three").write_bytes(_zip_of("work\\app.py", "work\\sub\\x.py"))
    folder = unpack(tmp_path / "three", tmp_path / "out3")
    assert [entry.path for entry in project_files(folder)] == ["app.py", "sub/x.py"]


def _zip_of(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, APP)
    return out.getvalue()


def test_what_is_kept(tmp_path: Path) -> None:
    """Plain modes whatever they were; links that stay; no installed packages, whatever is in them."""
    data = tar(
        info("setuid", mode=0o6755),
        info("closed", mode=0),
        info("shut", tarfile.DIRTYPE, mode=0),
        "shut/in.py",
        info("sub/near", tarfile.SYMTYPE, linkname="../app.py"),
        info(".venv/bin/python", tarfile.SYMTYPE, linkname="/usr/bin/python3"),
        info("node_modules/x", tarfile.LNKTYPE, linkname="app.py"),
        "._app.py",
        info("./", tarfile.DIRTYPE),
        "d/.//e.py",
        "\u00fcmlaut-\U0001f600.py",
        "dot.",
    )
    (tmp_path / "a.tar").write_bytes(data)
    folder = unpack(tmp_path / "a.tar", tmp_path / "out")
    modes = {str(path.relative_to(folder)): oct(path.lstat().st_mode & 0o7777) for path in folder.rglob("*")}
    assert modes.pop("sub/near") == "0o777" and (folder / "sub/near").read_bytes() == APP
    assert modes == {
        **dict.fromkeys(["app.py", "closed", "shut/in.py", "d/e.py", "\u00fcmlaut-\U0001f600.py", "dot."], "0o644"),
        **dict.fromkeys(["setuid", "shut", "sub", "d"], "0o755"),
    }
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    assert len(project_files(folder)) == 8


def test_zip64(tmp_path: Path) -> None:
    """The long form is as good as the short one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file, file.open("app.py", "w", force_zip64=True) as stream:
        stream.write(APP)
    (tmp_path / "a.zip").write_bytes(out.getvalue())
    assert (unpack(tmp_path / "a.zip", tmp_path / "out") / "app.py").read_bytes() == APP


def test_a_target_in_use(tmp_path: Path) -> None:
    """What is there already is neither mixed with an archive nor removed."""
    (tmp_path / "a.tar").write_bytes(tar())
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").touch()
    with pytest.raises(FileExistsError):
        unpack(tmp_path / "a.tar", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine"]


def test_odd_files(tmp_path: Path) -> None:
    """No pipe is waited for, no device is read, no huge file is looked into."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        with pytest.raises(UsageError, match=f"{path.name} is neither a folder nor a file"):
            unpack(path, tmp_path / "out")
    with (tmp_path / "huge.zip").open("wb") as file:
        file.truncate(5 << 30)
    with pytest.raises(UsageError, match="huge.zip is larger than 200 MiB"):
        unpack(tmp_path / "huge.zip", tmp_path / "out")
    with pytest.raises(UsageError, match="gone.zip can't be read: No such file"):
        unpack(tmp_path / "gone.zip", tmp_path / "out")


BOMB = """
import re, sys, time
from pathlib import Path
from grader.reading.archives import unpack
def most():  # what getrusage says comes in part from whoever started this
    return int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
before = most()
try:
    unpack(Path(sys.argv[1]), Path(sys.argv[2]))
except Exception as error:
    print(type(error).__name__, error)
print(most() - before, time.process_time())
"""


def zeros(size: int, name: str = "zeros") -> bytes:
    """A tar with a file of zeros."""
    return info(name, size=size).tobuf(tarfile.GNU_FORMAT) + bytes(size) + bytes(1024)


def table_of(count: int) -> bytes:
    """A zip with nothing but a long table."""
    entry = b"PK\1\2" + bytes(24) + struct.pack("<H", 1) + bytes(16) + b"x"
    size = len(entry) * count
    end = b"PK\5\6" + struct.pack("<4H2LH", 0, 0, count & 0xFFFF, count & 0xFFFF, size, 4, 0)
    return b"PK\3\4" + entry * count + end


def big_window() -> bytes:
    """An xz that asks for a window of 1 GiB."""
    filters = [
        {"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30, "mode": lzma.MODE_FAST, "mf": lzma.MF_HC3, "nice_len": 3}
    ]
    small = lzma.compress(tar(), filters=[{**filters[0], "dict_size": 4096}])
    at = small.index(b"\x21\x01\x00") + 2  # LZMA2's properties: one byte, the window
    header = bytearray(small[12:24])
    header[at - 12] = 36
    header[8:12] = struct.pack("<L", zlib.crc32(header[:8]))
    return small[:12] + bytes(header) + small[24:]


BOMBS: dict[str, tuple[Build, str]] = {
    "gzip of zeros": (
        lambda: gzip.compress(zeros(300 * MIB), 9),
        "it holds more than 200 MiB: at 'zeros' it was enough",
    ),
    "bzip2 of zeros": (lambda: bz2.compress(zeros(300 * MIB)), "it holds more than 200 MiB: at 'zeros' it was enough"),
    "gzip of zeros that are not kept": (
        lambda: gzip.compress(zeros(300 * MIB, ".venv/zeros"), 9),
        "more than 200 times its own size comes out of it",
    ),
    "xz of zeros that are not kept": (
        lambda: lzma.compress(zeros(64 * MIB, ".venv/zeros")),
        "more than 200 times its own size comes out of it",
    ),
    "zip of zeros": (lambda: zipped(("zeros", bytes(150 * MIB))), "more than 200 times its own size comes out of it"),
    "many zips of zeros": (
        lambda: zipped(*((f"z{n}", bytes(MIB)) for n in range(60))),
        "more than 200 times its own size comes out of it",
    ),
    "a million members, tar": (lambda: many_members(1_000_000), "it has more than 100000 members"),
    "200 000 members, tar": (lambda: b"".join([tar()[:1024], *[HEAD] * 200_000]), "it has more than 100000 members"),
    "a million members, zip": (lambda: table_of(1_000_000), "its table of contents is too long"),
    "as many as fit, zip": (lambda: table_of(170_000), "shares its bytes"),
    "xz with a large window": (big_window, "is damaged or incomplete"),
}
HEAD = info("node_modules/x").tobuf(tarfile.USTAR_FORMAT)


@pytest.mark.parametrize("case", BOMBS)
def test_bombs(case: str, tmp_path: Path) -> None:
    """Case 15: what would fill disk or memory is refused while it comes out: under 100 MiB and a few seconds."""
    build, words = BOMBS[case]
    (tmp_path / "a.zip").write_bytes(build())
    argv = [sys.executable, "-c", BOMB, tmp_path / "a.zip", tmp_path / "out"]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60, cwd=Path(__file__).parents[2])
    said, used = done.stdout.splitlines()
    memory, seconds = used.split()
    print(case, (tmp_path / "a.zip").stat().st_size, said, used)
    assert said.startswith("ProjectError") and words in said, said
    assert int(memory) < 100 * 1024 and float(seconds) < 10
    assert not (tmp_path / "out").exists()


def test_limits_of_number_and_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many files and bytes as a folder may have, folders and those that nobody wrote down counted."""
    (tmp_path / "a.tar").write_bytes(tar("a/b/c.py", "d.py"))
    monkeypatch.setattr(unpacking, "MAX_FILES", 4)
    with pytest.raises(ProjectError, match="a.tar: it holds more than 4 files: at 'd.py' it was enough"):
        unpack(tmp_path / "a.tar", tmp_path / "out")
    monkeypatch.setattr(unpacking, "MAX_FILES", 5)
    monkeypatch.setattr(unpacking, "MAX_BYTES", 2 * len(APP))
    with pytest.raises(ProjectError, match="a.tar: it holds more than 0 MiB: at 'd.py' it was enough"):
        unpack(tmp_path / "a.tar", tmp_path / "out")
    monkeypatch.setattr(unpacking, "MAX_BYTES", 3 * len(APP))
    assert len(project_files(unpack(tmp_path / "a.tar", tmp_path / "out"))) == 3


def test_time_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive that only takes time ends, too."""
    (tmp_path / "a.tgz").write_bytes(gzip.compress(b"") * 1000)
    monkeypatch.setattr(inflating, "LONGEST", -1.0)
    with pytest.raises(ProjectError, match="a.tgz: it could not be unpacked within -1 seconds"):
        unpack(tmp_path / "a.tgz", tmp_path / "out")


def test_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle leaves nothing."""
    (tmp_path / "a.tar").write_bytes(tar("b.py"))

    def interrupt(*_: object) -> None:
        assert (tmp_path / "out/app.py").exists()
        raise KeyboardInterrupt

    write = unpacking.Unpacking._write
    monkeypatch.setattr(
        unpacking.Unpacking, "_write", lambda me, m, p: interrupt() if p == ["b.py"] else write(me, m, p)
    )
    with pytest.raises(KeyboardInterrupt):
        unpack(tmp_path / "a.tar", tmp_path / "out")
    assert not (tmp_path / "out").exists()


PART = st.sampled_from(["..", ".", "", "a", "A", "b", "~", "C:", "link", "\\", "..\\", "\0", "\n", "x" * 256, "é", "-"])
NAMES = st.one_of(
    st.lists(PART, max_size=6).map("/".join), st.text(max_size=20), st.lists(PART, max_size=4).map("\\".join)
)
MEMBERS = st.lists(st.tuples(NAMES, st.sampled_from(["file", "link", "folder", "hard"]), NAMES), min_size=1, max_size=8)
TYPES = {"file": tarfile.REGTYPE, "link": tarfile.SYMTYPE, "folder": tarfile.DIRTYPE, "hard": tarfile.LNKTYPE}


def hostile_tar(members: list[tuple[str, str, str]]) -> bytes:
    """These in a tar, names as they are."""
    out = io.BytesIO()
    with tarfile.open(
        fileobj=out, mode="w", format=tarfile.PAX_FORMAT, encoding="utf-8", errors="surrogateescape"
    ) as file:
        for name, kind, target in members:
            header = info(name, TYPES[kind], linkname=target)
            header.size = len(APP) if kind == "file" else 0
            file.addfile(header, io.BytesIO(APP) if header.size else None)
    return out.getvalue()


def hostile_zip(members: list[tuple[str, str, str]]) -> bytes:
    """These in a zip."""
    modes = {"file": stat.S_IFREG, "link": stat.S_IFLNK, "folder": stat.S_IFDIR, "hard": 0}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, kind, target in members:
            header = zipfile.ZipInfo("x")
            header.filename = header.orig_filename = name
            header.create_system, header.external_attr = 3, (modes[kind] | 0o644) << 16
            file.writestr(header, target.encode() if kind == "link" else APP)
    return out.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("build", [hostile_tar, hostile_zip])
@given(members=MEMBERS)
def test_nothing_is_written_outside(
    build: Callable[[list[tuple[str, str, str]]], bytes],
    members: list[tuple[str, str, str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Whatever the members are called: all that there is afterwards is below the target, or nothing is there."""
    home = tmp_path_factory.mktemp("home")
    inner = home / "a" / "b" / "c"
    inner.mkdir(parents=True)
    try:
        data = build(members)
    except (UnicodeError, ValueError):
        return  # nobody can write that
    (inner / "work").write_bytes(data)
    (home / "a" / "victim").write_bytes(b"as it was")
    try:
        unpack(inner / "work", inner / "out")
    except GraderError as error:
        assert str(home) not in error.message + error.remedy
        assert not (inner / "out").exists()
    real = os.path.realpath(inner / "out")
    for top, folders, files in os.walk(home):
        for name in [*folders, *files]:
            path = f"{top}/{name}"
            if path.startswith(f"{real}/"):
                end = os.path.realpath(path)
                assert end == real or end.startswith(f"{real}/")
            else:
                assert os.path.relpath(path, home) in ("a", "a/b", "a/b/c", "a/b/c/work", "a/b/c/out", "a/victim")
    assert (home / "a" / "victim").read_bytes() == b"as it was"
    assert archives.TAKEN  # the module that is meant
