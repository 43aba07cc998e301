"""Records a day 2 as a learner sees it in their terminal, on each track, into docs/.

    .venv/bin/python scripts/record.py [TRACK]...

Every command is run and every word is what came; `#` lines say what the learner did in between. Run it where an engine
answers, and look at the difference before you commit it.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from grader import catalog
from grader.composing import tracks_of
from grader.verify.subjects import Mutant, mutants

ROOT = Path(__file__).resolve().parent.parent
DAY = catalog.load_day("day2")
SEED = "4183"
FAULT = "day2/resources.validate"


class Recording:
    """A terminal: what is typed, and what comes."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home
        self.lines: list[str] = []

    def type(self, command: str) -> None:
        """Runs one of our commands in the folder that the learner is in."""
        argv = shlex.split(command)
        env = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "HOME": str(self.home)}
        cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
        script = Path(sys.executable).parent / argv[0]
        done = subprocess.run(
            [script, *argv[1:]],
            cwd=self.folder,
            env={**env, "XDG_CACHE_HOME": cache},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        said = done.stdout.replace(str(ROOT), "~/backend-week").replace(str(self.home), "~").rstrip("\n")
        self.lines += [f"$ {command}", *said.split("\n"), ""]

    def enter(self, folder: str) -> None:
        self.folder = self.home / folder
        self.lines.append(f"$ cd {folder}")

    def remark(self, words: str) -> None:
        self.lines += [f"# {words}", ""]


def files_of(folder: Path) -> list[str]:
    """Its files, by relative path."""
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]


def write(recording: Recording, track: str, files: list[str], fault: Mutant | None = None) -> None:
    """The learner writes these as the course's solution has them, but for a fault."""
    solution = ROOT / "solutions" / DAY.id / track
    for file in files:
        place = recording.folder / file
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(solution / file, place)
        if fault and fault.file == file:
            place.write_text(place.read_text().replace(fault.find, fault.replacement))


def fault_of(track: str) -> Mutant:
    """A wrong solution that fails the one goal."""
    resources = next(one for one in DAY.exercises if one.name == "resources")
    return next(one for one in mutants(resources, track) if one.fails == {FAULT} and one.file)


def record(track: str, home: Path) -> list[str]:
    """A whole day."""
    recording, fault = Recording(home), fault_of(track)
    recording.type(f"scaffold day2 --track {track}")
    recording.enter("day2")
    recording.type(f"grade day2 --seed {SEED}")
    recording.type("grade hint methods.list")
    everything = files_of(ROOT / "solutions" / DAY.id / track)
    tests = [file for file in everything if file.startswith("tests/")]
    recording.remark(f"some hours later: all but the tests is written, with a mistake. {fault.why}")
    write(recording, track, [file for file in everything if file not in tests], fault)
    recording.type(f"grade day2 --seed {SEED}")
    recording.type("grade hint resources.validate")
    recording.type("grade hint resources.validate")
    recording.remark("the mistake is mended")
    write(recording, track, [fault.file])
    recording.type(f"grade day2 resources --seed {SEED}")
    recording.remark("then the tests for somebody else's API")
    write(recording, track, tests)
    recording.type(f"grade day2 --seed {SEED}")
    recording.type("grade")
    return recording.lines


def main(tracks: list[str]) -> None:
    for track in tracks or tracks_of(DAY):
        with tempfile.TemporaryDirectory(prefix="backend-week-recording-") as home:
            text = "\n".join(record(track, Path(home)))
        (ROOT / "docs" / f"day2-{track}.txt").write_text(f"{text.rstrip()}\n", encoding="utf-8")
        print(f"docs/day2-{track}.txt")


if __name__ == "__main__":
    main(sys.argv[1:])
