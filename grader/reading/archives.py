"""A submission that comes as an archive, unpacked where nothing but the grader can see it.

It is hostile until proved otherwise. Names are judged before anything is made; folders are opened one name at a time
and links come last, so that nothing is ever written through one; what comes out is counted as it comes. Whatever is
wrong ends in a sentence that names the member, and nothing is left.
"""

from __future__ import annotations

import lzma
import os
import shutil
import stat
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import IO

from grader.errors import ProjectError, UsageError
from grader.printable import one_line
from grader.reading.below import open_below
from grader.reading.inflating import MAGIC, SMALLER, Allowance
from grader.reading.members import ANEW, Overlapping, of_tar, of_zip
from grader.reading.tree import MAX_BYTES, shown
from grader.reading.unpacking import Unpacking, quoted

TAKEN = "Taken are folders and .zip, .tar, .tar.gz, .tar.bz2 and .tar.xz files."
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OTHERS = {
    b"7z\xbc\xaf\x27\x1c": "a 7z",
    b"Rar!\x1a\x07": "a rar",
    b"\x28\xb5\x2f\xfd": "a zstd",
    b"\x1f\x9d": "a compress (.Z)",
    b"\x04\x22\x4d\x18": "an lz4",
}
_DAMAGED = (
    *(tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error, RecursionError),
    *(ValueError, OverflowError, IndexError, NotImplementedError, RuntimeError),
)


def unpack(archive: Path, target: Path) -> Path:
    """Unpacks into `target`, which is made and must be new or empty; gives the project's folder in it.

    Raises UsageError for what is no archive, ProjectError for one that can't be taken; `target` is then gone.
    """
    name = one_line(shown(archive.name), 120)
    with _opened(archive, name) as file:
        size = os.fstat(file.fileno()).st_size
        kind = _kind(file, name)
        target.mkdir(mode=0o700, exist_ok=True)
        if any(target.iterdir()):
            raise FileExistsError(target)
        try:
            return _unpacked(file, kind, size, target, name)
        except BaseException:
            shutil.rmtree(target, ignore_errors=True)
            raise


def _unpacked(file: IO[bytes], kind: str, size: int, target: Path, name: str) -> Path:
    allowance = Allowance(size)
    members = of_zip(file, allowance) if kind == "zip" else of_tar(file, kind, allowance)
    with open_below(target) as below:
        unpacking = Unpacking(below, windows=kind == "zip")
        try:
            unpacking.take(members)
        except ProjectError as error:
            raise ProjectError(f"{name}: {error.message}", error.remedy) from error
        except Overlapping as error:
            raise ProjectError(f"{name}: {quoted(str(error))} shares its bytes with another member", ANEW) from error
        except (*_DAMAGED, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            at = f", at {quoted(unpacking.last)}" if unpacking.last else ""
            raise ProjectError(
                f"{name} is damaged or incomplete{at}", "Pack it again, or download it again."
            ) from error
    tops = list(target.iterdir())
    if not tops:
        raise UsageError(f"{name} is an empty archive: there is no project in it", ANEW)
    single = tops[0]
    return single if len(tops) == 1 and single.is_dir() and not single.is_symlink() else target


def _opened(archive: Path, name: str) -> IO[bytes]:
    try:
        number = os.open(archive, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise UsageError(f"{name} can't be read: {error.strerror}", "Check who may read it: ls -l") from error
    about = os.fstat(number)
    if stat.S_ISREG(about.st_mode) and about.st_size <= MAX_BYTES:
        return os.fdopen(number, "rb")
    os.close(number)
    if stat.S_ISREG(about.st_mode):
        raise UsageError(f"{name} is larger than {MAX_BYTES >> 20} MiB", SMALLER)
    raise UsageError(f"{name} is neither a folder nor a file", TAKEN)


def _kind(file: IO[bytes], name: str) -> str:
    """What it is by its first bytes, whatever it is called. Raises UsageError for what is not taken."""
    head = file.read(tarfile.BLOCKSIZE)
    file.seek(0)
    if not head:
        raise UsageError(f"{name} is an empty file: there is no project in it", ANEW)
    found = ["zip"] if head.startswith(_ZIP) else [kind for kind, magic in MAGIC.items() if head.startswith(magic)]
    found += ["tar"] if _starts_tar(head) else []
    if len(found) > 1:
        raise UsageError(f"{name} is two kinds of archive at once", ANEW)
    if found:
        return found[0]
    other = next(
        (f"{words} archive, which is not taken" for magic, words in _OTHERS.items() if head.startswith(magic)), ""
    )
    raise UsageError(f"{name} is {other or 'neither a folder nor an archive'}", TAKEN)


def _starts_tar(head: bytes) -> bool:
    if len(head) == tarfile.BLOCKSIZE and not head.strip(b"\0"):
        return True  # an empty one
    try:
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError, OverflowError):
        return False
    return True
