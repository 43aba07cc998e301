"""What goes on in watch mode: saves, keys and verdicts, one after the other."""

from __future__ import annotations

import contextlib
import queue
import threading
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader import reporters
from grader.cli.choosing import Wanted
from grader.cli.keyboard import Keyboard
from grader.cli.remembering import remember
from grader.cli.running import LIFETIME
from grader.cli.watch_screen import Screen
from grader.errors import ProjectError, UsageError
from grader.grading import not_startable
from grader.outcomes import Report
from grader.progress.places import page_in
from grader.reporters.summary import goals_that_are
from grader.watching import Changes, Session, Verdict

KEY_SECONDS = 0.5
LAST_SECONDS = 5.0


class Loop:
    """Saves, keys and verdicts come from threads; what follows from them happens in one place, `run`."""

    def __init__(self, wanted: Wanted, folder: Path, screen: Screen) -> None:
        self.wanted = wanted
        self.folder = folder
        self.screen = screen
        self.events: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self.session = Session(screen.work, lambda _: None)
        self.worker: threading.Thread | None = None
        self.saved: list[str] | None = None
        self.last: Report | None = None
        self.shown: Report | None = None

    def __enter__(self) -> Loop:
        return self

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        self.session.stop()
        if self.worker is not None:
            self.worker.join(LAST_SECONDS)
        self.session.end(error)

    def run(self) -> None:
        """Until somebody has enough."""
        with Changes(self.folder, lambda names: self.events.put(("saved", names))) as changes, self._keys():
            if changes.polling:
                self.screen.note("note: files here send no events, so it looks for changes three times a second")
            self._begin(None)
            while True:
                kind, what = self.events.get()
                if kind == "fault":
                    raise what
                if (kind, what) == ("key", "q"):
                    return
                self._follow(kind, what)

    def _follow(self, kind: str, what: Any) -> None:
        known: dict[str, Callable[[Any], None]] = {
            "saved": self._saved,
            "verdict": self._told,
            "done": self._done,
            "refused": self.screen.refused,
            "key": self._key,
        }
        known[kind](what)

    @contextlib.contextmanager
    def _keys(self) -> Iterator[None]:
        """Keys become events."""
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                if key := keyboard.wait(KEY_SECONDS):
                    self.events.put(("key", key))

        with Keyboard() as keyboard:
            thread = threading.Thread(target=listen, daemon=True)
            thread.start()
            try:
                yield
            finally:
                over.set()
                thread.join(2 * KEY_SECONDS)

    def _saved(self, names: list[str]) -> None:
        """At once, or as soon as what is being graded was cut short."""
        if self.worker is None:
            self._begin(names)
        else:
            self.saved = sorted({*(self.saved or ()), *names})
            self.session.stop()

    def _begin(self, names: list[str] | None) -> None:
        self.screen.begins(names)
        self.worker = threading.Thread(target=self._work, daemon=True)
        self.worker.start()

    def _work(self) -> None:
        """One pass, in a thread of its own."""
        try:
            job = self.wanted.job(self.folder)
            job = replace(job, options=replace(job.options, lifetime=LIFETIME))
            self.session.grade(job, lambda verdict: self.events.put(("verdict", verdict)))
        except ProjectError as error:
            report = not_startable(self.wanted.day, self.wanted.runner.name, self.wanted.seed, error)
            self.events.put(("verdict", Verdict(report, True)))
        except UsageError as error:  # the folder is away, or its settings are half written: not for long
            self.events.put(("refused", error) if self.shown else ("fault", error))
        except BaseException as error:  # noqa: BLE001  # raised again where it can be told
            self.events.put(("fault", error))
        self.events.put(("done", None))

    def _done(self, _: None) -> None:
        self.worker = None
        if self.saved is not None:
            names, self.saved = self.saved, None
            self._begin(names)

    def _told(self, verdict: Verdict) -> None:
        """A verdict of before the last save is about nothing that there is."""
        if self.saved is not None:
            return
        self.shown = verdict.report
        if not verdict.whole and verdict.report.status == "graded":
            self.screen.first(verdict.report)
            return
        best = remember(verdict.report, self.wanted.words.project, self.folder, elsewhere=False)
        self.last = verdict.report
        self.screen.whole(verdict.report, best)

    def _key(self, key: str) -> None:
        if key == "r":
            self._saved([])
        elif key == "h":
            self._hint()
        elif key == "o":
            self._open()

    def _hint(self) -> None:
        """One step more for the first miss that is on the screen."""
        from grader.cli.hint import one_more

        missed = goals_that_are(self.shown, "failed") if self.shown else []
        known = {goal.id: goal for goal in self.wanted.day.goals}
        self.screen.note("")
        if self.shown and missed:
            one_more(self.folder, known[missed[0].id], self.shown.track)
        else:
            self.screen.note("  There is no miss to give a hint for.")
        self.screen.status("")

    def _open(self) -> None:
        """The last whole report as a page, in the browser."""
        if self.last is None:
            return
        page = page_in(self.folder, "report.html")
        reporters.write(self.last, "html", str(page))
        if not webbrowser.open(page.as_uri()):
            self.screen.note(f"  No browser opens here. The page is {page}")
        self.screen.status("")
