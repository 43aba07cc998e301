"""What a grade that counts may not be: of a part of a day, of nobody, without a container, without a key."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli.grade import main

WHOLE = ["--official", "--learner", "ada", "--record", "ada.json"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--official"], "--official needs --learner and --record"),
        (["--official", "--learner", "ada"], "--official needs --record"),
        ([*WHOLE, "--runner", "local"], "--runner local isolates nothing"),
        ([*WHOLE, "--url", "http://127.0.0.1:1"], "not of a server that runs somewhere"),
        (["methods", *WHOLE], "--official is of a whole day"),
        (["--learner", "ada"], "--learner is about official grades alone"),
        (["--record", "x.json"], "--record is about official grades alone"),
        (["--key", "x.pem"], "--key is about official grades alone"),
        ([*WHOLE, "--watch"], "--watch is for practice"),
        ([*WHOLE, "--key", "none.pem"], "none.pem"),
        (["--pack", "none", "--runner", "local"], "there is no pack in none"),
    ],
)
def test_refused(words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 2 with a sentence before anything runs; nothing is written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "day2").mkdir()
    done = CliRunner().invoke(main, ["day2", *words])
    assert done.exit_code == 2, done.output
    assert said in done.output and "Traceback" not in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["day2"]


def test_without_an_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no official grade without a container, whatever else would do."""
    from grader.classroom.signing import make_key

    make_key(tmp_path / "key.pem")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/no.sock")
    done = CliRunner().invoke(main, ["day2", *WHOLE, "--key", "key.pem"])
    assert done.exit_code == 2 and "--official takes a container" in done.output
