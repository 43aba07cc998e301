"""How start commands are given to the shell."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import pytest

from grader.runners.starting import shell


@pytest.mark.parametrize(
    ("start", "made"),
    [
        ("python app.py", "exec python app.py"),
        ("  node server.js ", "exec node server.js"),
        ("flask --app 'my app' run --port $PORT", "exec flask --app 'my app' run --port $PORT"),
        ("NODE_ENV=production node server.js", "NODE_ENV=production exec node server.js"),
        ("python manage.py migrate && python manage.py runserver", None),
        ("cd src; ./run.sh", "cd src; exec ./run.sh"),
        ("cd src", "cd src"),
        ("exec node a.js", "exec node a.js"),
        ("node a.js | tee log", "node a.js | tee log"),
        ("node a.js & node b.js", "node a.js & node b.js"),
        ("node a.js || node b.js", "node a.js || node b.js"),
        ("(cd src && node a.js)", "(cd src && node a.js)"),
        ("node $(ls *.js)", "node $(ls *.js)"),
        ("node 'a", "node 'a"),
        ('gunicorn "app:create_app()"', 'exec gunicorn "app:create_app()"'),
        ("gunicorn 'app:create_app()' -b :$PORT", "exec gunicorn 'app:create_app()' -b :$PORT"),
        ("gunicorn -b 0.0.0.0:${PORT:-8000} app:app", "exec gunicorn -b 0.0.0.0:${PORT:-8000} app:app"),
        ('node "$(ls *.js)"', 'node "$(ls *.js)"'),
        ("node ${A:-$(ls)}", "node ${A:-$(ls)}"),
        ("f() { node a.js; }; f", "f() { node a.js; }; f"),
        ("X=$(pwd) node a.js", "X=$(pwd) node a.js"),
        ("", ""),
    ],
)
def test_the_last_program_takes_the_shells_place(start, made):
    """Where it is a program of its own; whatever is more than that stays as it is."""
    made = "python manage.py migrate && exec python manage.py runserver" if made is None else made
    given = shell(start)
    assert given[:2] == ["sh", "-c"]
    assert given[2].replace("&&  exec", "&& exec") == made


@pytest.mark.parametrize("start", ["trap '' USR1; X=1 sleep 60", "true && sleep 60", "sleep 60"])
def test_it_hears_a_request_to_end(start):
    """SIGTERM reaches the program, not a shell before it."""
    child = subprocess.Popen(shell(start))
    try:
        deadline = time.monotonic() + 10
        while not Path(f"/proc/{child.pid}/cmdline").read_bytes().startswith(b"sleep"):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        child.terminate()
        assert child.wait(10) == -signal.SIGTERM
    finally:
        child.kill()
        child.wait()
