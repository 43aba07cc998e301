"""A sandbox that is kept from one learner to the next: what the one leaves, the other must not find."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from grader.checks.api import Api
from grader.checks.exchange import Patience
from grader.errors import ProjectError
from grader.recognising import recognise
from grader.runners.docker import keeping
from grader.runners.docker.engine import LABEL, connect
from grader.runners.docker.keeping import KeepingRunner
from grader.server.options import Options
from grader.settings import read_project_settings
from tests.e2e.threats.projects import lay

pytestmark = [pytest.mark.beside, pytest.mark.usefixtures("engine")]
EMPTY = {"strange": [], "modes": ["0o700", "0o700"], "rules": [], "answered": False}


def reached(runner: KeepingRunner, folder: Path) -> tuple[str, Any]:
    """The run in whose sandbox a project was served, and what its app has found there."""
    project = recognise(folder, read_project_settings(folder))
    with runner.serve(project, Options(database="sqlite"), lambda _: None) as server:
        api = Api(server.address, server.shown, [], Patience())
        try:
            return server.pod.run, json.loads(api.get("/reached").text)
        finally:
            api.session.close()
            api.patience.stock.close()


def things(run: str) -> list[str]:
    """What there is of a run in the engine."""
    client = connect()
    filters = {"label": f"{LABEL}={run}"}
    found = [*client.api.containers(all=True, filters=filters)]
    found += client.api.volumes(filters=filters).get("Volumes") or []
    client.close()
    return [str(item.get("Names") or item["Name"]) for item in found]


def gone(run: str) -> bool:
    deadline = time.monotonic() + 30
    while things(run) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not things(run)


def test_nothing_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Case 59: files, folders nobody may enter, links, modes and a process that listens: in the same sandbox, the next
    one finds none of it. It is given up when nobody wants it any more."""
    runner = KeepingRunner()
    untidy = lay(tmp_path / "one", "untidy")
    first, found = reached(runner, untidy)
    assert found == EMPTY
    second, found = reached(runner, untidy)
    assert (second, found) == (first, EMPTY)
    monkeypatch.setattr(keeping, "IDLE", 0.2)
    third, found = reached(runner, untidy)
    assert (third, found) == (first, EMPTY)
    assert gone(first)
    fourth, found = reached(runner, untidy)
    assert fourth != first and found == EMPTY
    assert gone(fourth)


def test_what_can_not_be_cleared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies too deep to be taken away: then there is another sandbox, and the old one goes."""
    monkeypatch.setattr(keeping, "IDLE", 0.5)
    runner = KeepingRunner()
    deep = lay(tmp_path / "deep", "untidy")
    app = deep / "app.py"
    dig = (
        "import os\nos.chdir('/data')\nfor _ in range(3000):\n    os.mkdir('d')\n    os.chdir('d')\nos.chdir('/app')\n"
    )
    app.write_text(app.read_text().replace("FOUND = found()\n", f"FOUND = found()\n{dig}"))
    first, _ = reached(runner, deep)
    second, found = reached(runner, lay(tmp_path / "one", "untidy"))
    assert second != first and found == EMPTY
    assert gone(first) and gone(second)


def test_one_that_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tried once more in a new sandbox before it is said, and nothing of either stays."""
    monkeypatch.setattr(keeping, "IDLE", 0.5)
    runner = KeepingRunner()
    first, _ = reached(runner, lay(tmp_path / "one", "untidy"))
    broken = lay(tmp_path / "broken", "untidy")
    (broken / "app.py").write_text("print('not today', flush=True)\nraise SystemExit(1)\n")
    with pytest.raises(ProjectError, match="stopped by itself") as caught:
        reached(runner, broken)
    assert caught.value.log == "not today\n"
    assert gone(first)
