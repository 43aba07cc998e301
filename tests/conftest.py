"""What all tests share: texts that are held against files, and rewritten with `--record`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("repository", database=None, deadline=None)  # writes no folder, tolerates a busy machine
settings.load_profile("repository")

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --record` writes the golden files instead of comparing with them."""
    parser.addoption("--record", action="store_true", help="rewrite tests/golden from what comes out now")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with `tests/golden/<name>`: `golden(text, "reports/failing.txt")`."""

    def compare(text: str, name: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--record"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        assert file.exists(), f"no golden file {name}: run pytest --record, then look at it"
        assert text == file.read_bytes().decode(), f"{name} differs: if that is right, run pytest --record"

    return compare
