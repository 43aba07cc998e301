"""What lies in a run's folder on this machine, and what is laid there, under the paths that it has in a container."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.server.answers import Stored

MOST = 5000
LEFT_OUT = {"node_modules", ".venv"}


def files(home: Path) -> Mapping[str, Stored]:
    """The files of the app's copy and of its data, links left out."""
    found: dict[str, Stored] = {}
    for path in below(home / "app", home / "data"):
        if len(found) < MOST and path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            found[f"/{path.relative_to(home).as_posix()}"] = Stored(path.stat().st_size, digest)
    return found


def below(*roots: Path) -> Iterator[Path]:
    """Paths of files, but for what was installed."""
    for root in roots:
        for top, folders, names in os.walk(root):
            folders[:] = [name for name in folders if name not in LEFT_OUT]
            yield from (Path(top, name) for name in names)


def lay(home: Path, changes: Mapping[str, bytes | None]) -> None:
    """Writes files below a folder, and takes away those whose content is None."""
    for path, data in changes.items():
        place = home / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        if data is not None:
            place.write_bytes(data)
