"""An archive's bytes, inflated as they are asked for, within limits that count what really comes out.

What an archive says of its own sizes is never believed. A bomb costs a few MiB of memory and is refused early, by how
much more comes out of it than is in it.
"""

from __future__ import annotations

import bz2
import io
import lzma
import time
import zlib
from dataclasses import dataclass, field
from typing import IO, Protocol

from grader.errors import ProjectError
from grader.reading.tree import MAX_BYTES

PIECE = 64 * 1024
HEADERS = 256 * 1024  # bytes that a member's headers may take: names, and attributes of other systems
DIRECTORY = 8 * 1024 * 1024  # bytes of a zip's table of contents
MAX_INFLATED = 5 * MAX_BYTES  # with what is not kept: node_modules and the like
FREE, RATIO = 16 * 1024 * 1024, 200  # from so many bytes on, so many times the archive's own size at most
LONGEST = 60.0  # seconds
XZ_MEMORY = 72 * 1024 * 1024  # what the strongest preset takes
MAGIC = {"gzip": b"\x1f\x8b", "bzip2": b"BZh", "xz": b"\xfd7zXZ\x00"}
SMALLER = "Leave node_modules, virtual environments and generated files out of it."


@dataclass
class Allowance:
    """What one archive may take: bytes that come out of it, and seconds."""

    size: int
    inflated: int = 0
    until: float = field(default_factory=lambda: time.monotonic() + LONGEST)

    def take(self, count: int) -> None:
        """Counts bytes. Raises ProjectError when it is enough."""
        self.inflated += count
        if self.inflated > MAX_INFLATED:
            raise ProjectError(f"more than {MAX_INFLATED >> 20} MiB come out of it", SMALLER)
        if self.inflated > FREE and self.inflated > RATIO * self.size:
            raise ProjectError(f"more than {RATIO} times its own size comes out of it", "Pack your project anew.")
        if time.monotonic() > self.until:
            raise ProjectError(f"it could not be unpacked within {LONGEST:.0f} seconds", SMALLER)


class Inflater(Protocol):
    """What bz2 and lzma have, and zlib nearly."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...


class _Gunzip:
    """zlib's, that keeps what it has not looked at itself."""

    def __init__(self) -> None:
        self._zlib, self._kept = zlib.decompressobj(31), b""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        piece = self._zlib.decompress(self._kept + data, max_length)
        self._kept = self._zlib.unconsumed_tail
        return piece

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        return not self._kept

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data


class Stream:
    """A tar file for tarfile, which reads ahead in it and never back. `kind`: a key of MAGIC, or "tar"."""

    def __init__(self, file: IO[bytes], kind: str, allowance: Allowance) -> None:
        self._file, self._kind, self._allowance = file, kind, allowance
        self._inflater = _inflater(kind) if kind in MAGIC else None
        self._buffer, self._position = b"", 0
        self.room: int | None = HEADERS  # for the headers of one member; None while its contents are read
        self.block = b""  # what was read last

    def read(self, count: int = -1) -> bytes:
        """So many bytes, fewer at the end."""
        if self.room is not None:
            self.room -= max(count, 0)
        if not 0 <= count <= HEADERS or (self.room is not None and self.room < 0):
            raise ProjectError("the headers of a member are too long", "Pack your project anew, with plain options.")
        pieces = [self._buffer]
        while sum(map(len, pieces)) < count and (piece := self._more()):
            pieces.append(piece)
        whole = b"".join(pieces)
        self.block, self._buffer = whole[:count], whole[count:]
        self._position += len(self.block)
        return self.block

    def tell(self) -> int:
        return self._position

    def seek(self, position: int) -> None:
        """Ahead."""
        if position < self._position:
            raise ValueError("a tar is read ahead")
        before, self.room = self.room, None
        while self._position < position and self.read(min(PIECE, position - self._position)):
            pass
        self.room = before

    def _more(self) -> bytes:
        piece = self._inflated() if self._inflater else self._file.read(PIECE)
        self._allowance.take(len(piece))
        return piece

    def _inflated(self) -> bytes:
        """The next piece; nothing at the end of the last stream, of which there may be several in a row."""
        assert self._inflater is not None
        while True:
            self._allowance.take(0)
            data = b""
            if self._inflater.eof:
                data = (self._inflater.unused_data + self._file.read(PIECE)).lstrip(b"\0")
                if not data:
                    return b""
                if not data.startswith(MAGIC[self._kind]):
                    raise ProjectError("something else follows after its end", "Pack your project anew.")
                self._inflater = _inflater(self._kind)
            elif self._inflater.needs_input:
                data = self._file.read(PIECE)
            piece = self._inflater.decompress(data, PIECE)
            if piece:
                return piece
            if not data and self._inflater.needs_input and not self._inflater.eof:
                raise EOFError


class Bounded(io.RawIOBase):
    """A zip file for zipfile, which reads the whole table of contents at once, however long it claims to be."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        super().__init__()
        self._file, self._size = file, size

    def read(self, count: int | None = -1) -> bytes:
        left = max(0, self._size - self._file.tell())
        count = left if count is None or count < 0 else min(count, left)
        if count > DIRECTORY:
            raise ProjectError("its table of contents is too long", SMALLER)
        return self._file.read(count)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True


def _inflater(kind: str) -> Inflater:
    if kind == "xz":
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY)
    return bz2.BZ2Decompressor() if kind == "bzip2" else _Gunzip()
