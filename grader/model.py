"""What a course consists of: days, exercises, goals, checks. Frozen values, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Check:
    """One hidden test function. `id` is `day2/methods.create::answers_201`; `says` its docstring's first paragraph."""

    id: str
    name: str
    function: str
    says: str
    file: Path
    line: int
    runs_first: bool = False


@dataclass(frozen=True)
class Goal:
    """One thing that a learner can see turn green. `id` is `day2/methods.create`; `requires` holds goal ids.

    A hint is a table of texts by track; `all` serves every track that has none of its own. `docs` is such a table of
    addresses in the official documentation.
    """

    id: str
    title: str
    hints: tuple[dict[str, str], ...]
    checks: tuple[Check, ...]
    requires: tuple[str, ...] = ()
    bonus: bool = False
    slow: bool = False
    docs: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.id.rpartition(".")[2]

    def docs_for(self, track: str) -> str:
        """The page of the official documentation that is about it, or nothing."""
        return self.docs.get(track) or self.docs.get("all", "")

    def hints_for(self, track: str) -> tuple[str, ...]:
        """The hint's steps in the words of a track."""
        return tuple(hint.get(track) or hint.get("all", "") for hint in self.hints)


@dataclass(frozen=True)
class Suite:
    """For an exercise in which learners test somebody else's API: our server, and the faults it can be given.

    `own`: their tests are run against their own app as well.
    """

    server: Path
    faults: tuple[str, ...]
    repeats: int = 3
    own: bool = False


@dataclass(frozen=True)
class Exercise:
    """A folder under `exercises/<day>/`. `id` is `day2/methods`; `hours` its weight in the day.

    `online`: it is about a server that runs somewhere else, at an address that the learner names. `git`: about the
    history of the project's repository.
    """

    id: str
    title: str
    hours: float
    goals: tuple[Goal, ...]
    folder: Path
    summary: str = ""
    bonus: bool = False
    needs: tuple[str, ...] = ()
    suite: Suite | None = None
    online: bool = False
    git: bool = False

    @property
    def name(self) -> str:
        return self.id.rpartition("/")[2]


@dataclass(frozen=True)
class Day:
    """One learner project and its exercises. `id` is `day2`. `gitignore`: scaffold writes that file too.

    `begin` says where to begin, if that is not the first goal. `environment` are variables that the app is given;
    `proved_on` the databases on which solutions must pass. `one_of`: the exercises are projects to choose one from.
    """

    id: str
    title: str
    summary: str
    exercises: tuple[Exercise, ...]
    folder: Path
    begin: str = ""
    database: bool = False
    gitignore: bool = True
    environment: Mapping[str, str] = field(default_factory=dict)
    proved_on: tuple[str, ...] = ()
    one_of: bool = False

    @property
    def number(self) -> int:
        return int(self.id.removeprefix("day"))

    @property
    def online(self) -> bool:
        """Whether it has an exercise about a server that runs somewhere else."""
        return any(exercise.online for exercise in self.exercises)

    @property
    def hours(self) -> float:
        return sum(exercise.hours for exercise in self.exercises if not exercise.bonus)

    @property
    def goals(self) -> tuple[Goal, ...]:
        return tuple(goal for exercise in self.exercises for goal in exercise.goals)
