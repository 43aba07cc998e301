"""An app that says everything that has ever harmed who reads it; what of it is shown harms nobody."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.e2e.conftest import run
from tests.e2e.threats.harness import Outcome, grade, unharmed
from tests.e2e.threats.projects import course, lay

pytestmark = pytest.mark.beside

CHECK = 'def test_{name}(api):\n    """It answers {name}."""\n    assert api.{method}("/{name}").json() == "{name}"\n'
LARGEST = 4 << 20  # characters of any one report
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\U000e0000-\U000e0fff\ud800-\udfff]")


class Elements(HTMLParser):
    """Elements, attributes and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def harmless(outcome: Outcome) -> None:
    """Cases 31 to 35: what rows of the table ask of terminal, page, summary, XML, JSON and spreadsheet."""
    for where, text in outcome.everything():
        assert not STEERS.search(text), where
        assert len(text) < LARGEST, where
    lines = [*outcome.done.stdout.splitlines(), *outcome.done.stderr.splitlines()]
    assert not [line for line in lines if line.lstrip().startswith("::") or "##[" in line]
    ElementTree.fromstring(outcome.files["junit"])
    page = Elements()
    page.feed(outcome.files["html"])
    tags = {tag for tag, _ in page.found}
    assert not tags & {"script", "img", "iframe", "object", "form"}
    assert all((attributes.get("href") or "").startswith("#") for tag, attributes in page.found if tag == "a")
    assert not [name for _, attributes in page.found for name in attributes if name.startswith("on")]
    policy = next(a["content"] for t, a in page.found if a.get("http-equiv", "").lower() == "content-security-policy")
    assert policy is not None and "default-src 'none'" in policy and "unsafe-inline" not in policy.split("style-src")[0]
    quiet(outcome.files["markdown"])
    cells = [cell for row in csv.reader(io.StringIO(outcome.files["csv"])) for cell in row]
    assert cells and not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("more", [{}, {"CI": "true", "GITHUB_ACTIONS": "true"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}])
def test_a_loud_app(more: dict[str, str], runner: str, tmp_path: Path) -> None:
    """Cases 31 to 35, robustness 5 and 6: graded, whatever the terminal; all of it is shown, and none of it obeyed."""
    checks = {name: CHECK.format(name=name, method=method) for name, method in (("one", "get"), ("two", "post"))}
    home = course(tmp_path / "course", **checks)
    project = lay(tmp_path / "work", "loud")
    (project / "::error::qzx\x1b[31m\n.txt").write_text("a name")
    outcome = grade(["day8", "--verbose"], project, tmp_path, runner=runner, GRADER_COURSE=str(home), **more)
    assert outcome.done.returncode == 1, outcome.done.stdout + outcome.done.stderr
    assert all("qzx" in outcome.files[kind] for kind in ("json", "junit", "html", "markdown"))
    harmless(outcome)
    unharmed(outcome, tmp_path)


def test_a_loud_end(runner: str, tmp_path: Path) -> None:
    """Cases 31 to 34: an app that does not start has its last lines shown in the same way."""
    project = lay(tmp_path / "work", "loud", "ENDS=1 exec python3 app.py")
    outcome = grade(["day8"], project, tmp_path, runner=runner)
    assert outcome.done.returncode == 3, outcome.done.stdout + outcome.done.stderr
    assert "qzx" in outcome.said
    harmless(outcome)
    unharmed(outcome, tmp_path)


def test_a_loud_command(tmp_path: Path) -> None:
    """Cases 31 and 34: a path that is made to be obeyed is refused in words, and nothing of it is a command."""
    evil = "x\n::error::qzx\r\n  ::stop-commands::qzx\x1b[31m\u202e##vso[task.x]qzx"
    for words in (["--project", evil], ["--runner", evil], ["--html", f"{evil}/r.html"], [evil]):
        done = run("grade", "day2", *words, cwd=tmp_path, CI="true", GITHUB_ACTIONS="true")
        assert done.returncode == 2, done.stderr
        assert "qzx" in done.stderr
        quiet(done.stdout + done.stderr)


@pytest.mark.parametrize("key", ["start", "day", "track", "database", "env", "colour"])
def test_loud_settings(key: str, tmp_path: Path) -> None:
    """Cases 31 and 34: values and names in grade.toml are shown, not obeyed, wherever the run ends for them."""
    evil = json.dumps("x\n::error::qzx\r\n  ::add-mask::qzx\x1b[31m\u202e##[error]<script>qzx</script>")
    values = {"day": '"day8"', "track": '"flask"', "start": '"exec python3 app.py"', key: evil}
    project = lay(tmp_path / "work", "sane")
    lines = [f"{name} = {value}" for name, value in values.items()]
    lines = [line for line in lines if not line.startswith("colour")] + [f"{evil} = 1"] * (key == "colour")
    (project / "grade.toml").write_text("\n".join(lines))
    outcome = grade(["day8"], project, tmp_path, runner="local", CI="true")
    assert outcome.done.returncode in (0, 2, 3), outcome.done.stdout + outcome.done.stderr
    quiet(outcome.done.stdout + outcome.done.stderr)
    if outcome.files:
        harmless(outcome)
        unharmed(outcome, tmp_path)


def test_a_flood_of_words(runner: str, tmp_path: Path) -> None:
    """Cases 32, 33 and 39: ten million characters in a body and on one line of output end in small files."""
    home = course(tmp_path / "course", one=CHECK.format(name="one", method="get"))
    project = lay(tmp_path / "work", "wordy")
    outcome = grade(["day8", "--verbose"], project, tmp_path, runner=runner, GRADER_COURSE=str(home))
    assert outcome.done.returncode == 1, outcome.done.stdout + outcome.done.stderr
    assert {where: len(text) for where, text in outcome.everything() if len(text) > 256 << 10} == {}
    harmless(outcome)
    unharmed(outcome, tmp_path)


def quiet(text: str) -> None:
    """Nothing in it steers a terminal or is a CI service's, however its lines are told apart."""
    assert not STEERS.search(text), text
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::") or re.search(r"##\w*\[", line)]
