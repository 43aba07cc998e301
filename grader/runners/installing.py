"""What both installers share: the network settings that are the user's own, and a failure in words."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from grader.diagnosis import explain_install
from grader.errors import GraderError, MachineError, ProjectError

PASSED_ON = re.compile(
    r"(?i)(https?_proxy|no_proxy|all_proxy|PIP_(INDEX_URL|EXTRA_INDEX_URL|TRUSTED_HOST|DEFAULT_TIMEOUT|RETRIES)"
    r"|npm_config_(registry|proxy|https_proxy|noproxy|strict_ssl|fetch_retries|fetch_timeout))"
)
CA_VARIABLES = ("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
CA_INSIDE = "/deps/.ca.pem"
TAIL = 4000


def network_settings() -> tuple[str, bytes]:
    """(shell assignments, CA certificates) of this user's environment for an install container.

    They are read by the installation and then removed: neither is part of the layer, where learner code could
    read a password in an index's address.
    """
    lines = [
        f"{k}={shlex.quote(v)}" for k, v in sorted(os.environ.items()) if PASSED_ON.fullmatch(k) and "file:" not in v
    ]
    certificates = _certificates()
    if certificates:
        lines += [f"{name}={CA_INSIDE}" for name in CA_VARIABLES]
    return "\n".join([*lines, ""]), certificates


def _certificates() -> bytes:
    for name in CA_VARIABLES:
        path = Path(os.environ.get(name, ""))
        if path.is_file():
            return path.read_bytes()
    return b""


def install_failed(language: str, code: int, log: str) -> GraderError:
    """Whose fault a failed installation is, with the last lines of what the installer said."""
    tool = {"python": "pip", "node": "npm"}[language]
    finding = explain_install(log)
    if finding is None:
        cause = "it took longer than ten minutes" if code in (137, -9) else f"{tool} ended with exit code {code}"
        return ProjectError(
            f"the dependencies can't be installed: {cause}",
            "Read the lines above; try the same installation on your own machine.",
            log=log[-TAIL:],
        )
    kind = MachineError if finding.fault == "machine" else ProjectError
    return kind(f"the dependencies can't be installed: {finding.cause}", finding.cure, log=log[-TAIL:])
