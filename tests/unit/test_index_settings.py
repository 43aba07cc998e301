"""The user's own indexes, registries, proxies and certificates: what is passed on, and what never is."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from grader.runners.index_files import from_npmrc, from_pip_conf, pip_files
from grader.runners.index_settings import IndexSettings, is_loopback, plain, read

INDEX = "https://me:pass%2Fword@index.example/simple"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def alone(**environ: str) -> dict[str, str]:
    """An environment in which no file of this machine counts."""
    return {"PIP_CONFIG_FILE": os.devnull, **environ}


def test_the_environment() -> None:
    """Addresses, proxies and patience; neither options that choose programs nor folders of this machine."""
    given = alone(
        PIP_INDEX_URL=INDEX,
        PIP_EXTRA_INDEX_URL="file:///srv/simple https://two.example/simple /srv/three",
        https_proxy="http://proxy.example:3128",
        NO_PROXY="index.example",
        PIP_FIND_LINKS="/srv/wheels",
        PIP_NO_BINARY=":all:",
        PIP_TARGET="/x",
        npm_config_script_shell="/bin/x",
        npm_config_ignore_scripts="false",
        NPM_CONFIG_REGISTRY="https://npm.example/",
        SECRET="x",
    )
    assert read("python", given, Path("/nowhere")).variables == {
        "PIP_INDEX_URL": INDEX,
        "PIP_EXTRA_INDEX_URL": "https://two.example/simple",
        "https_proxy": "http://proxy.example:3128",
        "NO_PROXY": "index.example",
        "NPM_CONFIG_REGISTRY": "https://npm.example/",
    }


def test_pip_conf(tmp_path: Path) -> None:
    """[install] before [global], the user's before the machine's; the environment before all of them."""
    first = write(
        tmp_path / "etc" / "pip" / "pip.conf", "[global]\nindex-url = https://a\ntimeout = 7\nproxy = http://p\n"
    )
    user = tmp_path / ".config" / "pip" / "pip.conf"
    write(
        user,
        "[install]\nindex_url = https://b\n[global]\nindex-url = https://c\nextra-index-url =\n  https://d\n  https://e\n",
    )
    environ = {"XDG_CONFIG_DIRS": str(first.parents[1]), "PIP_TRUSTED_HOST": "b"}
    found = read("python", environ, tmp_path).variables
    assert found["PIP_INDEX_URL"] == "https://b"
    assert found["PIP_EXTRA_INDEX_URL"] == "https://d https://e"
    assert (found["PIP_DEFAULT_TIMEOUT"], found["PIP_PROXY"], found["PIP_TRUSTED_HOST"]) == ("7", "http://p", "b")
    assert read("python", {**environ, "PIP_INDEX_URL": "https://z"}, tmp_path).variables["PIP_INDEX_URL"] == "https://z"


def test_which_pip_conf(tmp_path: Path) -> None:
    """PIP_CONFIG_FILE stands in for the user's files, and the null device for all."""
    own = write(tmp_path / "own.conf", "[global]\nindex-url = https://own\n")
    legacy = write(tmp_path / ".pip" / "pip.conf", "[global]\nindex-url = https://legacy\n")
    assert pip_files(alone(), tmp_path) == []
    assert legacy in pip_files({}, tmp_path)
    assert legacy not in pip_files({"PIP_CONFIG_FILE": str(own)}, tmp_path)
    assert pip_files({"PIP_CONFIG_FILE": str(own)}, tmp_path)[-1] == own
    moved = pip_files({"XDG_CONFIG_HOME": str(tmp_path / "x")}, tmp_path)
    assert tmp_path / "x" / "pip" / "pip.conf" in moved


def test_the_files_that_pip_reads(tmp_path: Path) -> None:
    """They are the ones that pip itself names."""
    environ = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "XDG_CONFIG_DIRS": str(tmp_path / "etc")}
    done = subprocess.run(["python3", "-m", "pip", "config", "debug"], env=environ, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip("python3 has no pip here")
    ours = [str(path) for path in pip_files(environ, tmp_path)]
    named = [line.strip().partition(", exists")[0] for line in done.stdout.splitlines() if ", exists: " in line]
    site = [path for path in named if not path.startswith((str(tmp_path), "/etc/"))]
    assert [path for path in named if path not in site] == ours[:-1]


def test_what_a_pip_conf_may_not_say(tmp_path: Path) -> None:
    """Other keys and sections are no business of an install container; a broken file is passed over."""
    conf = write(
        tmp_path / "a", "[global]\ntarget = /x\nfind-links = /y\nno-binary = :all:\n[list]\nindex-url = https://l\n"
    )
    broken = write(tmp_path / "b", "index-url = https://x\n[global\n")
    assert from_pip_conf([conf, broken, tmp_path / "missing", tmp_path]) == {}


def test_npmrc(tmp_path: Path) -> None:
    """Registries, proxies and what opens them, with variables filled in; neither scripts nor shells."""
    text = """
    ; a comment
    registry = https://npm.example/
    @me:registry=https://me.example/
    //me.example/:_authToken=${TOKEN}
    //other.example:8443/npm/:_password="abc"
    strict-ssl=false
    https-proxy=http://proxy.example
    cafile=/etc/ca.pem
    script-shell=/bin/x
    ignore-scripts=false
    node-options=--require /x.js
    globalconfig=/x
    prefix=/x
    git=/x
    init.author.name=me
    //me.example/:certfile=/x
    ca[]=x
    """
    environ = {"TOKEN": "t0ken", "npm_config_userconfig": str(write(tmp_path / "rc", text))}
    settings = read("node", alone(**environ), tmp_path)
    assert settings.npmrc == (
        "registry=https://npm.example/",
        "@me:registry=https://me.example/",
        "//me.example/:_authToken=t0ken",
        '//other.example:8443/npm/:_password="abc"',
        "strict-ssl=false",
        "https-proxy=http://proxy.example",
    )
    assert (
        from_npmrc(tmp_path / "rc", {"TOKEN": "a\nscript-shell=/bin/x"})[2]
        == '//other.example:8443/npm/:_password="abc"'
    )
    assert read("python", alone(**environ), tmp_path).npmrc == ()


def test_npmrc_at_home(tmp_path: Path) -> None:
    """Without a variable it is the one in the user's home."""
    write(tmp_path / ".npmrc", "registry=https://home.example/\n")
    assert read("node", {}, tmp_path).npmrc == ("registry=https://home.example/",)


@pytest.mark.parametrize("language", ["python", "node"])
def test_certificates(language: str, tmp_path: Path) -> None:
    """The tool's own variable, then its file's setting, then whatever else is set."""
    files = {name: write(tmp_path / name, name) for name in ("own", "conf", "other")}
    write(tmp_path / ".npmrc", f"cafile={files['conf']}\n")
    conf = write(tmp_path / "pip.conf", f"[global]\ncert = {files['conf']}\n")
    own = {"python": "PIP_CERT", "node": "NODE_EXTRA_CA_CERTS"}[language]
    environ = {"PIP_CONFIG_FILE": str(conf), "SSL_CERT_FILE": str(files["other"]), own: str(files["own"])}

    def found() -> bytes:
        return read(language, environ, tmp_path).certificates  # type: ignore[arg-type]

    assert found() == b"own"
    del environ[own]
    assert found() == b"conf"
    files["conf"].unlink()
    assert found() == b"other"
    del environ["SSL_CERT_FILE"]
    assert found() == b""


def test_what_decides() -> None:
    """The identity follows addresses, not passwords, proxies or tokens."""
    one = IndexSettings({"PIP_INDEX_URL": "https://a:b@h/simple"}, ("registry=https://n/", "//n/:_authToken=x"))
    same = IndexSettings({"PIP_INDEX_URL": "https://a:c@h/simple", "http_proxy": "http://p"}, ("registry=https://n/",))
    assert one.identity == same.identity
    for other in (
        IndexSettings({"PIP_INDEX_URL": "https://h/other"}, ("registry=https://n/",)),
        IndexSettings(
            {"PIP_INDEX_URL": "https://h/simple", "PIP_EXTRA_INDEX_URL": "https://x"}, ("registry=https://n/",)
        ),
        IndexSettings({"PIP_INDEX_URL": "https://h/simple"}, ("@me:registry=https://n/",)),
        IndexSettings({"PIP_INDEX_URL": "https://h/simple", "NPM_CONFIG_REGISTRY": "https://n/"}),
    ):
        assert other.identity != one.identity
    assert plain(INDEX) == "https://index.example/simple"


def test_secrets_are_hidden() -> None:
    """Passwords in addresses and tokens show up in nothing that an installer printed."""
    settings = IndexSettings(
        {
            "PIP_INDEX_URL": INDEX,
            "PIP_EXTRA_INDEX_URL": "https://lonetoken@h/",
            "https_proxy": "http://u:proxypass@p:1",
        },
        ("//h/:_authToken=abcdef", '//h/:_password="cGFzcw=="', "//h/:username=me", "registry=https://r:rpass@h"),
    )
    text = f"GET {INDEX} lonetoken abcdef cGFzcw== proxypass rpass me"
    assert settings.hide(text) == "GET https://me:****@index.example/simple **** **** **** **** **** me"
    assert IndexSettings().hide(text) == text


def test_the_shell_reads_what_was_set() -> None:
    """Whatever is in a value, it is one value for the shell, and runs nothing."""
    nasty = 'https://h/\'; echo gone; $(echo gone) `echo gone` "${HOME}"'
    text = IndexSettings({"PIP_INDEX_URL": nasty}, (), b"x").shell("/tmp/ca.pem")
    done = subprocess.run(["sh", "-c", f'{text}printf %s "$PIP_INDEX_URL$PIP_CERT"'], capture_output=True, text=True)
    assert done.stdout == f"{nasty}/tmp/ca.pem"


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("http://localhost:3141/simple", True),
        ("localhost:3128", True),
        ("http://127.8.0.1/", True),
        ("http://u:p@[::1]:80/", True),
        ("http://dev.localhost/", True),
        ("http://192.168.0.1", False),
        ("https://index.example/localhost", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_loopback(address: str, here: bool) -> None:
    """Addresses that mean another machine in a container."""
    assert is_loopback(address) == here
    settings = IndexSettings({"https_proxy": address}) if address else IndexSettings({"no_proxy": "localhost"})
    assert bool(settings.on_this_machine) == here
