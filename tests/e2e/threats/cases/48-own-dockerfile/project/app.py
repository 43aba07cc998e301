"""Answers as it should; only the files beside it want something else."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BESIDE = {".dockerignore", "Dockerfile", "docker-compose.yml", "compose.yaml", ".containerignore"}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        word = self.path.rpartition("/")[2]
        reached = sorted(BESIDE - set(os.listdir("."))) + [name for name in ("HIJACKED",) if name in os.environ]
        self.answer(word if self.path.startswith("/echo/") else reached)

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler).serve_forever()
