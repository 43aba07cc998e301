"""Starts processes without end, and never gets round to listening."""

import contextlib
import os
import time

print("about to fork", flush=True)
deadline = time.monotonic() + 60
while time.monotonic() < deadline:
    with contextlib.suppress(OSError):
        os.fork()
