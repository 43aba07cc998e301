"""The Git histories that verify gives to what it grades."""

from __future__ import annotations

from pathlib import Path

from grader.verify.history import MERGE, ORIGIN, SUBJECTS, History, git, make_repository


def made(folder: Path, **changes: object) -> Path:
    for number in range(8):
        (folder / f"file{number}.txt").write_text(f"{number}\n")
    (folder / ".gitignore").write_text("*.log\n")
    (folder / "app.log").write_text("not tracked\n")
    make_repository(folder, History(**changes))  # type: ignore[arg-type]
    return folder


def log(folder: Path) -> list[str]:
    return git(folder, "log", "--format=%s").split("\n")[:-1]


def test_a_right_history(tmp_path: Path) -> None:
    """Six commits over all files, a merged branch, a remote, nothing left over."""
    folder = made(tmp_path)
    assert set(log(folder)) == {*SUBJECTS, MERGE}
    assert git(folder, "remote", "get-url", "origin").strip() == ORIGIN
    assert git(folder, "status", "--porcelain") == ""
    assert "app.log" not in git(folder, "ls-files")
    assert len(git(folder, "ls-files").split()) == 9


def test_what_may_be_wrong_with_it(tmp_path: Path) -> None:
    """Each change is in it, and nothing else."""
    folder = made(
        tmp_path,
        commits=3,
        subjects=("update", "wip"),
        keep={"app.log": "kept\n"},
        once={"notes.txt": "KEY=1\n"},
        merge=False,
        origin=False,
        changed={"file1.txt": "other\n"},
    )
    assert log(folder)[-3:] == [SUBJECTS[2], "wip", "update"]
    assert len(log(folder)) == 5  # a file came and went
    assert "app.log" in git(folder, "ls-files")
    assert "notes.txt" not in git(folder, "ls-files")
    assert "+KEY=1" in git(folder, "log", "-p")
    assert git(folder, "status", "--porcelain").strip() == "M file1.txt"
    assert git(folder, "remote").strip() == ""


def test_none_at_all(tmp_path: Path) -> None:
    """Then there is no repository."""
    assert not (made(tmp_path, repository=False) / ".git").exists()
