"""What runs in an install container: the installation, and round it what keeps its inputs out of the layer.

Python's packages are installed by uv where the grader has put it there, else, or where that fails, by pip.

Index passwords and certificates lie in /tmp, which is memory and never part of a layer. What pip and npm unpack lies in
the layer, where its size is watched, and is gone before the layer becomes an image.
"""

from __future__ import annotations

from collections.abc import Sequence
from shlex import join

from grader.project import Language
from grader.runners import uv
from grader.runners.installing import NPM, pip_options

INPUTS = ".inputs"  # below /deps
INSIDE = "/tmp/inputs"  # noqa: S108  # inside the container
CERTIFICATES = f"{INSIDE}/ca.pem"
UV = f"{INSIDE}/uv"
PROLOGUE = (
    f"set -e; umask 022; mv /deps/{INPUTS} {INSIDE}; set -a; . {INSIDE}/settings; set +a;"
    " mkdir -p /deps/.tmp; export TMPDIR=/deps/.tmp"
)
EPILOGUE = "rm -rf /deps/.tmp"
# Packages of the registry may name others by an address: npm is told not to follow it. An older one does not know how.
NPMRC = "allow-git=none\nallow-remote=none\nallow-file=none\nallow-directory=none\n"
# Of pip's own log what it passed over and what it could not fetch, as grader.runners.installing.passed_over has it.
PASSED_OVER = (
    r"sed -nE -e 's#.*Skipping link: (No sources permitted|none of the wheel).*: [a-z]+://[^ ]*/([^/ \#]+).*"
    r"#not ready-made: \2#p' -e '/ 404 Client/!s#.*Could not fetch URL [^ ]*: (.*) - skipping$#not fetched: \1#p'"
    " /tmp/pip.log | tail -n 400 | cut -c-300"
)


def script(language: Language, sources: Sequence[str]) -> str:
    """The shell script that installs what is in /deps. `sources`: packages that may be built."""
    return "\n".join([PROLOGUE, _node() if language == "node" else _python(sources), EPILOGUE])


def _python(sources: Sequence[str]) -> str:
    options = join([*pip_options(sources), "--no-cache-dir", "--log", "/tmp/pip.log"])  # noqa: S108  # inside
    faster = join(
        ["pip", "install", *uv.options(sources), "--python", "/deps/bin/python", "--cache-dir", "/deps/.tmp/uv"]
    )
    return (
        "python3 -m venv --without-pip /deps\n"
        f"[ -f {UV} ] && chmod u+x {UV} && {UV} {faster} -r /deps/requirements.txt >/tmp/uv.log 2>&1 ||\n"
        f"python3 -m pip --python /deps/bin/python install {options} -r /deps/requirements.txt ||"
        f" {{ code=$?; {PASSED_OVER}; exit $code; }}"
    )


def _node() -> str:
    own = ["--userconfig", f"{INSIDE}/npmrc", "--globalconfig", "/dev/null", "--cache", "/deps/.tmp/npm"]
    options = join([*NPM, *own, "--omit-lockfile-registry-resolved"])
    return f"cd /deps; {{ [ -f package-lock.json ] && npm ci {options} || npm install {options}; }}"
