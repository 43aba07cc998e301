"""A child takes all memory and is killed, while the parent lives and answers."""

import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOG = "kept = []\nwhile True:\n    kept.append(b'x' * (16 << 20))"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        word = self.path.rpartition("/")[2]
        if word == "reached":
            word = [f"a child ended with {subprocess.run([sys.executable, '-c', HOG]).returncode}"]
        body = json.dumps(word).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler).serve_forever()
