"""Looks for abstract sockets in the network namespace that it shares."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def REACHED():
    """Their names; the table marks them with an @."""
    with open("/proc/net/unix") as table:
        lines = [line.split() for line in table.readlines()[1:]]
    if not lines:
        return ["no sockets at all: is this the relay's namespace?"]
    return [line[7] for line in lines if len(line) > 7 and line[7].startswith("@")]


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
