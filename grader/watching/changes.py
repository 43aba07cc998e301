"""Tells when something of a project was saved.

File events come from `watchfiles`. Where they don't come (Windows folders under WSL, network drives, folders that a
virtual machine shares) it looks again and again instead; what a save changes is decided here either way.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from grader import mounts
from grader.errors import GraderError
from grader.reading import tree

QUIET = 15  # ms without another event, for a save is several
POLL = 300  # ms between two looks where no events come
AGAIN = 300  # ms after which the folder is looked for, where it is gone
Print = frozenset[tuple[str, int, int]]


class Changes:
    """`with Changes(folder, saved):` calls `saved` with the names of the changed files, from a thread of its own."""

    def __init__(self, folder: Path, saved: Callable[[list[str]], None]) -> None:
        self.folder = folder
        self.saved = saved
        self.over = threading.Event()
        self.polling = mounts.is_silent(folder)

    def __enter__(self) -> Changes:
        self.seen = fingerprint(self.folder)
        self.thread = threading.Thread(target=self._follow, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join(2)

    def _follow(self) -> None:
        """Watches the folders that there are; anew where others have come."""
        while not self.over.is_set():
            folders = folders_of(self.folder)
            try:
                self._watch(folders)
            except OSError:  # no watches left, or the folder went while it was about to be watched
                self.polling = self.polling or bool(folders)
                self._look()
                self.over.wait(AGAIN / 1000)

    def _watch(self, folders: list[Path]) -> None:
        if not folders:
            self._look()
            self.over.wait(AGAIN / 1000)
            return
        from watchfiles import watch

        self._look()  # something may have been saved before this watch began
        for _ in watch(
            *folders,
            recursive=False,
            watch_filter=None,
            step=QUIET,
            debounce=10 * QUIET,
            stop_event=self.over,
            rust_timeout=1000,
            yield_on_timeout=True,
            force_polling=True if self.polling else None,
            poll_delay_ms=POLL,
            raise_interrupt=False,
        ):
            self._look()
            if folders_of(self.folder) != folders:
                return

    def _look(self) -> None:
        """Whether it is another project than before: an event may be about nothing that counts."""
        now = fingerprint(self.folder)
        if now != self.seen:
            names = sorted({name for name, _, _ in now ^ self.seen})
            self.seen = now
            self.saved(names)


def fingerprint(folder: Path) -> Print:
    """A project's files by name, size and time; what an editor keeps for itself is none of them."""
    try:
        entries = tree.project_files(folder)
    except (GraderError, OSError):
        return frozenset()
    found = set()
    for entry in entries:
        place = folder / entry.path
        if not is_an_editors(place.name):
            try:
                about = place.lstat()
            except OSError:
                continue  # it went meanwhile
            found.add((entry.path, about.st_size, about.st_mtime_ns))
    return frozenset(found)


def is_an_editors(name: str) -> bool:
    """Whether a file is a copy, a lock or a part of one that an editor is about to write."""
    return name.endswith(("~", ".swp", ".swx", ".swo", ".tmp", ".part", "___jb_tmp___", "___jb_old___")) or (
        name.startswith((".#", ".goutputstream-", ".~lock.")) or name == "4913"
    )


def folders_of(folder: Path) -> list[Path]:
    """The project's folders, its own first; none where it is gone."""
    try:
        inner = [folder / entry.path for entry in tree.project_entries(folder) if entry.folder]
    except (GraderError, OSError):
        return [folder] if folder.is_dir() else []
    return [folder, *inner]
