"""What the apps of these tests share: GET /echo/<word> answers the word, and GET /reached what `reached` gives."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    reached = staticmethod(list)
    seen = staticmethod(lambda handler, body: None)

    def do_GET(self):
        self.seen(self, self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        word = self.path.rpartition("/")[2]
        data = json.dumps(self.reached() if word == "reached" else word).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


for verb in ("POST", "PUT", "PATCH", "DELETE"):
    setattr(Handler, f"do_{verb}", Handler.do_GET)


def serve(**how):
    """Serves until it is killed; `seen` is told of each request before it is answered."""
    for name, function in how.items():
        setattr(Handler, name, staticmethod(function))
    ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler).serve_forever()
