"""Answers with ten million characters on one line, and prints as many before each answer."""

import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = '"' + "<qzx>&" * 1_700_000 + '"'


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        sys.stdout.write(WORDS)
        sys.stdout.flush()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(WORDS)))
        self.end_headers()
        self.wfile.write(WORDS.encode())

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler).serve_forever()
