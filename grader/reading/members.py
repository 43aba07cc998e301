"""Members of tar and zip files in one shape. tarfile and zipfile read their tables; nothing is extracted by them.

Their own filters came late, differ between versions of Python, and know no limits of size or number.
"""

from __future__ import annotations

import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import IO, Protocol, cast

from grader.errors import ProjectError
from grader.reading.inflating import HEADERS, PIECE, Allowance, Bounded, Stream

ANEW = "Pack your project anew."
_LONGEST_LINK = 4096
_TAR_KINDS = {
    tarfile.LNKTYPE: "a hard link",
    tarfile.FIFOTYPE: "a named pipe",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
}
_ZIP_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}
_TAKEN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others are rare, and one of them takes memory at will
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_LOCAL_HEADER = 30


class Readable(Protocol):
    """Bytes of a member."""

    def read(self, count: int, /) -> bytes: ...


@dataclass(frozen=True)
class Member:
    """`kind` is file, folder or link, else the words for what no project may hold. `size` is None where unknown."""

    name: str
    kind: str
    contents: Callable[[], Readable]
    executable: bool = False
    target: str = ""
    size: int | None = None


def of_tar(file: IO[bytes], kind: str, allowance: Allowance) -> Iterator[Member]:
    """A tar's, in the order of the file. `kind` is how it is compressed."""
    stream = Stream(file, kind, allowance)
    tar = tarfile.TarFile(
        fileobj=cast(IO[bytes], stream), mode="r", encoding="utf-8", errors="surrogateescape", errorlevel=2
    )
    while True:
        stream.room = HEADERS
        info = tar.next()
        if info is None:
            break
        stream.room = None
        yield _of_tar(tar, info)
        tar.members = []  # type: ignore[attr-defined]  # it keeps all of them otherwise
    if stream.block.strip(b"\0"):  # no header, and no end
        raise EOFError
    stream.room = None
    while rest := stream.read(PIECE):
        if rest.strip(b"\0"):
            raise ProjectError("something else follows after its end", ANEW)


def _of_tar(tar: tarfile.TarFile, info: tarfile.TarInfo) -> Member:
    def contents() -> Readable:
        return cast(Readable, tar.extractfile(info))

    if info.issparse():
        kind = "a file with holes"
    elif info.isdir():
        kind = "folder"
    elif info.issym():
        kind = "link"
    else:
        kind = "file" if info.isreg() else _TAR_KINDS.get(info.type, "no regular file")
    return Member(info.name, kind, contents, bool(info.mode & 0o100), info.linkname, info.size)


def of_zip(file: IO[bytes], allowance: Allowance) -> Iterator[Member]:
    """A zip's, in the order of its table."""
    with zipfile.ZipFile(cast(IO[bytes], Bounded(file, allowance.size))) as archive:
        infos = archive.infolist()
        _check_places(infos, archive.start_dir)
        for info in infos:
            yield _of_zip(archive, info, allowance)


def _of_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowance: Allowance) -> Member:
    name = info.orig_filename.replace("\\", "/")  # what some programs of Windows write
    mode = info.external_attr >> 16 if info.create_system == 3 else 0  # 3: made on Unix
    kind = _ZIP_KINDS.get(stat.S_IFMT(mode), "file")
    if name.endswith("/") or stat.S_ISDIR(mode):
        kind = "folder"
    elif stat.S_ISLNK(mode):
        kind = "link"
    if info.flag_bits & _ENCRYPTED:
        kind = "encrypted"
    elif info.compress_type not in _TAKEN:
        kind = "compressed in an unusual way"

    def contents() -> Readable:
        return _Counted(archive.open(info), allowance)

    target = ""
    if kind == "link":
        with closing(archive.open(info)) as stream:
            target = stream.read(_LONGEST_LINK + 1).decode("utf-8", "surrogateescape")
    return Member(name, kind, contents, bool(mode & 0o100), target, info.file_size)


def _check_places(infos: list[zipfile.ZipInfo], end: int) -> None:
    """Members lie one after the other from the start on. Where they share bytes, little becomes very much."""
    if not infos:
        return
    in_order = sorted(infos, key=lambda info: info.header_offset)
    if in_order[0].header_offset != 0:
        raise ProjectError("something else comes before its first member", ANEW)
    starts = [*(info.header_offset for info in in_order[1:]), end]
    for info, following in zip(in_order, starts, strict=True):
        if info.header_offset + _LOCAL_HEADER + info.compress_size > following:
            raise Overlapping(info.orig_filename)


class Overlapping(Exception):  # noqa: N818  # becomes a sentence
    """A member that shares bytes with the next one."""


class _Counted:
    """A zip member's bytes as they come out."""

    def __init__(self, stream: IO[bytes], allowance: Allowance) -> None:
        self._stream, self._allowance = stream, allowance

    def read(self, count: int, /) -> bytes:
        piece = self._stream.read(count)
        self._allowance.take(len(piece))
        return piece
