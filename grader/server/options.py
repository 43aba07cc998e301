"""What a runner is told: how to serve a project, and how its app is started."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from grader.server.address import Address

Progress = Callable[[str], None]  # what is told when long work begins, and with `HowFar` while it goes on


class HowFar(str):
    """How far work is that was told of before: for a line that changes in place, and none in a log."""

    __slots__ = ()


@dataclass(frozen=True)
class Launch:
    """How the app is started, beyond what it always gets.

    A variable that is None is taken away. `files` are laid into the folder that the app is started in, by relative
    path, and replaced by the project's own at the next start that does not name them; None takes one away.
    `production`: by the command that is used where it is deployed.
    """

    env: Mapping[str, str | None] = field(default_factory=dict)
    files: Mapping[str, str | None] = field(default_factory=dict)
    production: bool = False


DEFAULT = Launch()


@dataclass(frozen=True)
class Options:
    """How to serve: seconds to wait for the first answer, another container runtime, variables for the app.

    `url` is a server that runs already, and `at` where its host may be looked for, in numbers; `ca` a file with an
    authority whose certificates are good for it. `database` is the kind that the app is given; `database_url` a server
    of the user's own for it. `online` is where the app is deployed, for the exercises about that. In `env`, `{data}`,
    `{smtp_host}` and `{smtp_port}` stand for what the runner knows. `lifetime`: seconds after which a sandbox ends
    by itself, whatever becomes of the grader.
    """

    start_timeout: float = 20.0
    runtime: str = ""
    url: str = ""
    env: Mapping[str, str] = field(default_factory=dict)
    at: tuple[str, ...] = ()
    ca: str = ""
    online: Address | None = None
    database: str = "none"
    database_url: str = ""
    lifetime: int = 1800
