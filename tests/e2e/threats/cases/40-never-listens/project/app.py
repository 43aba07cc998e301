"""Sleeps instead of listening."""

import time

print("warming up", flush=True)
time.sleep(3600)
