"""Starts processes without end once it is asked."""

import contextlib
import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        deadline = time.monotonic() + 60
        while self.path == "/reached" and time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                os.fork()
        body = json.dumps(self.path.rpartition("/")[2]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler).serve_forever()
