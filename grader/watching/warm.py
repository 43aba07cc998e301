"""A server whose app is started again within one container, by a program of ours: a new container takes far longer.

For watch mode alone, which is for one's own code: what an app does to its container, the next start would find.
"""

from __future__ import annotations

import base64
import io
import json
import re
import secrets
import tarfile
import time
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.checks.transport import Limits, connect
from grader.errors import MachineError, ProjectError
from grader.project import Project
from grader.runners import ready
from grader.runners.docker import volumes
from grader.runners.docker.engine import engine_faults
from grader.runners.docker.instance import PORT
from grader.runners.docker.limits_met import CROWDED, OUT_OF_MEMORY, limits_met
from grader.runners.docker.output import text_of
from grader.runners.docker.profile import LIMITS
from grader.runners.docker.runner import DockerRunner
from grader.runners.docker.serving import SLOWER, STOP_SECONDS, DockerServer
from grader.runners.launching import Overlay
from grader.server.address import Address
from grader.server.answers import Ending, Line
from grader.server.options import Launch

AGENT_PORT = 8079
AGENTS = {
    "python": ["python3", "-I", "-S", "-c", Path(__file__).with_name("agent.py").read_text("utf-8")],
    "node": ["node", "-e", Path(__file__).with_name("agent.js").read_text("utf-8")],
}
BASE = {"PATH": "/deps/bin:/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
PATIENCE = 10.0  # seconds for an answer, and for the agent's start
FLUSH_SECONDS = 3.0
KILLED = 137
MARK = "backend-week-mark-"
MARKED = re.compile(f"{MARK}[0-9a-f]{{16}}")


class WarmServer(DockerServer):
    """The app's container holds the agent and, as its child, the app."""

    since = 0.0  # by the container's clock: what was printed before is about another project
    asked: Address | None = None
    started = False  # since the agent has ended an app last
    exhausted = False  # whether this container has met the limit of its memory

    def _run(self, name: str, command: Sequence[str], env: Mapping[str, str], workdir: str) -> None:
        if name == "app":
            self.started = True
            self._ask(do="start", command=list(command), env=dict(env), cwd=workdir)
        else:
            super()._run(name, command, env, workdir)

    def _remove(self, name: str) -> None:
        if name != "app":
            super()._remove(name)
        elif self.started:
            self._end(0)

    def renew(self, project: Project) -> None:
        self.end_others()
        if self.exhausted:
            self._retire()  # the engine tells of a container what it has met, not when
        self.project, self.overlay = project, Overlay(project)
        self.past, self.met = [], []
        self.about.notices.clear()
        self.since = self._ask(do="renew", files=files_of(project))["time"]
        self.started = False
        self.database.renew()
        self.start()

    def _retire(self) -> None:
        """The next start is in a new container."""
        super()._remove("app")
        self.asked, self.started, self.exhausted = None, False, False

    def _end(self, seconds: float) -> int:
        self.started = False
        return int(self._ask(do="end", seconds=seconds)["code"] or 0)

    def _ran_out(self) -> list[str]:
        """Whether the container has met its memory's limit."""
        with engine_faults("looking after the app"):
            found = limits_met(self.running["app"], processes=False) if "app" in self.running else []
        self.exhausted = bool(found)
        return found

    def limits_met(self) -> Sequence[str]:
        """As ever; the engine would take most of a second to count the processes, and the agent is there."""
        crowded = [CROWDED] if self._ask(do="state")["tasks"] >= LIMITS["app"].pids else []
        return list(dict.fromkeys([*self.met, *self._ran_out(), *crowded]))

    def stop(self) -> int:
        return self._end(STOP_SECONDS)

    def why_ended(self, name: str) -> str:
        words = super().why_ended(name)
        if name != "app" or words:
            return words
        code = self._ask(do="state")["code"]
        if code is None:
            return ""
        return OUT_OF_MEMORY if code == KILLED and self._ran_out() else f"exit code {code}"

    def end_by_itself(self, launch: Launch, seconds: float) -> Ending | None:
        began, since = time.monotonic(), self._ask(do="state")["time"]
        deadline = began + max(seconds, SLOWER * self.seconds)
        self._begin("app", PORT, launch)
        address = self.pod.address("app", PORT)
        while (code := self._ask(do="state")["code"]) is None:
            if time.monotonic() > deadline or ready.exchange(address, 1) == "answered":
                return None
            time.sleep(0.02)
        self._flush()
        said = [line for line in self.output() if line.time >= since]
        return Ending(int(code), text_of(said, "stdout"), text_of(said, "stderr"), time.monotonic() - began)

    def _flush(self) -> None:
        """Waits for what the app has printed last: the engine's log comes later than the news of its end."""
        mark, deadline = f"{MARK}{secrets.token_hex(8)}", time.monotonic() + FLUSH_SECONDS
        self._ask(do="mark", text=mark)
        while sum(mark in line.text for line in super().output()) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)

    def output(self) -> Sequence[Line]:
        known = [line for line in super().output() if line.time >= self.since]
        return [line for line in map(without_mark, known) if line is not None]

    def listening_but(self, its: set[int]) -> list[tuple[str, int]]:
        return [pair for pair in super().listening_but(its) if pair[1] != AGENT_PORT]

    def _ask(self, **question: Any) -> dict[str, Any]:
        """The agent's answer; it is started where it does not run. Raises ProjectError where it says no."""
        if "app" not in self.running:
            self._begin_agent()
        with agent_faults():
            said = self._ask_once(question, PATIENCE + question.get("seconds", 0))
        if "error" in said:
            raise ProjectError(f"the app can't be started: {said['error']}")
        return said

    def _begin_agent(self) -> None:
        language = self.project.dependencies.language
        super()._run("app", [*AGENTS[language], str(AGENT_PORT)], BASE, "/")
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self._ask_once({"do": "state"}, 1)
                return
            except (OSError, ValueError) as error:
                if time.monotonic() > deadline:
                    raise MachineError("the program that starts the app did not come up", "Try again.") from error
            time.sleep(0.005)

    def _ask_once(self, question: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        self.asked = self.asked or self.pod.address("agent", AGENT_PORT)
        with connect(self.asked, Limits(seconds, 1 << 20)) as sock:
            sock.sendall(json.dumps(question).encode() + b"\n")
            with sock.makefile("rb") as stream:
                answer: dict[str, Any] = json.loads(stream.readline())
        return answer


class WarmRunner(DockerRunner):
    """The docker runner, for one's own code that is graded again and again."""

    def makes(self) -> type[DockerServer]:
        return WarmServer


def without_mark(line: Line) -> Line | None:
    """The app's own part of a line; None where all of it is ours."""
    if MARK not in line.text:
        return line
    text = MARKED.sub("", line.text)
    return replace(line, text=text) if text.strip("\n") else None


@contextmanager
def agent_faults() -> Any:
    """No answer is the machine's fault: no app can take the agent's place while it runs."""
    try:
        yield
    except (OSError, ValueError) as error:
        words = f"the program that starts the app does not answer ({type(error).__name__})"
        raise MachineError(words, "Is the engine running? Then try again.") from error


def files_of(project: Project) -> list[list[Any]]:
    """The project as the agent takes it: path, content in base64, mode, where a link leads."""
    found: list[list[Any]] = []
    with tarfile.open(fileobj=io.BytesIO(volumes.pack(project)), encoding="utf-8", errors="surrogateescape") as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            content = base64.b64encode(file.read()).decode() if file else None
            found.append([member.name, content, member.mode, member.linkname if member.issym() else ""])
    return found
