"""What `grade doctor` says of a repository on GitHub whose workflow is on, off, or can't be seen."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from grader.doctor import fork
from grader.doctor.facts import Machine


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, object]]:
    """A server of ours in GitHub's place: what it is to answer, and the paths that it was asked for."""
    told: dict[str, object] = {"status": 200, "body": b"", "asked": []}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told["asked"].append((self.path, self.headers.get("Authorization")))
            self.send_response(int(told["status"]))
            self.end_headers()
            self.wfile.write(told["body"])

        def log_message(self, *_: object) -> None:
            """Not into the tests' output."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setattr(fork, "SERVICE", f"http://127.0.0.1:{server.server_port}")
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / fork.WORKFLOW).write_text("name: grade\n")
    (tmp_path / "day2").mkdir()
    monkeypatch.chdir(tmp_path / "day2")
    return tmp_path


def sent_to(repository: Path, origin: str) -> None:
    subprocess.run(["git", "-C", repository, "remote", "add", "origin", origin], check=True)


def facts() -> list[tuple[str, str, str]]:
    return [(fact.state, fact.found, fact.cure) for fact in fork.workflow(Machine())]


@pytest.mark.parametrize(
    ("state", "kind", "words"),
    [
        ("active", "ok", "grades each push to ada/week"),
        ("disabled_fork", "warn", "as those of every new fork"),
        ("disabled_inactivity", "warn", "sixty days"),
        ("disabled_manually", "warn", "was turned off"),
    ],
)
def test_states(state: str, kind: str, words: str, service: dict, repository: Path) -> None:
    """Each as GitHub names it; what is off has the page on which to turn it on. No password goes anywhere."""
    sent_to(repository, "https://ada:secret@github.com/ada/week.git")
    service["body"] = json.dumps({"state": state}).encode()
    ((found, said, cure),) = facts()
    assert found == kind and words in said
    assert ("https://github.com/ada/week/actions" in cure) == (kind == "warn")
    assert service["asked"] == [("/repos/ada/week/actions/workflows/grade.yml", None)]


def test_what_can_not_be_seen(service: dict, repository: Path) -> None:
    """A private one, one that was never pushed, a fork that was never turned on: all the same to a stranger."""
    sent_to(repository, "git@github.com:ada/week.git")
    service["status"] = 404
    ((found, said, _),) = facts()
    assert found == "ok" and "does not show it (404)" in said and "https://github.com/ada/week/actions" in said


@pytest.mark.parametrize("body", [b"", b"[]", b'{"state": 1}', b'{"state": "unheard-of"}'])
def test_odd_answers(body: bytes, service: dict, repository: Path) -> None:
    """Of no odd answer becomes a fault, or a promise."""
    sent_to(repository, "git@github.com:ada/week.git")
    service["body"] = body
    assert all("grades each push" not in said for _, said, _ in facts())


def test_no_answer(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Offline, nothing is said."""
    sent_to(repository, "git@github.com:ada/week.git")
    monkeypatch.setattr(fork, "SERVICE", "http://127.0.0.1:1")
    assert facts() == []


@pytest.mark.parametrize("origin", ["", "https://git.example/ada/week.git", "https://evilgithub.com/a/b", "../week"])
def test_nobody_is_asked_about_others(origin: str, service: dict, repository: Path) -> None:
    """Other hosts, other repositories: GitHub is none of their business."""
    if origin:
        sent_to(repository, origin)
    assert facts() == [] and service["asked"] == []


def test_without_the_workflow(service: dict, repository: Path) -> None:
    """A repository on GitHub that does not grade itself, and a folder that is in none."""
    sent_to(repository, "git@github.com:ada/week.git")
    (repository / fork.WORKFLOW).unlink()
    assert facts() == [] and service["asked"] == []
