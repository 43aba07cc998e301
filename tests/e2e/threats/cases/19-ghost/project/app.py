"""Makes its parent its tracer, as do its workers, which lead sessions of their own and end for nobody."""

import ctypes
import json
import os
import signal
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PTRACE_TRACEME = 0
libc = ctypes.CDLL(None, use_errno=True)
LONG = [ctypes.c_long] * 4


def traced(who):
    """[who], if it is traced now."""
    libc.ptrace.argtypes = LONG
    return [f"{who} is traced"] if libc.ptrace(PTRACE_TRACEME, 0, 0, 0) == 0 else []


def worker(answers):
    """Twice forked and in a session of its own: nobody's child, and deaf."""
    if os.fork():
        os._exit(0)
    os.setsid()
    for deaf in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(deaf, signal.SIG_IGN)
    os.write(answers, json.dumps(traced("a worker")).encode() + b"\n")
    while True:
        time.sleep(60)


def start_workers(number):
    answers, to = os.pipe()
    for _ in range(number):
        if os.fork() == 0:
            worker(to)
        os.wait()
    with os.fdopen(answers) as lines:
        return [word for _ in range(number) for word in json.loads(lines.readline())]


FOUND = start_workers(3) + traced("the app")


def REACHED():
    return FOUND


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        word = self.path.rpartition("/")[2]
        data = json.dumps(REACHED() if word == "reached" else word).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
