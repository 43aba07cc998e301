"""Cases 9, 10, 11, 12, and 38 for installing: what a submission declares is installed, and does nothing else."""

from __future__ import annotations

import base64
import json
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from docker import DockerClient
from docker.errors import APIError

from grader.errors import GraderError, MachineError, ProjectError
from grader.project import Dependencies
from grader.runners.docker import bases, engine, images
from grader.runners.docker.cleaning import remove_run
from tests.e2e.threats.harness import grade, unharmed
from tests.e2e.threats.registry import Registry, registry, sdist, wheel

APP = """
import json, os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
REACHED = []
{hostile}
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(self.path[6:] if self.path.startswith("/echo/") else REACHED).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler).serve_forever()
"""
SERVER = """
const reached = [];
try { require("marked"); } catch (error) { reached.push(String(error)); }
require("http").createServer((request, reply) => {
  reply.setHeader("Content-Type", "application/json");
  reply.end(JSON.stringify(request.url.startsWith("/echo/") ? request.url.slice(6) : reached));
}).listen(process.env.PORT);
"""
# What an app tries to change of its own dependencies.
REWRITE = """
import shared, pathlib
here = pathlib.Path(shared.__file__)
if shared.VALUE != "clean":
    REACHED.append(shared.VALUE)
for change in (
    lambda: here.write_text("VALUE = 'poisoned'"),
    lambda: here.with_name("sitecustomize.py").write_text("poison = True"),
    lambda: here.rename(here.with_name("gone.py")),
    lambda: here.unlink(),
    lambda: here.chmod(0o777),
    lambda: pathlib.Path("/deps/bin/python").unlink(),
    lambda: pathlib.Path("/deps/new").mkdir(),
):
    try:
        change()
        REACHED.append("changed something")
    except OSError:
        pass
"""
DAY8 = ["day8"]
SAID = "the dependencies can't be installed: "


@pytest.fixture
def client(engine: None) -> Iterator[DockerClient]:
    with closing(engine_client()) as made:
        yield made


def engine_client() -> DockerClient:
    return engine.connect()


@pytest.fixture
def index(client: DockerClient) -> Iterator[Registry]:
    """A registry that install containers reach at their gateway."""
    with registry(gateway(client)) as made:
        yield made


def gateway(client: DockerClient) -> str:
    """The address of this machine as a container's routes have it."""
    routes = client.containers.run(bases.base(client, "python", print), ["cat", "/proc/net/route"], remove=True)
    number = next(words[2] for line in routes.decode().splitlines() if (words := line.split())[1] == "00000000")
    return socket.inet_ntoa(bytes.fromhex(number)[::-1])


@pytest.fixture
def run(client: DockerClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """A run of this process; what it leaves is removed. Nothing of this user's own settings counts."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    made = engine.new_run()
    yield made
    remove_run(client, made)


def project(folder: Path, start: str = "exec python3 app.py", **files: str) -> Path:
    """A project of day 8."""
    folder.mkdir()
    track = "express" if "node" in start else "flask"
    (folder / "grade.toml").write_text(f'day = "day8"\ntrack = "{track}"\nstart = "{start}"\n')
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)
    return folder


def forget(client: DockerClient, image: str) -> None:
    """Removes an image, once the engine has let go of the container that it was made in."""
    deadline = time.monotonic() + 20
    while True:
        try:
            return client.images.remove(image)
        except APIError as error:
            if error.status_code != 409 or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def layer(client: DockerClient, run: str, monkeypatch: pytest.MonkeyPatch, needs: Dependencies, **env: str) -> str:
    """The name of the layer that was made of these needs a moment ago; it has to be there."""
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    name, cached = images.with_dependencies(client, run, needs, lambda _: None)
    assert cached
    return name


def python(*lines: str) -> Dependencies:
    return Dependencies("python", {"requirements.txt": "".join(f"{line}\n" for line in lines).encode()})


def hostile_sdist(index: Registry, name: str, marker: str) -> None:
    """Source of which every part that runs leaves a file and asks this machine for /ran."""
    asks = f"import urllib.request\nurllib.request.urlopen('{index.address}/ran', timeout=5)"
    code = f"open({marker!r}, 'w').close()\n{asks}"
    index.files["/ran"] = b"x"
    index.add_python(name, *sdist(name, code))


# --- case 9 -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["docker", "local"])
def test_source_does_not_run(kind: str, index: Registry, tmp_path: Path) -> None:
    """Case 9: a package's setup code runs neither here nor there, and the learner is told what to write instead."""
    marker = f"/tmp/P-{secrets.token_hex(8)}"
    hostile_sdist(index, "mysqlclient", marker)
    folder = project(
        tmp_path / "work", app__py=APP.format(hostile="import mysqlclient"), requirements__txt="mysqlclient\n"
    )
    env = {"HOME": str(tmp_path), "GRADER_CACHE": str(tmp_path / "cache"), **index.pip()}
    outcome = grade(DAY8, folder, tmp_path, runner=kind, **env)
    assert outcome.done.returncode == 3, outcome.done.stdout
    assert outcome.report["status"] == "not-startable"
    assert (
        f"{SAID}mysqlclient has no ready-made file for this Python, and packages are not built from source here"
    ) in outcome.said
    assert "Use PyMySQL instead. Teachers can allow it: GRADER_SOURCE_PACKAGES=mysqlclient" in outcome.said
    assert "/simple/mysqlclient/" in index.asked
    assert "/ran" not in index.asked
    assert not Path(marker).exists()
    unharmed(outcome, tmp_path)


def test_source_runs_where_a_teacher_allows_it(
    client: DockerClient, run: str, index: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Case 9: then in the install container alone; this machine has no trace of it."""
    marker = f"/tmp/P-{secrets.token_hex(8)}"
    hostile_sdist(index, "sourced", marker)
    folder = project(tmp_path / "work", app__py=APP.format(hostile="import sourced"), requirements__txt="sourced\n")
    env = {**index.pip(), "GRADER_SOURCE_PACKAGES": "sourced"}
    outcome = grade(DAY8, folder, tmp_path, HOME=str(tmp_path), **env)
    assert outcome.done.returncode == 0, outcome.done.stdout
    assert "/ran" in index.asked
    assert not Path(marker).exists()
    unharmed(outcome, tmp_path)
    forget(client, layer(client, run, monkeypatch, python("sourced"), **env))


# --- case 10 ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "line",
    [
        "--index-url http://127.0.0.1:9/simple",
        "--extra-index-url http://127.0.0.1:9/simple",
        "--find-links ./wheels",
        "-r other.txt",
        "-r /etc/passwd",
        "-c other.txt",
        "-e .",
        "git+https://127.0.0.1/x.git",
        "https://127.0.0.1/x.whl",
        "file:other.txt",
        "./local",
        "name @ https://127.0.0.1/x.whl",
        r"Flask; os_name != 'x\n--index-url=h\n'",
    ],
)
def test_lines_that_are_no_packages(line: str, tmp_path: Path) -> None:
    """Case 10: refused with its number before any engine is asked or program started; nothing else's words are told."""
    folder = project(
        tmp_path / "work", other__txt="CANARY-7f3\n", app__py="", requirements__txt=f"# a\nFlask\n{line}\n"
    )
    nowhere = {"DOCKER_HOST": f"unix://{tmp_path}/none.sock", "PATH": str(tmp_path / "none")}
    outcome = grade(DAY8, folder, tmp_path, **nowhere)
    assert outcome.done.returncode == 3, outcome.done.stdout + outcome.done.stderr
    assert "requirements.txt line 3 is not allowed: " in outcome.said
    assert "root:" not in outcome.said
    unharmed(outcome, tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "code", "says"),
    [
        ("requirements.txt", b"Fl\0ask\n", 3, "requirements.txt line 1 is not allowed: it holds zero bytes"),
        ("requirements.txt", b"x" * 5_000_000, 3, "requirements.txt is larger than 1 MiB"),
        ("requirements.txt", "Flask=3\r\n".encode("utf-16"), 3, "requirements.txt line 1 is not allowed: 'Flask=3'"),
        ("requirements.txt", b"\xef\xbb\xbf# f\xfcr\r\nFlask\r\n", 4, "no Docker engine was found"),
        ("package.json", b'{"a": 1,}', 3, "package.json is not valid JSON: line 1, column 9"),
        ("package.json", b"[]", 3, "package.json: line 1, column 1: it must be an object in braces, not list"),
        ("package.json", b'{"scripts": {"start": 7}}', 3, "package.json: line 1, column 23: 'start' in 'scripts'"),
        ("notes.txt", b"", 2, "Looked for Flask: "),
    ],
)
def test_broken_declarations(name: str, content: bytes, code: int, says: str, tmp_path: Path) -> None:
    """Robustness 2, 3 and 4: whatever is in the file or missing, one sentence with its place; never a traceback."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / name).write_bytes(content)
    if name == "requirements.txt":
        (folder / "app.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    if name == "package.json":
        (folder / "server.js").write_text("require('express')().listen(process.env.PORT)\n")
    outcome = grade(DAY8, folder, tmp_path, DOCKER_HOST=f"unix://{tmp_path}/none.sock")
    assert outcome.done.returncode == code, outcome.done.stdout + outcome.done.stderr
    assert says in " ".join((outcome.done.stdout + outcome.done.stderr).split())
    assert "Traceback" not in outcome.done.stderr


# --- case 11 ----------------------------------------------------------------------------------------------------------
def test_npm_settings_of_a_project(
    client: DockerClient, index: Registry, run: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Case 11: neither a project's .npmrc nor its lock file leads npm anywhere, and no package's script runs."""
    report = f"node -e \"require('http').get('{index.address}/ran')\""
    scripts = {"preinstall": report, "install": report, "postinstall": report}
    checksum = index.add_node("marked", {"scripts": scripts, "main": "index.js"}, {"index.js": "module.exports = 1;"})
    with registry(gateway(client)) as decoy:
        entry = {"version": "1.0.0", "integrity": checksum, "hasInstallScript": True}
        led = {**entry, "resolved": f"{decoy.address}/marked/-/marked-1.0.0.tgz"}
        package = {"scripts": scripts, "dependencies": {"marked": "1.0.0"}}
        root = {"dependencies": {"marked": "1.0.0"}}
        lock = {"lockfileVersion": 3, "requires": True, "packages": {"": root, "node_modules/marked": led}}
        folder = project(tmp_path / "work", "exec node server.js", server__js=SERVER, package__json=json.dumps(package))
        (folder / "package-lock.json").write_text(json.dumps(lock))
        shell = folder / "shell.sh"
        shell.write_text(f"#!/bin/sh\nexec {report}\n")
        shell.chmod(0o755)
        settings = f"registry={decoy.address}/\nscript-shell=./shell.sh\nignore-scripts=false\nfoo=${{HOME}}\n"
        for name in (".npmrc", ".yarnrc", "npmrc"):
            (folder / name).write_text(settings)
        env = {"npm_config_registry": f"{index.address}/", "NO_PROXY": index.host}
        outcome = grade(DAY8, folder, tmp_path, HOME=str(tmp_path), **env)
        assert outcome.done.returncode == 0, outcome.done.stdout
        assert any(f"takes packages from {index.host}" in notice for notice in outcome.report["notices"])
        assert "/marked/-/marked-1.0.0.tgz" in index.asked
        assert "/ran" not in index.asked
        assert decoy.asked == []
    unharmed(outcome, tmp_path)
    kept = {**lock, "packages": {"": root, "node_modules/marked": entry}}
    files = {"package.json": f"{json.dumps(root, indent=2)}\n".encode(), "package-lock.json": json.dumps(kept).encode()}
    forget(client, layer(client, run, monkeypatch, Dependencies("node", files), **env))


# --- case 12 ----------------------------------------------------------------------------------------------------------
def test_what_one_learner_does_another_does_not_get(
    client: DockerClient, run: str, index: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Case 12: an app that rewrites its dependencies can't; who declares the same gets the same image, unchanged."""
    index.add_python("shared", *wheel("shared", {"shared.py": b"VALUE = 'clean'\n"}))
    ids = []
    for learner in ("a", "b"):
        (tmp_path / learner).mkdir()
        hostile = APP.format(hostile=REWRITE)
        folder = project(tmp_path / learner / "work", app__py=hostile, requirements__txt="shared\n")
        outcome = grade(DAY8, folder, tmp_path / learner, HOME=str(tmp_path), **index.pip())
        assert outcome.done.returncode == 0, outcome.done.stdout
        unharmed(outcome, tmp_path / learner)
        name = layer(client, run, monkeypatch, python("shared"), **index.pip())
        ids.append(client.images.get(name).id)
    assert ids[0] == ids[1]
    assert index.asked.count("/files/shared-1.0-py3-none-any.whl") == 1
    labels = client.images.get(name).labels
    assert labels["org.backend-week.deps"] == "1"
    assert labels["org.backend-week.deps.made"].startswith("20")
    forget(client, name)


def test_two_install_the_same_at_once(
    client: DockerClient, run: str, index: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Case 12: both end well, with the one image."""
    index.add_python("shared", *wheel("shared", {"shared.py": b""}))
    index.delay = 0.3
    for name, value in index.pip().items():
        monkeypatch.setenv(name, value)
    found: list[tuple[str, bool]] = []

    def install() -> None:
        with closing(engine_client()) as own:
            found.append(images.with_dependencies(own, run, python("shared"), lambda _: None))

    threads = [threading.Thread(target=install) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert index.asked.count("/simple/shared/") == 2, "they did not install at the same time"
    assert len(found) == 2
    assert found[0] == found[1] == (found[0][0], False)
    assert client.containers.run(found[0][0], ["/deps/bin/python", "-c", "import shared"], remove=True) == b""
    forget(client, found[0][0])


# --- what an installation is given, and what is left of it ------------------------------------------------------------
@pytest.mark.parametrize("language", ["python", "node"])
def test_no_secret_stays(
    language: str, client: DockerClient, run: str, index: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Passwords and tokens of the user's index reach the installation, and are nowhere in the image or its history."""
    secret, token = f"pass{secrets.token_hex(8)}", f"tok{secrets.token_hex(8)}"
    certificates = tmp_path / "ca.pem"
    certificates.write_text(f"# CANARY-{secret}\n")
    monkeypatch.setenv("NODE_EXTRA_CA_CERTS", str(certificates))
    monkeypatch.setenv("PIP_CERT", str(certificates))
    index.add_python("shared", *wheel("shared", {"shared.py": b""}))
    index.add_node("marked", {}, {"index.js": ""})
    needs = python("shared")
    env = index.pip(f"user:{secret}")
    index.password = secret
    if language == "node":
        index.password = token
        needs = Dependencies("node", {"package.json": json.dumps({"dependencies": {"marked": "*"}}).encode()})
        (tmp_path / ".npmrc").write_text(f"registry={index.address}/\n//{index.place}/:_authToken=${{OWN_TOKEN}}\n")
        env = {"OWN_TOKEN": token, "npm_config_userconfig": str(tmp_path / ".npmrc"), "npm_config_registry": ""}
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    name, cached = images.with_dependencies(client, run, needs, lambda _: None)
    assert not cached
    words = [secret, token, base64.b64encode(f"user:{secret}".encode()).decode()]
    assert contained(client, name, [needs_word(language), *words]) == [needs_word(language)]
    forget(client, name)


def needs_word(language: str) -> str:
    """A word that is certainly in the image: what looks for secrets has to find it."""
    return {"python": "shared-1.0.dist-info", "node": "node_modules/marked"}[language]


def contained(client: DockerClient, name: str, words: list[str]) -> list[str]:
    """Which of the words are anywhere in an image: its layers' files, their names, its settings and history."""
    found = set()
    rest = b""
    for chunk in client.images.get(name).save():
        text = rest + chunk
        found |= {word for word in words if word.encode() in text}
        rest = chunk[-200:]
    return [word for word in words if word in found]


def test_nothing_runs_on_this_machine(
    client: DockerClient, run: str, index: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In docker mode no pip, npm, python or node of this machine is called: the ones on PATH would leave a mark."""
    index.add_python("shared", *wheel("shared", {"shared.py": b""}))
    mark = tmp_path / "mark"
    for program in ("pip", "pip3", "npm", "node", "python", "python3", "git", "sh", "docker"):
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / program).write_text(f"#!/bin/sh\necho {program} >> {mark}\n")
        (tmp_path / "bin" / program).chmod(0o755)
    folder = project(tmp_path / "work", app__py=APP.format(hostile="import shared"), requirements__txt="shared\n")
    outcome = grade(DAY8, folder, tmp_path, HOME=str(tmp_path), PATH=str(tmp_path / "bin"), **index.pip())
    assert outcome.done.returncode == 0, outcome.done.stdout
    assert not mark.exists(), mark.read_text()
    forget(client, layer(client, run, monkeypatch, python("shared"), **index.pip()))


def test_an_index_that_only_this_machine_sees(tmp_path: Path, engine: None) -> None:
    """A container can't reach it, and that is what is said; it is not the learner's fault."""
    folder = project(tmp_path / "work", app__py="", requirements__txt="shared\n")
    env = {**Registry.pip(Unbound(), "me:s3cr3tword"), "HOME": str(tmp_path)}
    outcome = grade(DAY8, folder, tmp_path, **env)
    assert outcome.done.returncode == 4, outcome.done.stdout
    assert (
        "http://127.0.0.1:9/simple/ is an address of this machine alone, which a container can't reach" in outcome.said
    )
    assert "s3cr3tword" not in outcome.done.stdout + outcome.done.stderr
    unharmed(outcome, tmp_path)


class Unbound(Registry):
    """Nobody listens there."""

    def __init__(self) -> None:
        self.host, self.place = "127.0.0.1", "127.0.0.1:9"


# --- case 38, and limits of time --------------------------------------------------------------------------------------
def attempt(
    client: DockerClient, run: str, monkeypatch: pytest.MonkeyPatch, index: Registry, **more: int
) -> GraderError:
    for name, value in index.pip().items():
        monkeypatch.setenv(name, value)
    with pytest.raises(GraderError) as caught:
        images.with_dependencies(client, run, python("shared"), lambda _: None, **more)
    assert not client.containers.list(all=True, filters={"label": f"{engine.LABEL}={run}"})
    return caught.value


def test_a_package_that_fills_the_disk(
    client: DockerClient, run: str, index: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Case 38: the layer is measured while it grows; at its limit the installation ends, by the learner's fault."""
    files = {f"shared/{number}.bin": bytes(50 << 20) for number in range(20)}
    index.add_python("shared", *wheel("shared", files))
    free = os.statvfs("/var/lib").f_bavail * os.statvfs("/var/lib").f_frsize
    error = attempt(client, run, monkeypatch, index, largest=100 << 20)
    assert isinstance(error, ProjectError)
    assert error.message == f"{SAID}they take more than 100 MiB of disk, and that is the limit"
    assert error.remedy == "Take out the packages that your project does not import."
    after = os.statvfs("/var/lib").f_bavail * os.statvfs("/var/lib").f_frsize
    assert free - after < 200 << 20


def test_an_index_that_never_answers(
    client: DockerClient, run: str, index: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The installation's time is limited, and the message names the limit."""
    index.delay = 12
    began = time.monotonic()
    error = attempt(client, run, monkeypatch, index, seconds=3)
    assert error.message == f"{SAID}it took longer than ten minutes"
    assert time.monotonic() - began < 10
    assert not isinstance(error, MachineError)
