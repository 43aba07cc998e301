"""Case 8: workflows of the repository, and those that are shipped, can't be turned against it by a fork."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SHIPPED = ("grader", "exercises", "solutions", ".github", "scripts")  # whatever is below that is a workflow, is checked
ENDINGS = (".yml", ".yaml", ".yml.j2", ".yaml.j2", ".yml.txt")
LEAST = re.compile(r"^permissions:(?: *\{\} *| *\n  contents: read\n(?! ))", re.MULTILINE)
USES = re.compile(r"^\s*(?:-\s+)?uses:\s*(\S+)", re.MULTILINE)
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
RUN = re.compile(r"^( *)(?:- +)?run:(.*\n(?:(?:\1 +.*)?\n)*)", re.MULTILINE)

SAFE = """\
on:
  push:
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@34e114876b0b11c390a56381ad16ebd13914f8d5 # v4.3.1
      - name: a step
        if: github.event_name == 'push'
        env:
          TITLE: ${{ github.event.head_commit.message }}
        run: |
          echo "$TITLE"

          make test
      - run: make check
"""


def workflows() -> list[Path]:
    """Every file that a CI service would take for a workflow."""
    found = [path for top in SHIPPED for path in (REPOSITORY / top).rglob("*") if path.name.endswith(ENDINGS)]
    return sorted(path for path in found if re.search(r"^jobs:", path.read_text(), re.MULTILINE))


def faults(text: str) -> list[str]:
    """What lets a stranger's pull request or title do more than it should."""
    bare = re.sub(r"(?m)(?:^|\s)#.*$", "", text) + "\n"
    found = []
    if "pull_request_target" in bare or "workflow_run" in bare:
        found.append("runs for forks with the repository's own rights")
    if not LEAST.search(bare):
        found.append("has more than `contents: read` at the top")
    if re.search(r"(?m)^\s*[\w-]+: *write\b|write-all", bare):
        found.append("may write")
    found += [f"{name} is not pinned to a commit" for name in USES.findall(bare) if not PINNED.fullmatch(name)]
    found += ["an expression in a run line" for _, command in RUN.findall(bare) if "${{" in command]
    if "actions/checkout@" in bare and "persist-credentials: true" in bare:
        found.append("leaves its token with the checkout")
    return found


def test_there_are_workflows() -> None:
    """The repository's own is among those that are looked at."""
    assert REPOSITORY / ".github" / "workflows" / "ci.yml" in workflows()


@pytest.mark.parametrize("path", workflows(), ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_harmless(path: Path) -> None:
    """Case 8: nothing for forks, least rights, actions by commit, and nobody's text in a command."""
    assert faults(path.read_text()) == []


def test_a_safe_one() -> None:
    """Text of others may be passed on in a variable, and used in a condition."""
    assert faults(SAFE) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("push:", "pull_request_target:", "runs for forks"),
        ("  push:", "  workflow_run:", "runs for forks"),
        ("permissions:\n  contents: read\n", "", "at the top"),
        ("contents: read\n", "contents: read\n  id-token: write\n", "at the top"),
        ("contents: read\n", "contents: write\n", "at the top"),
        ("permissions:\n  contents: read", "permissions: write-all", "at the top"),
        ("  test:\n", "  test:\n    permissions:\n      packages: write\n", "may write"),
        ("34e114876b0b11c390a56381ad16ebd13914f8d5", "v4", "not pinned"),
        ("34e114876b0b11c390a56381ad16ebd13914f8d5", "34e1148", "not pinned"),
        ("actions/checkout@34e114876b0b11c390a56381ad16ebd13914f8d5", "docker://alpine:3", "not pinned"),
        ("make check", "echo ${{ github.event.pull_request.title }}", "an expression"),
        ("          make test", "          echo ${{ github.head_ref }}", "an expression"),
    ],
)
def test_each_fault_is_seen(old: str, new: str, fault: str) -> None:
    """A workflow that is harmless but for one thing is told for that."""
    assert old in SAFE
    found = faults(SAFE.replace(old, new))
    assert any(fault in one for one in found), found
