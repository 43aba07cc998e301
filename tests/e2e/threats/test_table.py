"""The threat table: each folder in `cases/` is a hostile submission, graded by the ordinary command in containers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.threats.harness import CASES, prove

pytestmark = pytest.mark.beside

NAMES = sorted(path.parent.name for path in CASES.glob("*/threat.toml"))


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("name", NAMES)
def test_threat(name: str, tmp_path: Path) -> None:
    """Exit code, words and goals are as written beside the submission; it reached and left nothing."""
    prove(CASES / name, tmp_path)
