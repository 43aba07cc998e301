"""Stops the timer that would end it, and is in no hurry to answer."""

import os
import signal
import time

from serve import serve

os.kill(os.getppid(), signal.SIGSTOP)
serve(reached=lambda: time.sleep(60))
