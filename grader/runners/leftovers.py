"""What dead graders left on this machine: processes of a local run, then folders. And the tally of a sweep."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from dataclasses import dataclass, field

from grader.runners import folders
from grader.runners.owners import Owner
from grader.runners.watchdog import TAG, kill_tagged


@dataclass
class Swept:
    """What was removed by kind, of which runs; which runs are still going; what could not be removed, and why."""

    removed: Counter[str] = field(default_factory=Counter)
    ended: dict[str, Owner] = field(default_factory=dict)
    loose: set[Owner] = field(default_factory=set)
    going: set[str] = field(default_factory=set)
    kept: list[str] = field(default_factory=list)

    @property
    def runs(self) -> int:
        """How many runs left something. A socket folder tells its owner alone: it may be that of a run counted."""
        return len(self.ended) + len(self.loose - set(self.ended.values()))

    def add(self, other: Swept) -> None:
        """Another part of the same sweep."""
        self.removed += other.removed
        self.ended |= other.ended
        self.loose |= other.loose
        self.going |= other.going
        self.kept += other.kept


def sweep_here(*, thorough: bool = False) -> Swept:
    """Removes what dead graders of this user left here. `thorough`: processes also where their run's folder is gone."""
    swept = Swept()
    for tag, owner in orphans().items() if thorough else ():
        _kill(tag, owner, swept)
    for folder in folders.find():
        name, project = folder.path.name, folder.kind == folders.PROJECTS
        if not folder.gone:
            swept.going |= {name} if project else set()  # a run in the engine is told by its labels
            continue
        if project:
            _kill(name, folder.owner, swept)
        else:
            swept.loose.add(folder.owner)
        if folders.remove(folder.path):
            swept.removed["folder"] += 1
        else:
            swept.kept.append(f"folder {folder.path}: not all of it may be removed")
    return swept


def orphans() -> dict[str, Owner]:
    """Tags of this user's processes whose local grader is gone."""
    import psutil

    found, mine = {}, psutil.Process().username()
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and process.username() == mine:
                tag = process.environ().get(TAG, "")
                known = folders.owner_in(tag)
                if known and known[1].gone(process.create_time()):
                    found[tag] = known[1]
    return found


def _kill(tag: str, owner: Owner, swept: Swept) -> None:
    swept.ended[tag] = owner
    swept.removed["process"] += kill_tagged(tag)
