"""The docker runner of a process that serves one project after the other: it keeps a sandbox for the next one.

Making one takes longer than all that a small exercise asks. What is kept is the holder with its namespace and two
volumes, once it has been shown that nothing of the last project is there any more: no container, no other volume,
nobody who listens, no file, no access rule. Whatever is not shown is not kept. A project that does not start in a kept
sandbox is started once more in a new one, so that none can suffer from what nobody has thought of.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from typing import TYPE_CHECKING

from grader.errors import MachineError, ProjectError
from grader.project import Project
from grader.runners.docker.cleaning import removed_but
from grader.runners.docker.engine import engine_faults
from grader.runners.docker.profile import USER
from grader.runners.docker.runner import DockerRunner
from grader.runners.docker.sandbox import Sandbox
from grader.server.options import Options, Progress

if TYPE_CHECKING:
    from grader.runners.docker.serving import DockerServer

OLDEST = 600.0  # seconds
IDLE = 20.0  # seconds without a project, after which it is given up
# As the app's user, in the holder: all files go, and of each volume's root there is left what it was when it was made.
CLEAR = """
import os, sys
def clear(folder):
    os.chmod(folder, 0o700)
    with os.scandir(folder) as found:
        entries = list(found)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            clear(entry.path)
            os.rmdir(entry.path)
        else:
            os.unlink(entry.path)
for root in sys.argv[1:]:
    clear(root)
    os.utime(root)
    assert not os.listdir(root) and not os.listxattr(root)
print("empty")
"""


class KeepingRunner(DockerRunner):
    """Serves projects as any docker runner does, several at a time if need be."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[tuple[Sandbox, Future[bool], threading.Timer]] = []
        self.taking = threading.Lock()

    @contextlib.contextmanager
    def serve(self, project: Project, options: Options, progress: Progress) -> Iterator[DockerServer]:
        with contextlib.ExitStack() as stack, engine_faults("running the project"):
            sandbox, server = self._begin(project, options, progress, stack)
            yield server
            server.browser.close()
            if self._keep(sandbox):
                stack.pop_all()  # of what it would end, nothing ends

    def _begin(
        self, project: Project, options: Options, progress: Progress, stack: contextlib.ExitStack
    ) -> tuple[Sandbox, DockerServer]:
        kept = self._take(options)
        if kept is not None:
            with contextlib.ExitStack() as own, contextlib.suppress(ProjectError):
                own.push(kept)
                server = self._server(kept, project, options, progress, own)
                stack.push(own.pop_all())
                return kept, server
        new = stack.enter_context(Sandbox(options, progress))
        return new, self._server(new, project, options, progress, stack)

    def _keep(self, sandbox: Sandbox) -> bool:
        """Whether it may serve another project, as far as can be said before it is cleared."""
        if not sandbox.sockets or sandbox.database.volume or time.monotonic() - sandbox.made > OLDEST:
            return False
        timer = threading.Timer(IDLE, self._give_up, (sandbox,))
        timer.daemon = True
        with self.taking:
            self.kept.append((sandbox, sandbox.pool.submit(cleared, sandbox), timer))
        timer.start()
        return True

    def _take(self, options: Options) -> Sandbox | None:
        """One that is shown to be empty and is of the kind that is wanted, as if it were new."""
        with self.taking:
            sandbox, clearing, timer = self.kept.pop() if self.kept else (None, None, None)
        if sandbox is None or clearing is None or timer is None:
            return None
        timer.cancel()
        same = (options.runtime, options.database, options.lifetime) == sandbox.kind
        if clearing.result() and same:
            sandbox.renew(options)
            return sandbox
        sandbox.__exit__(None, None, None)
        return None

    def _give_up(self, sandbox: Sandbox) -> None:
        """Nobody has wanted it for long."""
        with self.taking:
            idle = [entry for entry in self.kept if entry[0] is sandbox]
            self.kept = [entry for entry in self.kept if entry[0] is not sandbox]
        for entry in idle:
            entry[0].__exit__(None, None, None)


def cleared(sandbox: Sandbox) -> bool:
    """Takes away all that a project has left; whether it is shown that nothing is there any more."""
    pod = sandbox.pod
    keep = {str(pod.holder.id), *(str(mount["Source"]) for mount in pod.volumes)}
    places = [str(mount["Target"]) for mount in pod.volumes]
    try:
        with engine_faults("clearing the sandbox"):
            if not removed_but(sandbox.client, sandbox.run, keep):
                return False
            code, said = pod.holder.exec_run(["python3", "-I", "-S", "-c", CLEAR, *places], user=USER)
            return code == 0 and said == b"empty\n" and not pod.listening()
    except MachineError:
        return False
