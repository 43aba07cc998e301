"""The Git repository that holds a learner's project, read as data: nothing of it is run, and nothing of it is believed.

A repository is full of what Git would act upon: hooks, filters, a file-system monitor, included settings, remotes that
are commands, submodules, other repositories' objects. So Git never sees the learner's `.git`, which `finding` finds.
`copying` makes a folder of our own with our `settings` that has copies of the index and the names of commits (`refs`),
and lends the objects alone; `history` asks Git about that, bounded in time and output; `patches` reads what it prints,
`reading.secrets` looks at it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from grader.project import Project
from grader.repositories.finding import NotReadable
from grader.repositories.history import Commit, Repository, Secret
from grader.server.answers import Unavailable

__all__ = ["Commit", "NotReadable", "Repository", "Secret", "answers"]
TOLD = ("all_commits", "tracked", "changed", "origin", "secrets")
Question = Mapping[str, Any]


def answers(project: Project | None) -> Callable[[Question], dict[str, Any]]:
    """Answers checks' questions about the project's repository, each of which names one of TOLD."""
    repository = Repository(project.folder) if project is not None else None

    def answer(question: Question) -> dict[str, Any]:
        if repository is None:
            raise Unavailable("needs the project's repository: grade the project itself, without --url")
        if question["what"] not in TOLD:
            raise ValueError(f"nobody tells {question['what']} of a repository")
        try:
            found = getattr(repository, question["what"])
        except NotReadable as reason:
            return {"miss": reason.got, "expected": reason.expected}
        if isinstance(found, str):
            return {"value": found}
        return {"value": [one if isinstance(one, str) else dataclasses.asdict(one) for one in found]}

    return answer
