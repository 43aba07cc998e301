"""Prints without end: `lines` or one `line`, at the `start` or on a `request`."""

import os
import sys

from serve import serve

SHAPE, WHEN = sys.argv[1:]
PIECE = (b"x" * 1023 + b"\n") * 1024 if SHAPE == "lines" else b"x" * (1 << 20)


def flood():
    for _ in range(100):
        os.write(1, PIECE)


def asked():
    flood()
    return []


print("RuntimeError: the flux capacitor is missing", flush=True)
if WHEN == "start":
    flood()
    sys.exit(1)
serve(reached=asked)
