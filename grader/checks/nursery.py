"""The program that has done the checks' imports, and forks a process of checks for each run that wants one.

Started as `python -I -c "from grader.checks.nursery import program; program()"`, with a socket whose number is in the
environment. A line of JSON asks for a run: `{"options": […], "env": {…}}`, with four open files: what the run hears,
what it asks by, what it tells results by, and where its output goes. The answer is a byte, with a file that stands for
the new process and becomes readable when that has ended. Whoever hangs up ends the program; runs end by themselves.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
from typing import NoReturn

import pytest

from grader.checks import auth, cookies, crowd, fixtures, mailbox, people, plugin, queries, repository
from grader.checks.plugin_names import ASKS, HEARS, NURSERY, RESULTS

LARGEST = 1 << 20  # bytes of a question
LOADED = (fixtures, plugin, auth, cookies, crowd, mailbox, people, queries, repository)  # what a run would import


def program() -> None:
    """Serves until nobody asks any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a run: its end is told by a file
    with socket.socket(fileno=int(os.environ.pop(NURSERY))) as asked:
        while True:
            question, numbers, *_ = socket.recv_fds(asked, LARGEST, 4)
            if not question:
                return
            serve(asked, json.loads(question), numbers)


def serve(asked: socket.socket, question: dict[str, object], numbers: list[int]) -> None:
    """Forks a run and tells of it."""
    child = os.fork()
    if child == 0:
        asked.close()
        run(question, numbers)
    with contextlib.suppress(OSError):  # it may be over already
        alive = os.pidfd_open(child)
        socket.send_fds(asked, [b"."], [alive])
        os.close(alive)
    for number in numbers:
        os.close(number)


def run(question: dict[str, object], numbers: list[int]) -> NoReturn:
    """The run itself, as if it had been started anew."""
    code = 3
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        *pipes, output = numbers
        for stream in (1, 2):
            os.dup2(output, stream)
        variables, options = question["env"], question["options"]
        assert isinstance(variables, dict)
        assert isinstance(options, list)
        os.environ.clear()
        os.environ.update({**variables, **dict(zip((HEARS, ASKS, RESULTS), map(str, pipes), strict=True))})
        code = int(pytest.main(options))
        sys.stdout.flush()
    finally:
        os._exit(code)
