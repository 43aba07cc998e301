"""What both installers share: what pip and npm are told, and a failure in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.errors import GraderError, MachineError, ProjectError, UsageError
from grader.project import Language
from grader.reading.packages import normal
from grader.runners.index_settings import IndexSettings

if TYPE_CHECKING:
    from grader.diagnosis import Finding

INSTALL_SECONDS = 600
SOURCE_PACKAGES = "GRADER_SOURCE_PACKAGES"
TAIL = 4000
NPM = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")
# What pip's own log says of files that it passed over; the file's name tells which package has no ready-made one.
SKIPPED = r"Skipping link: (?:No sources permitted|none of the wheel)[^\n]*?: [a-z]+://\S*/([^/\s#]+)"
UNFETCHED = r"Could not fetch URL \S*: ([^\n]*) - skipping"


def source_packages(environ: Mapping[str, str]) -> list[str]:
    """The packages that whoever runs the grader lets be built from source, which runs code of theirs. UsageError."""
    names = sorted({normal(name) for name in re.split(r"[\s,]+", environ.get(SOURCE_PACKAGES, "")) if name})
    for name in names:
        if not re.fullmatch(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", name):
            raise UsageError(
                f"{SOURCE_PACKAGES} holds '{name[:80]}', which is no package's name",
                f"Write names, with commas between them: {SOURCE_PACKAGES}=mysqlclient,uwsgi",
            )
    return names


def pip_options(sources: Iterable[str]) -> list[str]:
    """Options of `pip install`: only ready-made packages, so that none of them runs code while it is installed."""
    quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    return [*quiet, "--only-binary", ":all:", *(f"--no-binary={name}" for name in sources)]


def passed_over(pip_log: str) -> str:
    """Of pip's own log, what it passed over and why pages did not come, in lines as the diagnosis reads them."""
    names = list(dict.fromkeys(re.findall(SKIPPED, pip_log)))[-400:]
    reasons = [reason for reason in re.findall(UNFETCHED, pip_log) if " 404 Client" not in f" {reason}"][-10:]
    lines = [*(f"not ready-made: {name}" for name in names), *(f"not fetched: {reason[:300]}" for reason in reasons)]
    return "".join(f"{line}\n" for line in lines)


def install_failed(
    language: Language, code: int, log: str, *, limit: str = "", settings: IndexSettings | None = None
) -> GraderError:
    """Whose fault a failed installation is, with the last lines of what the installer said.

    `limit` says which limit ended it, if one did.
    """
    tool = {"python": "pip", "node": "npm"}[language]
    settings = settings or IndexSettings()
    shown = settings.hide(re.sub(r"(?m)^not ready-made: .*\n?", "", log))[-TAIL:]
    if limit:
        cure = "Take out the packages that your project does not import."
        return ProjectError(f"the dependencies can't be installed: {limit}", cure, log=shown)
    from grader.diagnosis import explain_install  # takes its time, and most things can be installed

    finding = explain_install(log)
    if finding is None:
        cause = "it took longer than ten minutes" if code in (137, -9) else f"{tool} ended with exit code {code}"
        return ProjectError(
            f"the dependencies can't be installed: {cause}",
            "Read the lines above; try the same installation on your own machine.",
            log=shown,
        )
    finding = _loopback(finding, settings)
    kind = MachineError if finding.fault == "machine" else ProjectError
    return kind(settings.hide(f"the dependencies can't be installed: {finding.cause}"), finding.cure, log=shown)


def _loopback(finding: Finding, settings: IndexSettings) -> Finding:
    """An index that can't be reached since it is meant to be on the machine, of which a container sees nothing."""
    from grader.diagnosis.install_diagnosis import UNREACHABLE

    places = settings.on_this_machine
    if finding.cause != UNREACHABLE or not places:
        return finding
    cause = f"{finding.cause}: {places[0]} is an address of this machine alone, which a container can't reach"
    cure = "Give pip or npm an address at which other machines reach it too, or grade with --runner local."
    return replace(finding, cause=cause, cure=cure)
