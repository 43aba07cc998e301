"""What both installers tell pip and npm, what a layer's name depends on, and whose fault a failure is."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from grader.errors import MachineError, ProjectError, UsageError
from grader.project import Dependencies
from grader.runners.docker.images import archive, key
from grader.runners.docker.install_script import script
from grader.runners.index_settings import IndexSettings
from grader.runners.installing import install_failed, passed_over, pip_options, source_packages

NEEDS = Dependencies("python", {"requirements.txt": b"Flask\n"})
UNREACHABLE = "npm error code ECONNREFUSED\n"


@pytest.mark.parametrize(
    ("value", "names"),
    [("", []), ("uWSGI", ["uwsgi"]), (" b.b , a_a;,".replace(";", ""), ["a-a", "b-b"]), ("x x,x", ["x"])],
)
def test_source_packages(value: str, names: list[str]) -> None:
    """Names with commas or spaces between them, as indexes compare them."""
    assert source_packages({"GRADER_SOURCE_PACKAGES": value}) == names


@pytest.mark.parametrize("value", [":all:", "a;b", "-x", "a==1", "a/b", "$(x)", "a'"])
def test_no_source_package(value: str) -> None:
    """Whatever is no name is the mistake of who runs the grader, and is named."""
    with pytest.raises(UsageError, match="GRADER_SOURCE_PACKAGES holds"):
        source_packages({"GRADER_SOURCE_PACKAGES": value})


def test_only_ready_made() -> None:
    """Nothing but what was named may be built, in whichever order pip reads its options."""
    words = pip_options(["a", "b"])
    assert words[words.index("--only-binary") + 1] == ":all:"
    assert words[-2:] == ["--no-binary=a", "--no-binary=b"]
    assert "--no-binary" not in " ".join(pip_options([]))


def test_the_scripts() -> None:
    """npm runs no scripts and reads settings of ours alone; pip's inputs are out of the layer before it starts."""
    node, python = script("node", []), script("python", ["uwsgi"])
    assert node.count("--ignore-scripts") == node.count("--userconfig /tmp/inputs/npmrc") == 2
    assert node.count("--globalconfig /dev/null") == 2
    assert "--only-binary :all: --no-binary=uwsgi" in python
    for text in (node, python):
        assert text.index("mv /deps/.inputs /tmp/inputs") < text.index(" install")
        assert text.endswith("rm -rf /deps/.tmp")


def test_passed_over() -> None:
    """Of pip's own log the names of files that are not ready made, each once."""
    log = (
        "2026-01-01T00:00:00,000   Skipping link: No sources permitted for a-b: "
        "https://u:p@h/packages/a_b-1.0.tar.gz#sha256=00 (from https://h/simple/a-b/) (requires-python:>=3)\n"
    )
    wheel = (
        "  Skipping link: none of the wheel's tags (cp27-cp27m) are compatible (run pip debug --verbose): "
        "https://h/x/a_b-1.0-cp27-cp27m-win32.whl (from https://h/simple/a-b/)\n"
    )
    lost = "  Could not fetch URL http://h/a/: connection error: Max retries exceeded - skipping\n"
    missing = "  Could not fetch URL http://h/a/: 404 Client Error: Not Found for url: http://h/a/ - skipping\n"
    assert passed_over(missing + lost) == "not fetched: connection error: Max retries exceeded\n"
    found = "not ready-made: a_b-1.0.tar.gz\nnot ready-made: a_b-1.0-cp27-cp27m-win32.whl\n"
    assert passed_over(log + log + "  Found link https://h/a-2-py3-none-any.whl\n" + wheel) == found


def test_faults() -> None:
    """A limit and a package are the learner's, a disk and a network are the machine's."""
    error = install_failed("python", 137, "x\n", limit="they take more than 1.5 GiB of disk, and that is the limit")
    assert isinstance(error, ProjectError)
    assert error.message == (
        "the dependencies can't be installed: they take more than 1.5 GiB of disk, and that is the limit"
    )
    assert error.remedy == "Take out the packages that your project does not import."
    assert isinstance(install_failed("python", 1, "ERROR: [Errno 28] No space left on device"), MachineError)
    assert isinstance(install_failed("node", 1, UNREACHABLE), MachineError)
    late = install_failed("node", 137, "x")
    assert late.message == "the dependencies can't be installed: it took longer than ten minutes"


def test_what_is_shown() -> None:
    """The installer's last lines, without passwords and without our own."""
    settings = IndexSettings({"PIP_INDEX_URL": "http://me:s3cret@h/simple"})
    error = install_failed("python", 1, "no s3cret\nnot ready-made: x-1.tar.gz\n" * 1000, settings=settings)
    assert error.log.endswith("no ****\nno ****\n")
    assert "ready-made" not in error.log
    assert len(error.log) <= 4000


def test_an_index_on_this_machine() -> None:
    """It can't be reached from a container, which is said, if it was not reached."""
    settings = IndexSettings({"npm_config_registry": "http://u:p@localhost:4873/"})
    error = install_failed("node", 1, UNREACHABLE, settings=settings)
    assert error.message == (
        "the dependencies can't be installed: the package index can't be reached: http://localhost:4873/ is an "
        "address of this machine alone, which a container can't reach"
    )
    assert "--runner local" in error.remedy
    assert "localhost" not in install_failed("node", 1, "npm error code EINTEGRITY", settings=settings).message
    assert "localhost" not in install_failed("node", 1, UNREACHABLE, settings=IndexSettings()).message


def test_a_layers_name() -> None:
    """It changes with everything that decides what is in the layer, and with nothing else."""
    settings = IndexSettings({"PIP_INDEX_URL": "https://a:b@h/simple"})
    name = key("sha256:1", script("python", []), NEEDS, settings)
    other_password = IndexSettings({"PIP_INDEX_URL": "https://a:c@h/simple"})
    assert key("sha256:1", script("python", []), NEEDS, other_password) == name
    assert len(name) == 40
    others = [
        key("sha256:2", script("python", []), NEEDS, settings),
        key("sha256:1", script("python", ["uwsgi"]), NEEDS, settings),
        key("sha256:1", script("python", []), Dependencies("python", {"requirements.txt": b"flask\n"}), settings),
        key("sha256:1", script("python", []), NEEDS, IndexSettings()),
    ]
    assert len({name, *others}) == 5


def test_a_layers_name_follows_the_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other limits, another layer."""
    before = key("sha256:1", "x", NEEDS, IndexSettings())
    monkeypatch.setattr("grader.runners.docker.images.host_config", lambda *_: {"mem_limit": "1m"})
    assert key("sha256:1", "x", NEEDS, IndexSettings()) != before


def test_archive() -> None:
    """Secrets are readable for the one user alone."""
    with tarfile.open(fileobj=io.BytesIO(archive("x", {"a": b"1"}, mode=0o600))) as tar:
        assert [(entry.name, entry.mode, entry.uid) for entry in tar] == [("x", 0o755, 10001), ("x/a", 0o600, 10001)]


def test_the_local_runner_keeps_the_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same options, and a cache of its own for other exceptions."""
    from grader.runners import local_installing

    seen: list[list[str]] = []

    def run(argv: list[str], **_: object) -> tuple[int, str]:
        seen.append(argv)
        return 0, ""

    monkeypatch.setenv("GRADER_CACHE", str(tmp_path))
    monkeypatch.setattr(local_installing.process, "run", run)
    first = local_installing.install(NEEDS, lambda _: None)
    monkeypatch.setenv("GRADER_SOURCE_PACKAGES", "uwsgi")
    second = local_installing.install(NEEDS, lambda _: None)
    assert first.path != second.path
    assert "--only-binary" in seen[1]
    assert "--no-binary=uwsgi" not in seen[1]
    assert "--no-binary=uwsgi" in seen[3]
