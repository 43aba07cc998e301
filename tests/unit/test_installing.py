"""What both installers tell pip and npm, what a layer's name depends on, and whose fault a failure is."""

from __future__ import annotations

import io
import os
import sys
import tarfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.errors import MachineError, ProjectError, UsageError
from grader.project import Dependencies
from grader.runners import local_installing, uv
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
    assert python.count("--only-binary :all: --no-binary=uwsgi") == 2  # uv's and pip's
    assert python.index("uv pip install") < python.index("||\npython3 -m pip")
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


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What the local runner calls; all of it succeeds, but uv where its name ends in `broken`."""
    called: list[list[str]] = []

    def run(argv: list[str], **_: object) -> tuple[int, str]:
        called.append(argv)
        return int(argv[0].endswith("broken")), "uv's own words"

    monkeypatch.setenv("GRADER_CACHE", str(tmp_path))
    monkeypatch.setattr(local_installing.process, "run", run)
    return called


@pytest.mark.parametrize("program", [None, Path("/x/uv")])
def test_the_local_runner_keeps_the_rule(
    seen: list[list[str]], program: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same options, and a cache of its own for other exceptions; by uv as by pip."""
    monkeypatch.setattr("grader.runners.uv.binary", lambda: program)
    first = local_installing.install(NEEDS, lambda _: None)
    monkeypatch.setenv("GRADER_SOURCE_PACKAGES", "uwsgi")
    second = local_installing.install(NEEDS, lambda _: None)
    assert first.path != second.path
    assert [("--without-pip" in words, Path(words[0]).name == "uv") for words in seen] == (
        [(True, False), (False, True)] * 2 if program else [(False, False)] * 4
    )
    assert "--only-binary" in seen[1]
    assert "--no-binary=uwsgi" not in seen[1]
    assert "--no-binary=uwsgi" in seen[3]


def test_what_uv_can_not_do_pip_does(seen: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """And its words are not told: pip says why."""
    monkeypatch.setattr("grader.runners.uv.binary", lambda: Path("/x/broken"))
    local_installing.install(NEEDS, lambda _: None)
    assert seen[-1][1:4] == ["-m", "pip", "install"]
    assert [words[0] for words in seen[:2]] == [local_installing.python3(), "/x/broken"]
    assert "--without-pip" not in seen[2], "pip is put into it after all"


def test_uv_is_told_what_pip_is_told(tmp_path: Path) -> None:
    """Variables before files; what means nothing to it is left out."""
    conf = tmp_path / "pip.conf"
    conf.write_text("[global]\nindex-url = https://a/simple\nfind-links = /wheels /more\nretries = 9\ncert = /ca.pem\n")
    environ = {"PIP_CONFIG_FILE": str(conf), "PIP_EXTRA_INDEX_URL": "https://b/simple https://c", "PIP_NO_INDEX": "1"}
    options, env = uv.as_pip_is_told(environ, tmp_path)
    assert options == ["--find-links=/wheels", "--find-links=/more", "--no-index"]
    assert env["UV_DEFAULT_INDEX"] == "https://a/simple"
    assert env["UV_INDEX"] == "https://b/simple https://c"
    assert env["SSL_CERT_FILE"] == "/ca.pem"
    assert env["UV_INDEX_STRATEGY"] == "unsafe-best-match"
    assert "UV_INSECURE_HOST" not in env and env.items() >= environ.items()
    assert uv.as_pip_is_told({"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "false"}, tmp_path)[0] == []


def test_where_uv_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra's before one on the PATH; none is none, and none for a container where it is of another system."""
    module = SimpleNamespace(find_uv_bin=lambda: "/extra/uv")
    monkeypatch.setitem(sys.modules, "uv", module)
    assert uv.binary() == Path("/extra/uv")
    monkeypatch.setattr(uv.sys, "platform", "darwin")
    assert uv.binary_for_linux() is None
    monkeypatch.setitem(sys.modules, "uv", None)
    (tmp_path / "uv").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert uv.binary() == tmp_path / "uv"
    (tmp_path / "uv").unlink()
    assert uv.binary() is None
