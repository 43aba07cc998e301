"""An app for the tests of what checks may ask: on the standard library alone."""

import json
import os
import signal
import smtplib
import socket
import sys
import threading
import time
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

MEMORY = {"value": None}
FILE = Path(os.environ["DATA_DIR"]) / "value.json"
BEAT = Path(os.environ["HOME"]) / "beat"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def body(self):
        return json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"null")

    def answer(self, value, status=200):
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        parts = self.path.strip("/").split("/")
        if parts[0] == "file":
            return self.answer(json.loads(FILE.read_text()) if FILE.exists() else None)
        if parts[0] == "memory":
            return self.answer(MEMORY["value"])
        if parts[0] == "beat":
            return self.answer(BEAT.read_text() if BEAT.exists() else None)
        if parts[0] == "env":
            return self.answer(os.environ.get(parts[1]))
        if parts[0] == "read":
            place = Path(*parts[1:])
            return self.answer(place.read_text() if place.exists() else None)
        if parts[0] == "interfaces":
            return self.answer([name for _, name in socket.if_nameindex()])
        if parts[0] == "reach":
            try:
                socket.create_connection((parts[1], int(parts[2])), timeout=1).close()
            except OSError as error:
                return self.answer("unreachable" if error.errno == 101 else str(error))
            return self.answer("reached")
        return self.answer({"status": "ok"})

    def do_PUT(self):
        value = self.body()
        if self.path == "/file":
            FILE.write_text(json.dumps(value))
        else:
            MEMORY["value"] = value
        self.answer(value)

    def do_POST(self):
        if self.path == "/mail":
            return self.send_mail(self.body())
        print(self.body(), flush=True, file=sys.stderr if self.path == "/warn" else sys.stdout)
        return self.answer(None)

    def send_mail(self, subject):
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "app@example.com", "you@example.com", subject
        message.set_content("text")
        try:
            with smtplib.SMTP(os.environ["SMTP_HOST"], int(os.environ["SMTP_PORT"]), timeout=5) as server:
                server.send_message(message)
        except OSError:
            return self.answer(None, 503)
        return self.answer(None)

    def log_message(self, *_):
        pass


def beat():
    while True:
        BEAT.write_text(str(time.time()))
        time.sleep(0.02)


if os.environ.get("FAIL"):
    print("starting", flush=True)
    print(os.environ["FAIL"], file=sys.stderr, flush=True)
    sys.exit(3)
if os.environ.get("BEATS"):
    threading.Thread(target=beat, daemon=True).start()
signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler).serve_forever()
