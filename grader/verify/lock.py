"""verify.lock: a line for each subject, with the hash of all that decides its outcome, and the goals that failed."""

from __future__ import annotations

import json
from pathlib import Path

from grader.errors import CourseError


class Lock:
    """What was proved. `known(name, digest)` gives the goals that failed then, or None where anything changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.entries: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
            if not isinstance(self.entries, dict) or not all(isinstance(e, list) for e in self.entries.values()):
                raise ValueError("it is no table of lists")
        except ValueError as error:
            raise CourseError(f"{path.name} can't be read: {error}", "Delete it and verify again.") from error

    def known(self, name: str, digest: str) -> frozenset[str] | None:
        entry = self.entries.get(name, [])
        return frozenset(entry[1:]) if entry[:1] == [digest] else None

    def keep(self, name: str, digest: str, failed: frozenset[str]) -> None:
        self.entries[name] = [digest, *sorted(failed)]

    def drop(self, name: str) -> None:
        """What turned out to be wrong is not proved any more, though nothing changed."""
        self.entries.pop(name, None)

    def save(self, names: set[str] | None = None) -> None:
        """Writes it, a subject a line. With `names`, entries of subjects that are no more are dropped."""
        kept = {name: entry for name, entry in self.entries.items() if names is None or name in names}
        lines = [f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in sorted(kept.items())]
        temporary = self.path.with_suffix(".new")
        temporary.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
        temporary.replace(self.path)
