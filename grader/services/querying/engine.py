"""What each kind of database does with a job's queries, and what becomes of one that gives nothing."""

from __future__ import annotations

import json
from typing import Any

from .values import Refused, plain

MOST_BYTES = 150_000  # of all tables after a change


class Engine:
    """A kind of database. `lay` makes the tables; the three modes each run one query and leave nothing of it."""

    def __init__(self, job: dict[str, Any], limits: dict[str, Any]) -> None:
        self.tables: dict[str, dict[str, Any]] = job["tables"]
        self.server: dict[str, Any] = job.get("server", {})
        self.limits = limits
        self.seconds = float(limits["seconds"])

    def lay(self) -> str:
        """Lays the shop down, and gives the version."""
        raise NotImplementedError

    def read(self, query: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def change(self, query: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def index(self, query: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def refusal(self, error: Exception, text: str) -> Refused:
        """What an exception of the driver's means."""
        return Refused("engine", str(error))

    def run(self, query: dict[str, Any]) -> dict[str, Any]:
        """One query's part of the result."""
        try:
            mode = {"read": self.read, "change": self.change, "index": self.index}[query["mode"]]
            return mode(query)
        except Refused as refused:
            return self.said(refused)
        except (MemoryError, OverflowError):
            return self.said(Refused("large", "it takes too much memory"))
        except Exception as error:  # noqa: BLE001  # the driver's: whatever it is, it is about this query
            return self.said(self.refusal(error, query["text"]))

    def said(self, refused: Refused) -> dict[str, Any]:
        return {"refused": refused.why, "words": refused.words, "seconds": self.limits["seconds"]}

    def all_rows(self, read: Any) -> dict[str, Any]:
        """Every table's rows, by a function that reads those of one."""
        found = {name: [[plain(v) for v in row] for row in read(name)] for name in self.tables}
        if len(json.dumps(found)) > MOST_BYTES:
            raise Refused("large", "the tables are much larger than before")
        return {"tables": found}
