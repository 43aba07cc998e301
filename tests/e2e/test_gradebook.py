"""The gradebook on a real PostgreSQL server: all that holds on SQLite holds there."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.e2e.conftest import REPOSITORY
from tests.e2e.test_databases import need_image, own_postgres

pytestmark = pytest.mark.beside


@pytest.mark.usefixtures("engine")
def test_on_postgresql() -> None:
    """The book's own tests, each once more with a server."""
    need_image("postgres")
    argv = [sys.executable, "-m", "pytest", "tests/unit/test_classroom_book.py", "-k", "postgres"]
    with own_postgres() as url:
        env = {**os.environ, "TEST_POSTGRES_URL": url}
        done = subprocess.run(argv, cwd=REPOSITORY, env=env, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout and "skipped" not in done.stdout
