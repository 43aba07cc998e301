"""The learner's project as its files, as the fixture `project`."""

from __future__ import annotations

from grader.checks.asking import asked
from grader.checks.channel import Channel
from grader.checks.values import Miss


class LearnersFiles:
    """The project as its files: what stands in them, not what they do."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def paths(self) -> list[str]:
        """The paths of all its files."""
        return list(asked(self._channel, ask="paths")["paths"])

    def text(self, path: str) -> str:
        """A file's text. Raises Miss where there is no such file (or one of more than 256 KiB)."""
        found = asked(self._channel, ask="text", path=path)["text"]
        if found is None:
            raise Miss(f"a file {path} in the project", "none")
        return str(found)

    def declared(self) -> list[str]:
        """The packages that requirements.txt, pyproject.toml or package.json names, in small letters."""
        return list(asked(self._channel, ask="declared")["declared"])

    def track(self) -> str:
        """flask, express or django."""
        return str(asked(self._channel, ask="declared")["track"])

    def routes(self) -> tuple[list[str], list[str]]:
        """(files that start the server, other files that hold routes)."""
        answer = asked(self._channel, ask="routes")
        return list(answer["starts"]), list(answer["elsewhere"])

    def ignored(self, *paths: str) -> list[str]:
        """Those of the paths that the project's .gitignore keeps out of Git."""
        return list(asked(self._channel, ask="ignored", paths=paths)["ignored"])
