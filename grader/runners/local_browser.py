"""The browser of a local run: this machine's own Chromium, Chrome or Edge, driven by the grader's Python."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from grader import process, system
from grader.runners import folders
from grader.runners.browser import BOOT, PROGRAM, Browsing, Line, first_answer
from grader.runners.watchdog import TAG, kill_tagged
from grader.server.answers import Facts, Unavailable

VARIABLE = "GRADER_BROWSER"
# The first is all that is needed of a browser here, and starts three times as fast.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "chrome",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/opt/google/chrome/chrome",
    "/snap/bin/chromium",
)
WINDOWS = (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
PASSED_ON = ("PATH", "LANG", "SystemRoot", "PLAYWRIGHT_BROWSERS_PATH")
HOMES = ("HOME", "TMPDIR", "USERPROFILE", "LOCALAPPDATA", "TEMP", "TMP")  # what the systems call its own folders
OWN_BROWSERS = {
    "linux": ".cache/ms-playwright",
    "darwin": "Library/Caches/ms-playwright",
    "win32": "AppData/Local/ms-playwright",
}
NO_DRIVER = "needs Playwright, which drives a browser: pip install 'backend-week[browser]'"
NO_BROWSER = (
    "needs a browser on this machine: install Chromium (sudo apt install chromium; playwright install chromium), or"
    f" name one in {VARIABLE}; or grade with --runner docker"
)


def installed() -> list[str]:
    """Programs of browsers on this machine, the one to be tried first in front."""
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return [chosen]
    found = [path for path in map(shutil.which, NAMES) if path]
    found += [path for path in PLACES if Path(path).exists()]
    folders_here = [os.environ[name] for name in WINDOWS_FOLDERS if name in os.environ]
    found += [str(Path(top, tail)) for top in folders_here for tail in WINDOWS if Path(top, tail).exists()]
    return list(dict.fromkeys([*found, *playwrights_own()]))


def playwrights_own() -> Iterator[str]:
    """Browsers that `playwright install` has fetched, the newest first."""
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    home = Path(named) if named else Path.home() / OWN_BROWSERS.get(sys.platform, OWN_BROWSERS["linux"])
    programs = ["chrome-linux*/chrome", "chrome-linux*/headless_shell", "chrome-mac*/*.app/Contents/MacOS/*"]
    programs += ["chrome-win*/chrome.exe"]
    with contextlib.suppress(OSError):
        for folder in sorted(
            home.glob("chromium*-*"), key=lambda path: path.name.rpartition("-")[2].zfill(9), reverse=True
        ):
            yield from (str(path) for pattern in programs for path in sorted(folder.glob(pattern)))


def has_driver() -> bool:
    """Whether Playwright is installed."""
    return importlib.util.find_spec("playwright") is not None


class BrowserHere(Browsing):
    """Processes with a tag of their own: the app's processes are ended by theirs, and the browser outlives a restart.

    `guard` tells the watchdog what to remove.
    """

    def __init__(self, about: Facts, guard: Callable[[str, str], None]) -> None:
        super().__init__()
        self.about = about
        self.guard = guard
        self.child: subprocess.Popen[bytes] | None = None
        self.folder: Path | None = None

    def start(self) -> Line:
        if not has_driver():
            raise Unavailable(NO_DRIVER)
        failed = NO_BROWSER
        for program in installed():
            for sandbox in (False,) if system.is_root() else (True, False):
                try:
                    return self._driving(program, sandbox)
                except Unavailable as error:
                    failed = f"{error} ({program}; {VARIABLE} names another one)"
                    self.end()
        raise Unavailable(failed)

    def _driving(self, program: str, sandbox: bool) -> Line:
        self.folder = folders.make(folders.SOCKETS, folders.SHORTEST)  # Chromium makes a socket in it
        self.guard("folder", str(self.folder))
        self.guard("tag", self.folder.name)
        given = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        settings = json.dumps({"executable": program, "sandbox": sandbox})
        self.child = process.start(
            [sys.executable, "-I", "-c", BOOT, str(Path(PROGRAM).parent), settings],
            cwd=self.folder,
            env={**given, **dict.fromkeys(HOMES, str(self.folder)), TAG: self.folder.name},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.pipes = Pipes(self.child)
        line = Line(self.pipes)
        self.version = first_answer(line)
        name = Path(program).name
        notice = f"pages were opened in this machine's own browser: {name} {self.version}"
        self.about.facts["browser"] = f"{name} {self.version}"
        self.about.notices += [] if notice in self.about.notices else [notice]
        return line

    def end(self) -> None:
        if self.child is not None:
            self.pipes.close()
            process.kill(self.child)
            self.child = None
        if self.folder is not None:
            kill_tagged(self.folder.name)
            folders.remove(self.folder)
            self.folder = None


class Pipes:
    """A child's standard input and output."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        assert child.stdin is not None
        assert child.stdout is not None
        self.stdin, self.stdout = child.stdin, process.Pipe(child.stdout)

    def write(self, data: bytes) -> None:
        self.stdin.write(data)
        self.stdin.flush()

    def read(self, seconds: float) -> bytes:
        data = self.stdout.next(seconds)
        if data is None:
            raise TimeoutError("it did not answer in time")
        return data

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.stdin.close()
        self.stdout.close()
