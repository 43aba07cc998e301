"""Every expected way for a run to end early.

    GraderError
    ├── UsageError      exit 2   the command was wrong: unknown day, no such folder, bad option
    ├── ProjectError    exit 3   the learner's project can't be installed or started
    ├── CourseError     exit 4   a manifest or a check is broken: never counts against a learner
    └── MachineError    exit 4   no engine, no image, disk full: never counts against a learner

Whoever raises one says what happened and the likely cause in `message` and what to do next in `remedy`.
Anything that is not a GraderError is a bug of ours.
"""

import errno
import tempfile

FULL = (errno.ENOSPC, errno.EDQUOT)


class GraderError(Exception):
    """An ending that was thought of. `exit_code` is the process's, as in the interface."""

    exit_code = 4
    fault = "machine"

    def __init__(self, message: str, remedy: str = "", *, log: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.log = log


class UsageError(GraderError):
    """Wrong use of a command."""

    exit_code = 2
    fault = "usage"


class ProjectError(GraderError):
    """The learner's project can't be read, installed or started. `log` holds its last lines."""

    exit_code = 3
    fault = "learner"


class CourseError(GraderError):
    """An exercise is broken: the manifest, a check, an asset."""

    fault = "course"


class MachineError(GraderError):
    """The machine that grades is at fault."""


def disk_full(error: OSError) -> MachineError:
    """A full disk, or a used-up quota: which place it is, without this machine's paths."""
    temporary = str(error.filename or "").startswith(tempfile.gettempdir())
    place = "the temporary folder (TMPDIR)" if temporary or not error.filename else "one of this run's folders"
    return MachineError(f"the disk is full: nothing more can be written to {place}", "Free some space, then try again.")
