"""What the tab key offers, asked as the shells ask, and once in a real bash."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli.completing import command_begun

SCRIPTS = Path(sys.executable).parent


def offered(line: str, shell: str = "bash", cwd: Path | None = None) -> list[str]:
    """What is offered for the last word of a line; a space at its end begins another."""
    program, *_ = line.split()
    typed = line.split(" ")
    at = str(len(typed) - 1) if shell != "fish" else typed[-1]
    env = {**os.environ, "COMP_WORDS": line, "COMP_CWORD": at, f"_{program.upper()}_COMPLETE": f"{shell}_complete"}
    done = subprocess.run([SCRIPTS / program], env=env, cwd=cwd, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0 and done.stderr == ""
    lines = done.stdout.splitlines()
    if shell == "zsh":
        return lines[1::3]
    return [each.partition(",")[2].partition("\t")[0] for each in lines if each]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_words_that_are_offered(shell: str, tmp_path: Path) -> None:
    """Days and commands, a day's exercises, goals, options, the words of an option."""
    assert offered("grade day", shell) == [f"day{number}" for number in range(1, 8)]
    assert {"hint", "doctor", "serve", "completion"} <= set(offered("grade ", shell))
    assert offered("grade day2 ", shell) == ["methods", "resources", "api-tests", "json"]
    assert offered("grade day2 methods ", shell) == ["resources", "api-tests", "json"]
    assert offered("grade day2 --wat", shell) == ["--watch"]
    assert offered("grade day2 --runner ", shell) == ["auto", "docker", "local"]
    assert offered("grade hint day2/methods.cr", shell, tmp_path) == ["day2/methods.create"]
    assert offered("grade hint day", shell, tmp_path)[0] == "day1/"
    assert offered("grade export day7 ", shell) == ["todo-app", "blog", "shop"]
    assert offered("grade completion z", shell) == ["zsh"]
    assert offered("grade hin", shell) == ["hint"]
    assert offered("scaffold cou", shell) == ["course"]
    assert offered("scaffold day3 --database p", shell) == ["postgres"]
    assert offered("study p", shell) == ["plan", "progress"]
    assert offered("study start day4", shell) == ["day4"]


def test_goals_of_the_project_here(tmp_path: Path) -> None:
    """In a project's folder goals are offered as reports call them."""
    (tmp_path / "grade.toml").write_text('day = "day2"\n')
    assert offered("grade hint methods.cr", cwd=tmp_path) == ["methods.create"]
    assert offered("grade hint day1/setup.", cwd=tmp_path)[0].startswith("day1/setup.")


def test_what_is_not_known(tmp_path: Path) -> None:
    """A day that there is not, and a line with an open quote: nothing is offered, and nothing is said."""
    assert offered("grade day9 ") == offered("grade hint day9/") == []
    assert command_begun({"COMP_WORDS": "grade 'hint", "COMP_CWORD": "1"}, ["hint"]) == ""
    of_fish = {"COMP_WORDS": "grade hint", "COMP_CWORD": "hint", "_GRADE_COMPLETE": "fish_complete"}
    assert command_begun(of_fish, ["hint"]) == ""


def test_in_a_real_bash() -> None:
    """The script that is printed, sourced in bash, fills bash's own answer."""
    script = subprocess.run([SCRIPTS / "grade", "completion", "bash"], capture_output=True, text=True, timeout=30)
    assert script.returncode == 0
    ask = 'COMP_WORDS=(grade day2 meth); COMP_CWORD=2; _grade_completion grade; echo "${COMPREPLY[@]}"'
    env = {**os.environ, "PATH": f"{SCRIPTS}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", f"{script.stdout}\n{ask}"], env=env, capture_output=True, text=True, timeout=30
    )
    assert done.stdout.strip() == "methods", done.stderr


def test_a_shell_that_there_is_not() -> None:
    """Exit 2, and those that there are."""
    done = subprocess.run([SCRIPTS / "grade", "completion", "ksh"], capture_output=True, text=True, timeout=30)
    assert done.returncode == 2 and "bash" in done.stderr
