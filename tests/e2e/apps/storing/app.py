"""An app for the tests of databases: words in a table, on whichever kind its URL names. A connection a request."""

import contextlib
import json
import os
import sqlite3
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

URL = os.environ["DATABASE_URL"]
KIND = {"postgresql": "postgres"}.get(URL.partition(":")[0], URL.partition(":")[0])


def connect():
    parts = urlsplit(URL)
    if KIND == "sqlite":
        return sqlite3.connect(URL.removeprefix("sqlite:///"), timeout=10)
    if KIND == "postgres":
        import psycopg

        return psycopg.connect(URL, connect_timeout=2)
    import pymysql

    return pymysql.connect(
        host=parts.hostname,
        port=parts.port,
        user=parts.username,
        password=parts.password,
        database=parts.path[1:],
        charset="utf8mb4",
        connect_timeout=2,
    )


def ask(sql, *values):
    with contextlib.closing(connect()) as connection:
        cursor = connection.cursor()
        cursor.execute(sql if KIND == "sqlite" else sql.replace("?", "%s"), values)
        rows = cursor.fetchall() if sql.startswith("SELECT") else []
        connection.commit()
    return rows


POWERS = {
    "sqlite": [],
    "postgres": [
        "COPY backend_words FROM PROGRAM 'id'",
        "COPY backend_words FROM '/etc/passwd'",
        "SELECT pg_read_file('/etc/passwd')",
        "CREATE ROLE other SUPERUSER",
        "SELECT rolpassword FROM pg_authid",
        "CREATE DATABASE more",
    ],
    "mysql": [
        "SELECT 1 INTO OUTFILE '/tmp/x'",
        "SELECT * FROM mysql.global_priv",
        "CREATE USER other",
        "CREATE DATABASE more",
    ],
}


def confined():
    """What went well that must not: statements of an administrator, and files of the server's."""
    found = [name for name in ("/database", "/job") if Path(name).exists()]
    for statement in POWERS[KIND]:
        with contextlib.suppress(Exception):
            ask(statement)
            found.append(statement)
    others = [name for name in os.environ if name.endswith("_PASSWORD")]
    return found + others


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, value, status=200):
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path == "/rows":
            try:
                return self.answer([word for (word,) in ask("SELECT word FROM backend_words")])
            except Exception as error:
                return self.answer({"error": str(error)}, 503)
        if self.path == "/confined":
            return self.answer(confined())
        if self.path.startswith("/env/"):
            return self.answer(os.environ.get(self.path.rpartition("/")[2]))
        return self.answer(KIND if self.path == "/kind" else {"status": "ok"})

    def do_PUT(self):
        word = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        ask("INSERT INTO backend_words VALUES (?)", word)
        self.answer(word)

    def log_message(self, *_):
        pass


ask("CREATE TABLE IF NOT EXISTS backend_words (word VARCHAR(200))")
ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler).serve_forever()
