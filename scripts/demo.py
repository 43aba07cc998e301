"""Shows the main job from end to end, in a temporary folder that is removed afterwards.

    make demo

A learner scaffolds a day and grades the starter, which fails its goals; then the right answer is graded, which passes
them. Every command is printed as one would type it. The runner is chosen as `grade` chooses it: containers where an
engine answers, else processes on this machine.
"""

import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DAY = "day2"
TRACK = "flask"
SOLUTION = ROOT / "solutions" / DAY / TRACK


def heading(text: str) -> None:
    print(f"\n== {text}\n", flush=True)


def run(folder: Path, *argv: str, expect: int) -> None:
    """Run one of our commands where a learner would, and end the demo if it doesn't exit as it should."""
    shown = shlex.join(argv)
    print(f"$ {shown}", flush=True)
    # The scripts of the interpreter that runs this: another version may be first on the PATH.
    script = Path(sys.executable).parent / argv[0]
    if not script.exists():
        sys.exit(f"demo: {script} is missing. Run: make setup")
    code = subprocess.run([str(script), *argv[1:]], cwd=folder, check=False).returncode
    print(f"(exit code {code})", flush=True)
    if code != expect:
        sys.exit(f"demo: `{shown}` ended with exit code {code}, expected {expect}.")


def demo(folder: Path) -> None:
    heading(f"A learner starts {DAY} in {TRACK}")
    run(folder, "scaffold", DAY, "--track", TRACK, expect=0)

    heading("The starter runs, and fails its goals")
    run(folder, "grade", DAY, expect=1)

    if not SOLUTION.is_dir():
        sys.exit(f"demo: no right answer to grade: {SOLUTION.relative_to(ROOT)} is not there. Is the clone whole?")
    heading("The right answer passes them")
    # A copy, since grading leaves reports beside the project.
    shutil.copytree(SOLUTION, folder / "answer", ignore=shutil.ignore_patterns(".grader", "__pycache__"))
    run(folder, "grade", DAY, "--project", "answer", expect=0)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="backend-week-demo-") as folder:
        demo(Path(folder))
    heading("That is all: the folder is removed again")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
