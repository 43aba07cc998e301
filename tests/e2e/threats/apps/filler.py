"""Fills every place that it can write to, and answers how each attempt ended."""

import errno
from pathlib import Path

from serve import serve

PLACES = ("/app", "/data", "/tmp", "/dev/shm", "/", "/home", "/var/tmp", "/deps", "/run")


def fill(folder):
    for number in range(100):
        try:
            with Path(folder, f"full-{number}").open("wb", buffering=0) as file:
                for _ in range(50):
                    if file.write(bytes(1 << 20)) < 1 << 20:  # cut short: the next one fails
                        file.write(bytes(1 << 20))
        except OSError as error:
            return f"{folder}: {errno.errorcode[error.errno]}"
    return f"{folder}: endless"


serve(reached=lambda: [fill(folder) for folder in PLACES])
