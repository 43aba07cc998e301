"""One app that answers each address in another wrong way: each check fails in words, and no other suffers from it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.e2e.threats.harness import grade, unharmed
from tests.e2e.threats.projects import course, lay

pytestmark = pytest.mark.usefixtures("engine")
CHECK = 'def test_{name}(api):\n    """It answers."""\n    assert api.get("/{path}").json() == "fine"\n'
LARGE = "a response too large: more than 4 MiB"
LATE = "none within 5 s: it took longer than that"
BROKEN = "a connection that broke off before a whole answer had come"
FINE = 'expected the text "fine", got'
BODY = "expected a JSON body, got 200 OK, application/json, "
ANSWERS = {  # what came instead of an answer
    "endless": LARGE,
    "gibibyte": LARGE,
    "chunks": LARGE,
    "trickle": LATE,
    "slow-head": LATE,
    "continues": LATE,
    "headers": "one that is no valid HTTP: more than 100 headers",
    "long-header": "one that is no valid HTTP: a line of more than 16 KiB in its head",
    "endless-header": "one that is no valid HTTP: a line of more than 16 KiB in its head",
    "cookies": "one that is no valid HTTP: more than 64 KiB of headers",
    "bad-status": "one that is no valid HTTP: a status line that reads 'HTTP/1.1 abc OK'",
    "status-99": "one that is no valid HTTP: a status line that reads 'HTTP/1.1 99 Low'",
    "status-1000": "one that is no valid HTTP: a status line that reads 'HTTP/1.1 1000 High'",
    "no-head": """one that is no valid HTTP: a status line that reads '"fine"'""",
    "negative": "one that is no valid HTTP: a Content-Length that reads '-5'",
    "two-lengths": "one that is no valid HTTP: two different Content-Length headers",
    "two-ends": "one that is no valid HTTP: both a Content-Length and a Transfer-Encoding header",
    "folded": "one that is no valid HTTP: a header that goes on in a second line",
    "nul": "one that is no valid HTTP: a header X-A with a character that is not plain ASCII",
    "accents": "one that is no valid HTTP: a header X-A with a character that is not plain ASCII",
    "cut-status": BROKEN,
    "cut-off": BROKEN,
    "cut-chunk": BROKEN,
    "cut-head": BROKEN,
    "reset": BROKEN,
}
SUMMARIES = {name: f"expected an answer to GET /{name}, got {words}" for name, words in ANSWERS.items()} | {
    name: f"expected an answer to GET /{name} as it is (Accept-Encoding: identity), got one that is compressed"
    f" with {coding}, which nobody had asked for"
    for name, coding in {"inflated": "gzip", "moved-bomb": "gzip", "deflated": "deflate", "brotli": "br"}.items()
}
KEYS = json.dumps({str(number): 0 for number in range(30)})
SUMMARIES |= {
    "brackets": f"{BODY}4194104 bytes, which is not valid JSON: it has more than 100000 arrays and objects",
    "many-arrays": f"{BODY}3900004 bytes, which is not valid JSON: it has more than 100000 arrays and objects",
    "many-keys": f"{FINE} {KEYS[:160]}…",
    "many-numbers": f"{FINE} an array of 2000001: [{'0, ' * 53}…",
    "surrogate": rf'{FINE} the text "\ud800"',
    "deep": f"{BODY}200000 bytes, which is not valid JSON: it is nested too deeply",
    "digits": f"{BODY}100000 bytes, which is not valid JSON: a number has 100000 digits",
    "nan": f"{BODY}10 bytes, which is not valid JSON: NaN is no JSON number",
    "twice": f"{BODY}16 bytes, which is not valid JSON: an object has the same key twice",
    "utf16": "expected a JSON body in UTF-8, got 200 OK, application/json, 14 bytes, which is not UTF-8",
    "bytes": "expected a JSON body in UTF-8, got 200 OK, application/json, 4 bytes, which is not UTF-8",
}
FORGED = '''def test_forged(api):
    """What came along with the last answer is not taken for the next one."""
    api.get("/forged")
    assert api.get("/fine").json() == "fine"
'''
AWAY = '''def test_away(api):
    """An answer that leads elsewhere is the answer."""
    assert api.get("/{}").status_code == 302
'''
LEADING = ("away", "elsewhere", "file")
LARGEST = 200 << 20  # bytes of memory that no process of a grade may reach


@contextmanager
def peak() -> Iterator[list[int]]:
    """The most memory that any one process below this one had, in bytes."""
    most, over = [0], threading.Event()

    def look() -> None:
        while not over.wait(0.02):
            for process in psutil.Process().children(recursive=True):
                try:
                    most[0] = max(most[0], process.memory_info().rss)
                except psutil.Error:
                    continue

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join(2)


@pytest.mark.parametrize("transport", ["socket", "port"])
def test_the_relay_is_not_the_apps(tmp_path: Path, transport: str) -> None:
    """Cases 16 and 45: the app shares the relay's network; it learns nothing there and keeps nobody from it."""
    outcome = grade(["day8"], lay(tmp_path / "work", "relayed"), tmp_path, GRADER_TRANSPORT=transport)
    assert outcome.done.returncode == 0, outcome.done.stdout
    assert outcome.goals("passed") == {"probe.held", "probe.sane"}
    unharmed(outcome, tmp_path)


def test_wrong_answers(tmp_path: Path) -> None:
    """Cases 18 and 25 to 30: each fails with its words in bounded time and memory; the right ones pass."""
    checks = {name.replace("-", "_"): CHECK.format(name=name.replace("-", "_"), path=name) for name in SUMMARIES}
    checks |= {name: AWAY.format(name).replace("away(", f"{name}(") for name in LEADING}
    checks |= {"forged": FORGED, "fine": CHECK.format(name="fine", path="fine")}
    home = course(tmp_path / "course", **checks)
    began = time.monotonic()
    with peak() as most:
        outcome = grade(["day8"], lay(tmp_path / "work", "raw"), tmp_path, GRADER_COURSE=str(home))
    assert outcome.done.returncode == 1, outcome.done.stdout
    goals = {g["id"].partition(".")[2]: g for e in outcome.report["exercises"] for g in e["goals"]}
    found = {name: goals[name.replace("-", "_")]["summary"] for name in SUMMARIES}
    assert found == SUMMARIES
    assert all(goals[name.replace("-", "_")]["outcome"] == "failed" for name in SUMMARIES)
    assert {"probe.fine", "probe.forged", *(f"probe.{name}" for name in LEADING)} == outcome.goals("passed")
    assert most[0] < LARGEST
    assert time.monotonic() - began < 90
    unharmed(outcome, tmp_path)
