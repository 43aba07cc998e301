"""How far an installation and a pull are, in words, and when they are said."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docker.errors
import pytest

from grader.errors import MachineError
from grader.project import Dependencies
from grader.runners import how_far, local_installing
from grader.runners.docker import bases
from grader.runners.docker.pulling import Layers, pull
from grader.runners.how_far import BEGUN, SHORT, Installing, doing, ticking
from grader.server.options import HowFar
from grader.services.base import Image

# As an engine of version 20.10 told it, shortened: one layer was there, one is small, one is large.
EVENTS: list[dict[str, Any]] = [
    {"status": "Pulling from library/python", "id": "3.12-slim"},
    {"status": "Already exists", "progressDetail": {}, "id": "aaa"},
    {"status": "Pulling fs layer", "progressDetail": {}, "id": "bbb"},
    {"status": "Pulling fs layer", "progressDetail": {}, "id": "ccc"},
    {"status": "Waiting", "progressDetail": {}, "id": "ccc"},
    {"status": "Downloading", "progressDetail": {"current": 500_000, "total": 3_000_000}, "id": "bbb"},
    {"status": "Downloading", "progressDetail": {"current": 5_000_000, "total": 45_000_000}, "id": "ccc"},
    {"status": "Verifying Checksum", "progressDetail": {}, "id": "bbb"},
    {"status": "Download complete", "progressDetail": {}, "id": "bbb"},
    {"status": "Extracting", "progressDetail": {"current": 32_768, "total": 3_000_000}, "id": "bbb"},
    {"status": "Downloading", "progressDetail": {"current": 28_000_000, "total": 45_000_000}, "id": "ccc"},
    {"status": "Download complete", "progressDetail": {}, "id": "ccc"},
    {"status": "Extracting", "progressDetail": {"current": 458_752, "total": 45_000_000}, "id": "ccc"},
    {"status": "Pull complete", "progressDetail": {}, "id": "ccc"},
    {"status": "Digest: sha256:00"},
    {"status": "Status: Downloaded newer image for python:3.12-slim"},
]
NO_HOST = 'Get "https://registry.example/v2/": dial tcp: lookup registry.example: no such host'
PIP = """Looking in links: /wheels
Collecting flask==3.1.3 (from -r /deps/requirements.txt (line 1))
  Downloading flask-3.1.3-py3-none-any.whl.metadata (3.2 kB)
"""


class Engine:
    """What is asked of a client in a pull; `asked` is what was to be pulled."""

    def __init__(self, events: Iterable[Mapping[str, Any]], *, comes: bool = True) -> None:
        self.events = events
        self.comes = comes
        self.asked: list[tuple[str, Mapping[str, Any]]] = []
        self.read = 0
        self.api = SimpleNamespace(pull=self._pull, timeout=0)
        self.images = SimpleNamespace(get=self._get)

    def _pull(self, repository: str, **how: Any) -> Iterator[Mapping[str, Any]]:
        self.asked.append((repository, how))
        for event in self.events:
            self.read += 1
            yield event

    def _get(self, name: str) -> Any:
        if self.asked and self.comes:
            return SimpleNamespace(id="sha256:1")
        raise docker.errors.ImageNotFound("x", explanation=f"No such image: {name}")


class Clock:
    """Goes on by as much at each look."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def pulled(step: float) -> list[str]:
    """What a pull of the events says, with so many seconds between two looks at the clock."""
    said: list[str] = []
    pull(Engine(EVENTS), "python:3.12-slim", "some 50 MB", said.append, Clock(step))  # type: ignore[arg-type]
    return said


def test_a_pull_says_how_much_has_come() -> None:
    """The first word is a sentence of its own; what follows is of the bytes known so far, then of unpacking."""
    first, *more = pulled(1.0)
    begun = "fetching the image python:3.12-slim (once; some 50 MB)"
    assert first == begun and not isinstance(first, HowFar)
    assert all(isinstance(words, HowFar) for words in more)
    assert more.pop() == "fetched the image python:3.12-slim"
    assert [words.removeprefix(f"{begun}: ") for words in dict.fromkeys(more)] == [
        "0 of 3 MB",
        "6 of 48 MB",
        "8 of 48 MB",
        "31 of 48 MB",
        "unpacking",
    ]


def test_a_pull_says_it_four_times_a_second() -> None:
    """However many events come: eleven are worth a word, and at one in a tenth of a second every third is said."""
    assert len(pulled(1.0)) == 2 + 11
    assert len(pulled(0.1)) == 2 + 11 // 3
    assert len(pulled(0.0001)) == 2


@pytest.mark.parametrize(
    ("name", "repository", "tag"),
    [
        ("python:3.12-slim", "python", "3.12-slim"),
        ("registry.example:5000/a/b", "registry.example:5000/a/b", "latest"),
        ("python@sha256:00", "python", "sha256:00"),
    ],
)
def test_one_image_is_pulled(name: str, repository: str, tag: str) -> None:
    """Without a tag, the engine would fetch all that there are."""
    engine = Engine([])
    pull(engine, name, "", [].append)  # type: ignore[arg-type]
    assert engine.asked == [(repository, {"tag": tag, "stream": True, "decode": True})]


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"status": "Downloading", "id": "x", "progressDetail": None},
        {"status": "Downloading", "id": "x", "progressDetail": {"current": 7}},
        {"status": "Downloading", "id": "x", "progressDetail": {"current": None, "total": -1}},
        {"status": "Extracting", "id": "x", "progressDetail": {"current": 3, "units": "s"}},
        {"status": "Downloading", "id": "x", "progressDetail": {"current": 10, "total": 900_000}},
    ],
)
def test_nothing_is_known(event: Mapping[str, Any]) -> None:
    """Of what an engine leaves out, and of less than a megabyte, nothing is said."""
    layers = Layers()
    layers.take(event)
    assert layers.words() == ""


@pytest.mark.parametrize(
    ("engine", "reason"),
    [
        (Engine([EVENTS[0], {"errorDetail": {"message": NO_HOST}, "error": NO_HOST}, EVENTS[1]]), NO_HOST),
        (Engine(EVENTS, comes=False), "No such image: python:3.12-slim"),
    ],
)
def test_a_pull_that_fails(engine: Engine, reason: str) -> None:
    """An error in the midst of the stream ends as one at once did; the stream is read to its end all the same."""
    engine.comes = engine.comes and reason != NO_HOST
    image = Image("GRADER_NO_IMAGE", "python:3.12-slim", "ours:local")
    with pytest.raises(MachineError) as caught:
        bases.named(engine, image, lambda _: None)  # type: ignore[arg-type]
    assert caught.value.message == (
        "the base image python:3.12-slim is not here and can't be fetched: "
        f"the Docker engine refused (fetching python:3.12-slim): {reason}"
    )
    assert caught.value.remedy == (
        "Connect to the internet once, name another image in GRADER_NO_IMAGE, or make one: scripts/base-images.sh"
    )
    assert engine.read == len(list(engine.events))


def test_a_full_disk_in_a_pull() -> None:
    """It is told apart, as everywhere."""
    full = Engine([{"error": "failed to register layer: write /x: no space left on device"}], comes=False)
    with pytest.raises(MachineError, match="the engine's disk is full"):
        bases.named(full, Image("GRADER_NO_IMAGE", "python:3.12-slim"), lambda _: None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ("", ""),
        ("added 64 packages in 3s\n", ""),
        (PIP, "now flask"),
        (f"{PIP}Collecting Flask-SQLAlchemy>=3\n", "now Flask-SQLAlchemy"),
        (f"{PIP}Downloading numpy-2.1.0-cp312-cp312-manylinux.whl (18.2 MB)\n", "now numpy"),
        (f"{PIP}Downloading https://u:p@h/x/a_b-1.0-py3-none-any.whl (1 kB)\n", "now a_b"),
        (f"{PIP}Installing collected packages: markupsafe, flask\n", "unpacking"),
        ("2026-01-01T00:00:00,000 Collecting jinja2>=3.1.2\n2026-01-01T00:00:00,001   1 location(s)\n", "now jinja2"),
        (f"{PIP}  Collecting \x1b[2Jx\n", "now flask"),
        (f"{PIP}Collecting ev\x1b[2Jil\n", "now ev"),
        (f"Collecting {'a' * 500}\n", f"now {'a' * 60}"),
    ],
)
def test_what_pip_does(log: str, words: str) -> None:
    """The package that it is at, by the last line that tells; what is no name of one is no part of it."""
    assert doing(log) == words


def test_an_installation_says_how_long_it_takes() -> None:
    """A sentence first; then once a second how long it goes on, with what is known. The log is not read in between."""
    said: list[str] = []
    read: list[str] = []
    now = [0.0]
    installing = Installing(said.append, lambda: now[0])

    def log() -> str:
        read.append(PIP)
        return PIP if now[0] == 3.5 else ""

    steps = ((0.5, 0), (1.0, 900_000), (1.5, 0), (2.4, 1_900_000), (3.5, 2_500_000), (4.6, 34_500_000))
    for now[0], size in steps:
        installing.goes_on(log, size)
    installing.keeps()
    installing.kept()
    assert said == [
        BEGUN,
        f"{SHORT}: 1 s",
        f"{SHORT}: 2 s, 1 MB",
        f"{SHORT}: 4 s, now flask",
        f"{SHORT}: 5 s, now flask",
        "keeping the dependencies for later runs",
        "the dependencies are installed",
    ]
    assert [isinstance(words, HowFar) for words in said] == [False, *[True] * 6]
    assert len(read) == 4
    assert "about a minute the first time; later runs reuse them" in BEGUN


def test_an_installer_that_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told of from a thread, which is over with it, also where it fails."""
    monkeypatch.setattr(how_far, "EVERY", 0.02)
    said: list[str] = []
    told = threading.Event()

    def progress(words: str) -> None:
        said.append(words)
        if isinstance(words, HowFar):
            told.set()

    before = threading.active_count()
    with pytest.raises(ValueError, match="failed"), ticking(Installing(progress), lambda: PIP):
        assert told.wait(10)
        raise ValueError("failed")
    assert threading.active_count() == before
    assert said[:2] == [BEGUN, f"{SHORT}: 0 s, now flask"]
    with ticking(Installing(said.append), str):
        assert said[-1] != "the dependencies are installed"
    assert said[-1] == "the dependencies are installed"


def test_the_local_runner_says_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By pip's own log, while pip is waited for; of what is there already, nothing is said."""
    said: list[str] = []
    told = threading.Event()

    def progress(words: str) -> None:
        said.append(words)
        if "now" in words:
            told.set()

    def run(argv: list[str], *, cwd: Path, **_: object) -> tuple[int, str]:
        if "install" in argv:
            (cwd / "pip.log").write_text(f"{'x' * 70}\n" * 5000 + "2026-01-01T00:00:00,000 Collecting flask\n")
            assert told.wait(10)
        return 0, ""

    monkeypatch.setattr(how_far, "EVERY", 0.02)
    monkeypatch.setenv("GRADER_CACHE", str(tmp_path))
    monkeypatch.setattr(local_installing.process, "run", run)
    monkeypatch.setattr("grader.runners.uv.binary", lambda: None)
    needs = Dependencies("python", {"requirements.txt": b"flask\n"})
    local_installing.install(needs, progress)
    assert said[0] == BEGUN and said[-1] == "the dependencies are installed"
    assert f"{SHORT}: 0 s, now flask" in said
    heard = len(said)
    local_installing.install(needs, progress)
    assert len(said) == heard
