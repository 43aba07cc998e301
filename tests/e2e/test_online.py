"""Day 6's exercise about a server that runs somewhere else: over TLS, at an address of this machine, politely."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests
import trustme

from grader.checks.transport import Limits, connect
from grader.recognising import recognise
from grader.runners import RUNNERS
from grader.server.address import Address
from grader.server.options import Launch, Options
from grader.settings import read_project_settings
from tests.e2e.conftest import REPOSITORY, run

pytestmark = pytest.mark.beside

SOLUTION = REPOSITORY / "solutions" / "day6" / "flask"


@dataclass
class Front:
    """A server like a platform's: it speaks TLS with the world and HTTP with the app, and keeps a log of requests."""

    url: str
    ca: Path
    requests: list[tuple[float, str]] = field(default_factory=list)


@contextlib.contextmanager
def front(app: Address, folder: Path) -> Iterator[Front]:
    """TLS with a certificate of an authority that nobody knows, on loopback."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made = Front(f"https://localhost:{listening.getsockname()[1]}", folder / "ca.pem")

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    client, _ = listening.accept()
                    threading.Thread(target=one, args=(client,), daemon=True).start()

        def one(client: socket.socket) -> None:
            with contextlib.suppress(OSError), context.wrap_socket(client, server_side=True) as secure:
                pass_on(secure, app, made)

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield made
        finally:
            listening.shutdown(socket.SHUT_RDWR)


def pass_on(client: ssl.SSLSocket, app: Address, made: Front) -> None:
    """One request with its body, and the answer; then the connection is closed."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = client.recv(65536)
        if not piece:
            return
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    first, *headers = head.split(b"\r\n")
    made.requests.append((time.monotonic(), first.decode()))
    length = next((int(line.split(b":")[1]) for line in headers if line.lower().startswith(b"content-length")), 0)
    while len(body) < length:
        body += client.recv(65536)
    kept = [line for line in headers if not line.lower().startswith(b"connection")]
    with connect(app, Limits(30, 1 << 24)) as server:
        server.sendall(b"\r\n".join([first, *kept, b"X-Forwarded-Proto: https", b"Connection: close", b"", body]))
        buffer = bytearray(65536)
        while count := server.recv_into(buffer):
            client.sendall(buffer[:count])


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """Day 6's solution by its production command, behind TLS."""
    project = recognise(SOLUTION, read_project_settings(SOLUTION))
    folder = tmp_path_factory.mktemp("deployed")
    options = Options(database="sqlite", start_timeout=60)
    with RUNNERS["local"]().serve(project, options, lambda _: None) as server:
        server.start(Launch(production=True))
        with front(server.address, folder) as made:
            yield made


def test_over_tls_with_an_authority_of_ones_own(deployed: Front, tmp_path: Path) -> None:
    """All goals of the exercise, without any project at hand; what was made is gone, and nothing came in a flood."""
    deployed.requests.clear()
    words = ["--url", deployed.url, "--ca", deployed.ca, "--json", "report.json"]
    done = run("grade", "day6", "online", *words, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    goals = [
        goal
        for exercise in json.loads((tmp_path / "report.json").read_text())["exercises"]
        for goal in exercise["goals"]
        if exercise["id"] == "day6/online"
    ]
    assert [goal["outcome"] for goal in goals] == ["passed"] * 4
    assert any(check["measures"] for goal in goals for check in goal["checks"])
    times = [at for at, _ in deployed.requests]
    assert len(times) / (times[-1] - times[0]) <= 11, "more than some ten requests a second"
    asked = [line for _, line in deployed.requests]
    assert not [line for line in asked if line.startswith("DELETE /todos ")]
    assert sum(line.startswith("POST /todos ") for line in asked) > 10
    assert requests.get(f"{deployed.url}/todos", verify=str(deployed.ca), timeout=10).json() == []


def test_an_authority_that_nobody_knows(deployed: Front, tmp_path: Path) -> None:
    """Without --ca the certificate is not good, and it is said what would help."""
    done = run("grade", "day6", "online", "--url", deployed.url, cwd=tmp_path)
    assert done.returncode == 3
    said = " ".join(done.stdout.split())
    assert "certificate" in said and "--ca" in said


def test_beside_the_project(deployed: Front, tmp_path: Path) -> None:
    """With the whole day the address is that exercise's alone: the rest is graded from the project."""
    shutil.copytree(SOLUTION, tmp_path / "day6")
    words = ["--url", deployed.url, "--ca", deployed.ca, "--runner", "local", "--json", "report.json"]
    done = run("grade", "day6", "online", "deploy", *words, cwd=tmp_path)
    report = json.loads((tmp_path / "report.json").read_text())
    outcomes = {goal["id"]: goal["outcome"] for exercise in report["exercises"] for goal in exercise["goals"]}
    assert (report["status"], report["runner"]) == ("graded", "local"), done.stdout
    assert {outcomes[f"day6/online.{name}"] for name in ("reachable", "contract", "latency")} == {"passed"}
    assert outcomes["day6/deploy.port"] == "passed", done.stdout


def test_an_address_in_the_projects_own_file(deployed: Front, tmp_path: Path) -> None:
    """It may not be this machine: a project of somebody else would have us ask whatever listens here."""
    shutil.copytree(SOLUTION, tmp_path / "day6")
    (tmp_path / "day6/grade.toml").write_text(f'day = "day6"\ntrack = "flask"\nurl = "{deployed.url}"\n')
    deployed.requests.clear()
    done = run("grade", "day6", "online", "--runner", "local", cwd=tmp_path)
    assert done.returncode == 2
    assert "which is this machine" in done.stderr
    assert deployed.requests == []


def test_no_address(tmp_path: Path) -> None:
    """Then the exercise is left out, with what to do about it."""
    shutil.copytree(SOLUTION, tmp_path / "day6")
    done = run("grade", "day6", "online", "--runner", "local", "--json", "report.json", cwd=tmp_path)
    report = json.loads((tmp_path / "report.json").read_text())
    goals = [goal for exercise in report["exercises"] for goal in exercise["goals"]]
    assert {goal["reason"] for goal in goals if goal["id"].startswith("day6/online.")} == {"unavailable"}
    assert "needs the address of your deployed app" in " ".join(done.stdout.split())
