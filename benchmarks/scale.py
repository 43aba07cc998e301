"""How time and memory grow: with the number of checks, with the size of answers and logs, with a class."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks import floors
from benchmarks.course import lay
from benchmarks.grades import PROGRAMS
from benchmarks.small import checks_alone, small_course
from benchmarks.timing import Measured, Rounds, in_turn

NUMBERS = (10, 100, 300, 1000)
SIZES = (1, 64, 1024, 4095)  # KiB of an answer; a check reads 4 MiB at most
LOGS = (1, 64, 1024)  # KiB that an app prints for a request; the engine keeps the last of it
APP = """\
import json, os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SIZE, LOG = int(os.environ["SIZE"]) << 10, int(os.environ["LOG"]) << 10
BODY = json.dumps({"received": "x" * max(SIZE - 30, 0)}).encode()


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        for _ in range(LOG >> 10):
            print("y" * 1023)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    do_GET = do_POST

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler).serve_forever()
"""


def checks(rounds: Rounds) -> Measured:
    """What a check costs where there are ten of them, and where there are a thousand."""
    found = Measured("checks: from 10 to 1000")
    with tempfile.TemporaryDirectory(prefix="backend-week-bench-") as name, floors.running() as (host, port):
        base = f"http://{host}:{port}"
        homes = {number: lay(Path(name) / str(number), number) for number in (0, *NUMBERS)}
        timed = {
            f"{number} checks": (lambda home=home: checks_alone(home, base)) for number, home in homes.items() if number
        }
        found.seconds = in_turn(timed, rounds)
        # The process's own start and end, the same for all of them, from the two smallest.
    costs = {number: found.median(f"{number} checks") for number in NUMBERS}
    first, second = NUMBERS[:2]
    start = costs[first] - first * (costs[second] - costs[first]) / (second - first)
    each = {number: (costs[number] - start) / number for number in NUMBERS}
    found.series["ms a check, without the process's start"] = [(number, 1000 * cost) for number, cost in each.items()]
    found.ratio("a check among 1000 / among 100", each[NUMBERS[-1]] / each[second], 1.2, 1.1)
    return found


def memory(_: Rounds) -> Measured:
    """The most memory that all processes of a grade take, by the size of each answer and of what is printed for it."""
    found = Measured("memory of a grade")
    answers = [(float(size), peak(size, 0)) for size in SIZES]
    logs = [(float(size), peak(1, size)) for size in LOGS]
    found.series["MiB, by KiB of each answer"] = answers
    found.series["MiB, by KiB printed for each request"] = logs
    found.ratio("memory of a grade at most", max(most for _, most in [*answers, *logs]), 200, 120, unit="MiB")
    return found


def peak(size: int, log: int) -> float:
    """MiB of the command and its children, at most, on an app that answers and prints so much."""
    with small_course() as (courses, project):
        (project / "app.py").write_text(APP)
        settings = (
            f'day = "day8"\ntrack = "flask"\nstart = "exec python3 app.py"\n[env]\nSIZE = "{size}"\nLOG = "{log}"\n'
        )
        (project / "grade.toml").write_text(settings)
        argv = [PROGRAMS / "grade", "day8", "--project", project]
        env = {**os.environ, "GRADER_COURSE": str(courses)}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        child = subprocess.Popen(argv, cwd="/", env=env, **quiet)
        most = watched(child)
        assert child.returncode == 1, f"exit code {child.returncode}"  # the checks ran: no answer is what they want
        return most


def watched(child: subprocess.Popen[bytes], pause: float = 0.02) -> float:
    """The most memory that a process and its descendants have taken at one time, in MiB, until it ends."""
    most = 0.0
    while child.poll() is None:
        most = max(most, taken(child.pid))
        time.sleep(pause)
    return most


def taken(pid: int) -> float:
    """MiB of a process and its descendants; what several share is counted for each by its share of it."""
    total = 0
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return 0.0
    for one in family:
        try:
            total += one.memory_full_info().pss
        except (psutil.Error, AttributeError):
            continue
    return total / 2**20
