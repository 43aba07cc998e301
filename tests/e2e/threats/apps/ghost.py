"""Makes whoever started it its tracer, and leaves workers in sessions of their own that ignore every polite signal."""

import ctypes
import os
import signal
import time

from serve import serve

TRACED = ctypes.CDLL(None, use_errno=True).ptrace(0, 0, 0, 0) == 0  # PTRACE_TRACEME

for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(name, signal.SIG_IGN)
        ctypes.CDLL(None).ptrace(0, 0, 0, 0)
        time.sleep(600)
        os._exit(0)

serve(reached=lambda: ["its parent traces it"] if TRACED else [])
