"""Ready requests: one table, three formats that say the same."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from small_course import build, small_day

from grader.catalog import load_day
from grader.errors import CourseError
from grader.exporting import load_requests
from grader.exporting.curl import as_curl
from grader.exporting.http_file import as_http
from grader.exporting.postman import as_postman
from grader.model import Day

BODY = '{"name": "Bob\'s \\"cup\\" $HOME `id`",\n "note": "é"}'
Seen = list[tuple[str, str, dict[str, str], str]]


@pytest.fixture
def day(tmp_path: Path) -> Day:
    """The small course's day."""
    return small_day(tmp_path)


@pytest.fixture
def listener() -> Iterator[tuple[str, Seen]]:
    """A server that writes down what it is sent: its address and the list."""
    seen: Seen = []

    class Recorder(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            seen.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST = do_PUT = do_HEAD = answer  # noqa: N815

        def log_message(self, *args: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Recorder) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", seen
        server.shutdown()
        thread.join()


@pytest.fixture
def script(day: Day, tmp_path: Path) -> Path:
    """The day's requests.sh as a file."""
    file = tmp_path / "requests.sh"
    file.write_text(as_curl(day, load_requests(day)), encoding="utf-8")
    return file


def run(script: Path, *numbers: str, base_url: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "BASE_URL": base_url}
    return subprocess.run(["bash", str(script), *numbers], capture_output=True, text=True, env=env, timeout=20)


def test_the_table_is_read_in_order(day: Day) -> None:
    """Numbers count on, goals become whole ids, a body is JSON unless it says otherwise."""
    first, second, third = load_requests(day)
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert {first.goal, second.goal, third.goal} == {"day2/cups.create"}
    assert first.headers == {"Content-Type": "application/json"}
    assert first.body == BODY
    assert second.headers == {"Accept": "application/json"}
    assert third.headers == {"Content-Type": ""}
    assert third.sent_headers == {}


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('goal = "drink"', "names the goal 'drink'"),
        ('goal = "create"\nmethod = "get"', "not a method in capitals"),
        ('goal = "create"\npath = "cups"', "percent-encoded path"),
        ('goal = "create"\npath = "/a b"', "percent-encoded path"),
        ('goal = "create"\nheaders = { A = "1\\r\\nB: 2" }', "one line"),
        ('goal = "create"\nheaders = { A = 1 }', "one line"),
        ('goal = "create"\nbody = "{{x}}"', "can't hold"),
        ('goal = "create"\nbody = "a\\n### b"', "can't hold"),
        ('goal = "create"\nquery = "x"', "unknown key 'query'"),
    ],
)
def test_a_broken_table_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    """The course's own mistake: the file and the request are named."""
    defaults = {"name": '"x"', "method": '"GET"', "path": '"/"'}
    entry = "".join(f"{key} = {value}\n" for key, value in defaults.items() if f"{key} =" not in line)
    table = f"[[requests]]\n{entry}{line}\n"
    day = load_day("day2", build(tmp_path, **{"day2__cups__requests.toml": table}))
    with pytest.raises(CourseError, match="requests.toml: request 1") as caught:
        load_requests(day)
    assert complaint in caught.value.message


def test_http_file(day: Day) -> None:
    """A variable for the address, a numbered heading each, headers, an empty line, the body."""
    text = as_http(day, load_requests(day))
    assert "@baseUrl = http://127.0.0.1:8080\n" in text
    block = (
        "### 1 Make Bob's cup (cups.create)\nPOST {{baseUrl}}/cups?kind=blue&tags[]=a\nContent-Type: application/json"
    )
    assert f"{block}\n\n{BODY}\n" in text
    assert "### 2 Ask for the head (cups.create)\nHEAD {{baseUrl}}/cups/1\nAccept: application/json\n" in text
    assert "PUT {{baseUrl}}/cups/1\n\nplain\n" in text


def test_the_script_is_valid_bash(script: Path) -> None:
    """bash reads it without running it."""
    assert subprocess.run(["bash", "-n", str(script)], capture_output=True).returncode == 0


def test_the_script_sends_everything_exactly(script: Path, listener: tuple[str, Seen]) -> None:
    """Quotes, dollars, backticks, new lines and brackets arrive as they are; a heading stands before each answer."""
    address, seen = listener
    done = run(script, base_url=address)
    assert done.returncode == 0, done.stderr
    (post, where, headers, body), (head, *_), (put, _, bare, plain) = seen
    assert (post, where, body) == ("POST", "/cups?kind=blue&tags[]=a", BODY)
    assert headers["content-type"] == "application/json"
    assert head == "HEAD"
    assert (put, plain) == ("PUT", "plain")
    assert "content-type" not in bare
    assert "### 1 Make Bob's cup (cups.create)\nHTTP/1.0 200 OK" in done.stdout.replace("\r", "")


def test_the_script_sends_the_numbers_it_is_given(script: Path, listener: tuple[str, Seen]) -> None:
    """In the order given."""
    address, seen = listener
    assert run(script, "3", "1", base_url=address).returncode == 0
    assert [method for method, *_ in seen] == ["PUT", "POST"]


@pytest.mark.parametrize("number", ["0", "4", "x", "", "1;id", "08", "99999999999999999999"])
def test_the_script_refuses_other_numbers(script: Path, number: str) -> None:
    """Exit 2 and the range."""
    done = run(script, number, base_url="http://127.0.0.1:9")
    assert done.returncode == 2
    assert "from 1 to 3" in done.stderr


def test_the_script_says_when_nothing_answers(script: Path) -> None:
    """One sentence instead of one failure for each request."""
    done = run(script, base_url="http://127.0.0.1:9")
    assert done.returncode == 7
    assert "start your server first" in done.stderr
    assert done.stdout.count("###") == 1


def test_postman_collection(day: Day) -> None:
    """The shape of version 2.1: info with the schema, folders, requests with a split address, a variable."""
    collection = json.loads(as_postman(day, load_requests(day)))
    assert set(collection) == {"info", "item", "variable"}
    assert collection["info"]["schema"].endswith("/v2.1.0/collection.json")
    assert collection["variable"] == [{"key": "baseUrl", "value": "http://127.0.0.1:8080", "type": "string"}]
    (folder,) = collection["item"]
    assert folder["name"] == "cups: Cups"
    first, second, third = folder["item"]
    assert first["request"]["url"] == {
        "raw": "{{baseUrl}}/cups?kind=blue&tags[]=a",
        "host": ["{{baseUrl}}"],
        "path": ["cups"],
        "query": [{"key": "kind", "value": "blue"}, {"key": "tags[]", "value": "a"}],
    }
    assert first["request"]["body"] == {"mode": "raw", "raw": BODY, "options": {"raw": {"language": "json"}}}
    assert "body" not in second["request"]
    assert third["request"]["header"] == []
    assert third["protocolProfileBehavior"] == {"disabledSystemHeaders": {"content-type": True}}


def test_exports_are_the_same_every_time(day: Day) -> None:
    """No ids or dates that change: scaffold compares files byte by byte."""
    requests = load_requests(day)
    for export in (as_http, as_curl, as_postman):
        assert export(day, requests) == export(day, requests)
