"""A submission as bytes, for another machine: what was taken here is unpacked there just as it was."""

from __future__ import annotations

import io
import os
import tarfile
from dataclasses import dataclass
from pathlib import Path

from grader.classroom.copies import walked
from grader.classroom.sources import Submission
from grader.reading.unpacking import parts_of


@dataclass(frozen=True)
class Parcel:
    """`data` is a compressed tar of all that was handed in, `project` the day's folder in it, `hash` its content's."""

    data: bytes
    project: str
    hash: str


def pack(submission: Submission) -> Parcel:
    """The submission with its repository, if it has one; links as links."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz", compresslevel=1, format=tarfile.PAX_FORMAT) as tar:
        for path, _ in walked(submission.top):
            tar.add(path, os.path.relpath(path, submission.top), recursive=False)
    return Parcel(buffer.getvalue(), submission.project.relative_to(submission.top).as_posix(), submission.hash)


def unpack(parcel: Parcel, place: Path) -> Path:
    """The project's folder below `place`, which is empty. Links come last, so nothing is written through one."""
    links: list[tuple[Path, str]] = []
    with tarfile.open(fileobj=io.BytesIO(parcel.data), mode="r:gz") as tar:
        for member in tar:
            target = place.joinpath(*parts_of(member.name))
            if member.isdir():
                target.mkdir()
            elif member.issym():
                links.append((target, member.linkname))
            elif file := tar.extractfile(member):
                target.write_bytes(file.read())
                target.chmod(member.mode & 0o755 | 0o600)
                os.utime(target, (member.mtime, member.mtime))
    for target, leads_to in links:
        target.symlink_to(leads_to)
    return place / parcel.project
