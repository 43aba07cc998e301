"""Answers what checks ask of the app: a short fixed list, each carried out through the Server protocol."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping
from typing import Any

from grader.errors import CourseError, GraderError, ProjectError
from grader.looking import Looking
from grader.model import Exercise
from grader.server.answers import Unavailable
from grader.server.options import Launch
from grader.server.protocols import Server

ENDING_SECONDS = 0.5  # an app's last connection breaks off before its end is known
MOST_OF_A_LOG = 512 << 10  # characters
FUTILE_WAITS = 4  # for apps that break off connections and live on


class Answerer:
    """Serves one run's requests. A fault that is not the learner's is kept in `fault`, and the run ends."""

    def __init__(
        self,
        server: Server,
        exercises: Mapping[str, Exercise],
        seed: int,
        stop: Callable[[], None],
        looking: Looking | None = None,
    ) -> None:
        self.server = server
        self.looking = looking or Looking(None)
        self.exercises = exercises
        self.seed = seed
        self.stop = stop
        self.fault: BaseException | None = None
        self.repository: Callable[[Mapping[str, Any]], dict[str, Any]] | None = None
        self.restarted = False
        self.waits = FUTILE_WAITS
        self.known: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "kill": self._kill,
            "stop": self._stop,
            "start": self._start,
            "must-end": self._must_end,
            "production": self._production,
            "second": self._second,
            "alone": self._alone,
            "logs": self._logs,
            "files": self._files,
            "suite": self._suite,
            "database": self._database,
            "another": lambda _: {"url": self.server.database.another()},
            "database-on": self._database_on,
            "database-stop": self._database_stop,
            "database-start": self._database_start,
            "statements": lambda _: {"count": self.server.database.statements()},
            "mail-start": self._mail_start,
            "mail-stop": self._mail_stop,
            "mail": lambda _: {"messages": [dict(message) for message in self.server.mailbox.messages()]},
            "tables": lambda _: {"tables": self.server.database.tables()},
            "queries": self._queries,
            "browser": lambda question: {"reply": self.server.browse(question["step"])},
            "git": self._git,
            "ended": self._ended,
            "revive": self._revive,
            "listening": self._listening,
            "paths": lambda _: {"paths": self.looking.paths()},
            "text": lambda question: {"text": self.looking.text(question["path"])},
            "declared": lambda _: {"declared": self.looking.declared(), "track": self.looking.track()},
            "routes": lambda _: dataclasses.asdict(self.looking.routes()),
            "ignored": lambda question: {"ignored": self.looking.ignored(question["paths"])},
        }

    def _git(self, question: dict[str, Any]) -> dict[str, Any]:
        from grader import repositories  # all that reads Git takes its time, and most checks never ask

        self.repository = self.repository or repositories.answers(self.looking.project)
        return self.repository(question)

    def __call__(self, question: dict[str, Any]) -> dict[str, Any]:
        """The answer: what was asked for, `unavailable`, or `miss` where the learner's app is at fault."""
        handler = self.known.get(question.get("ask", ""))
        if handler is None:
            return self._broken(CourseError(f"a check asked for something unknown: {question.get('ask')}"))
        try:
            return handler(question)
        except Unavailable as missing:
            return {"unavailable": str(missing)}
        except ProjectError as error:
            return {"miss": error.message}
        except Exception as error:  # noqa: BLE001  # carried to the main thread, which raises it
            return self._broken(error)

    def _broken(self, error: Exception) -> dict[str, Any]:
        self.fault = error if isinstance(error, GraderError) else CourseError(f"{type(error).__name__}: {error}")
        self.stop()
        return {"unavailable": "the run was ended"}

    def _kill(self, _: dict[str, Any]) -> dict[str, Any]:
        self.server.kill()
        return {}

    def _stop(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"code": self.server.stop()}

    def _start(self, question: dict[str, Any]) -> dict[str, Any]:
        self.server.start(launch_of(question))
        return {}

    def _must_end(self, question: dict[str, Any]) -> dict[str, Any]:
        """How the app ended by itself, or nothing where it did not."""
        ending = self.server.end_by_itself(launch_of(question), float(question["seconds"]))
        return {"ending": ending and dataclasses.asdict(ending)}

    def _second(self, question: dict[str, Any]) -> dict[str, Any]:
        return {"address": dataclasses.asdict(self.server.second(launch_of(question)))}

    def _alone(self, _: dict[str, Any]) -> dict[str, Any]:
        self.server.end_others()
        return {}

    def _logs(self, question: dict[str, Any]) -> dict[str, Any]:
        since, stream = float(question["since"]), question.get("stream", "")
        lines = [line for line in self.server.output() if line.time >= since and stream in ("", line.stream)]
        return {"text": "".join(line.text for line in lines)[-MOST_OF_A_LOG:]}

    def _listening(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"listening": [list(pair) for pair in self.server.listening()], "given": self.server.given_port}

    def _files(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"files": {path: dataclasses.asdict(stored) for path, stored in self.server.files().items()}}

    def _production(self, _: dict[str, Any]) -> dict[str, Any]:
        made = self.looking.production()
        return {"command": made.command if made else "", "source": made.source if made else ""}

    def _mail_start(self, _: dict[str, Any]) -> dict[str, Any]:
        self.server.mailbox.start()
        return {}

    def _mail_stop(self, _: dict[str, Any]) -> dict[str, Any]:
        self.server.mailbox.stop()
        return {}

    def _suite(self, question: dict[str, Any]) -> dict[str, Any]:
        exercise = self.exercises[question["exercise"]]
        if exercise.suite is None:
            raise CourseError(f"{exercise.id} has no suite in its manifest")
        return dataclasses.asdict(self.server.try_suite(exercise.suite, self.seed))

    def _database(self, _: dict[str, Any]) -> dict[str, Any]:
        database = self.server.database
        return {"kind": database.kind, "url": database.env.get("DATABASE_URL", "")}

    def _database_on(self, question: dict[str, Any]) -> dict[str, Any]:
        """Of what is left out a check says nothing, and a report has to."""
        try:
            return {"url": self.server.database.on(question["kind"])}
        except Unavailable as missing:
            said = f"not tried on another kind of database, which {missing}"
            self.server.about.notices += [said] if said not in self.server.about.notices else []
            raise

    def _database_stop(self, _: dict[str, Any]) -> dict[str, Any]:
        self.server.database.stop()
        return {}

    def _database_start(self, _: dict[str, Any]) -> dict[str, Any]:
        self.server.database.start()
        return {}

    def _queries(self, question: dict[str, Any]) -> dict[str, Any]:
        try:
            return {"result": self.server.database.run_queries(question["job"])}
        except ProjectError as error:
            return {"miss": error.message, "expected": "queries that end in time, with a result of some size"}

    def _ended(self, _: dict[str, Any]) -> dict[str, Any]:
        """Why the app is gone. It is started once more in a run, so that the other checks can be judged."""
        reason = self._reason()
        if reason and not self.restarted:
            self.restarted = True
            self.server.kill()
            self.server.start()
        return {"reason": reason}

    def _revive(self, _: dict[str, Any]) -> dict[str, Any]:
        """Starts the app where it did not outlive what its check did to it: the next check is not about that."""
        gone = bool(self.server.ended())
        if gone:
            self.server.kill()
            self.server.start()
        return {"revived": gone}

    def _reason(self) -> str:
        """Why the app ended; it is given a moment to."""
        deadline = time.monotonic() + (ENDING_SECONDS if self.waits else 0)
        while not (reason := self.server.ended()) and time.monotonic() < deadline:
            time.sleep(0.02)
        self.waits -= bool(self.waits and not reason)
        return reason


def launch_of(question: Mapping[str, Any]) -> Launch:
    """How a check wants the app to be started."""
    return Launch(question.get("env") or {}, question.get("files") or {}, bool(question.get("production")))
