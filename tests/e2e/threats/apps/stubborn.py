"""Listens to no request to end, nor do its children, one of which left the session."""

import os
import signal
import time

from serve import serve

for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
    signal.signal(name, signal.SIG_IGN)
for leaves in (True, False):
    if os.fork() == 0:
        if leaves:
            os.setsid()
        time.sleep(600)
serve()
