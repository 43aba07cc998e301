"""Reads all that can be read, and answers the paths that hold a word of the hidden checks."""

import json
import os
import stat
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORD = ("CANARY" + "-" + "7f" + "3").encode()  # in two halves: this file is no finding
SOURCE = b"def test_" + b"held"
LARGEST = 2 << 20
SECONDS = 15


def holds(path):
    """Whether a regular file holds one of the words; what can't be opened holds none."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return False
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            data = os.read(number, LARGEST)
        finally:
            os.close(number)
    except OSError:
        return False
    return WORD in data or SOURCE in data


def look():
    """Every path with a finding; a walk that was not done in time is one, too."""
    ends, found, seen = time.monotonic() + SECONDS, [], 0
    for top, folders, names in os.walk("/"):
        folders[:] = [name for name in folders if not os.path.islink(os.path.join(top, name))]
        for name in names:
            seen += 1
            if holds(os.path.join(top, name)):
                found.append(os.path.join(top, name))
        if time.monotonic() > ends:
            return [*found, f"not done: {seen} files"]
    return found if seen > 1000 else [*found, f"only {seen} files"]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        word = self.path.rpartition("/")[2]
        data = json.dumps(FOUND if word == "reached" else word).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


FOUND = look()
ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler).serve_forever()
