"""Whether a learner's fork grades what is pushed: GitHub turns a fork's workflows off until its owner turns them on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from grader.doctor.facts import Fact, Machine

WORKFLOW = Path(".github/workflows/grade.yml")
SERVICE = "https://api.github.com"
SECONDS = 5
# https://git@github.com/ada/week.git, ssh://git@github.com/ada/week, git@github.com:ada/week.git
ORIGIN = re.compile(r"(?:\w+://)?(?:[^@/]*@)?github\.com[:/]([\w.-]{1,100})/([\w.-]{1,100}?)(?:\.git)?/?")
NAME = "your fork"
# The states of a workflow, as GitHub's REST interface names them.
OFF = {
    "disabled_fork": "its workflows are off, as those of every new fork",
    "disabled_inactivity": "GitHub turned its workflow off after sixty days without a commit",
    "disabled_manually": "its workflow was turned off",
}


def workflow(_: Machine) -> Iterator[Fact]:
    """Of a repository on GitHub that has the course's workflow; nothing is said about any other."""
    from grader.repositories.finding import NotReadable
    from grader.repositories.history import Repository
    from grader.server.answers import Unavailable

    repository = Repository(Path.cwd())
    try:
        tree, origin = repository.found[0], repository.origin
    except (NotReadable, Unavailable):
        return
    place = ORIGIN.fullmatch(origin)
    if place is None or not (tree / WORKFLOW).is_file():
        return
    page = f"https://github.com/{place[1]}/{place[2]}/actions"
    state = asked(place[1], place[2])
    if state == "active":
        yield Fact(NAME, f"GitHub grades each push to {place[1]}/{place[2]}")
    elif state in OFF:
        yield Fact(NAME, OFF[state], "warn", f"Open {page} and enable them, then push once more.")
    elif state:
        hidden = f"GitHub does not show it ({state}): private, not pushed yet, or a fork whose workflows are off"
        yield Fact(NAME, f"{hidden}; see {page}")


def asked(owner: str, name: str) -> str:
    """The workflow's state; an answer's status where there is none, nothing where nobody answers."""
    import requests

    address = f"{SERVICE}/repos/{owner}/{name}/actions/workflows/{WORKFLOW.name}"
    headers = {"Accept": "application/vnd.github+json", "User-Agent": "backend-week"}
    try:
        reply = requests.get(address, headers=headers, timeout=SECONDS, allow_redirects=False)
        state = reply.json().get("state") if reply.status_code == 200 else str(reply.status_code)
    except (requests.RequestException, ValueError, AttributeError):
        return ""
    return state if isinstance(state, str) else ""
