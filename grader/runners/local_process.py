"""One instance of an app as a process of this machine: what it prints, where it listens, how it ended."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from typing import IO

from grader.server.address import Address
from grader.server.answers import Line

LARGEST_OUTPUT = 4 << 20


class Process:
    """One instance of the app: a child, and threads that read what it prints."""

    def __init__(self, child: subprocess.Popen[bytes], port: int, shown: Mapping[str, str]) -> None:
        self.child = child
        self.shown = shown
        self.port = port
        self.lines: list[Line] = []
        self.size = 0
        self.readers = [
            threading.Thread(target=self._read, args=(stream, name), daemon=True)
            for name, stream in (("stdout", child.stdout), ("stderr", child.stderr))
        ]
        for reader in self.readers:
            reader.start()

    def _read(self, stream: IO[bytes], name: str) -> None:
        with stream:
            for line in iter(lambda: stream.readline(65536), b""):
                self.size += len(line)
                if self.size <= LARGEST_OUTPUT:
                    self.lines.append(Line(time.time(), self._shown(line.decode("utf-8", "replace")), name))

    def read_to_the_end(self, seconds: float) -> None:
        """Waits for what it printed last; whoever it left behind may hold its output open."""
        for reader in self.readers:
            reader.join(seconds)

    def _shown(self, text: str) -> str:
        """What it printed, with the folders of this machine as they are called in a container: reports go to others."""
        for path, name in self.shown.items():
            text = text.replace(path, name)
        return text

    # --- what grader.runners.ready asks ---
    def address_at(self, port: int) -> Address:
        host = next((a for a, p in self.listening() if p == port), "127.0.0.1")
        return Address(f"http://[::1]:{port}" if host == "::1" else f"http://127.0.0.1:{port}")

    def ended(self) -> str:
        code = self.child.poll()
        if code is None:
            return ""
        self.read_to_the_end(0.5)
        return f"exit code {code}" if code >= 0 else f"ended by {signal.strsignal(-code) or f'signal {-code}'}"

    def listening(self) -> list[tuple[str, int]]:
        import psutil

        found = []
        with contextlib.suppress(psutil.Error):
            parent = psutil.Process(self.child.pid)
            for one in [parent, *parent.children(recursive=True)]:
                with contextlib.suppress(psutil.Error):
                    found += [c.laddr for c in one.net_connections("tcp") if c.status == psutil.CONN_LISTEN]
        return [(address.ip, address.port) for address in found]

    def limits_met(self) -> Sequence[str]:
        return ()  # there are none here

    def output(self) -> Sequence[Line]:
        return list(self.lines)
