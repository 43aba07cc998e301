"""From a roster's line to a project: folders, archives, repositories; what is refused, and by whose fault."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.catalog import load_day
from grader.classroom import fetching, parcels
from grader.classroom.records import Learner
from grader.classroom.sources import Spool, Submission
from grader.errors import MachineError, ProjectError
from grader.repositories.finding import OF_ARCHIVE, OF_CLASS
from grader.runners import folders
from grader.runners.leftovers import sweep_here
from grader.runners.owners import me

DAY2, DAY6 = load_day("day2"), load_day("day6")
WHO = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")


@pytest.fixture(scope="module")
def spool() -> Iterator[Spool]:
    with Spool() as made:
        yield made


def git(folder: Path, *words: str) -> str:
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(["git", *WHO, *words], cwd=folder, env=env, check=True, capture_output=True, text=True).stdout


def course(folder: Path) -> Path:
    """A learner's repository with two days."""
    for day in ("day2", "day6"):
        (folder / day).mkdir(parents=True)
        (folder / day / "grade.toml").write_text(f'day = "{day}"\ntrack = "flask"\n')
        (folder / day / "app.py").write_text(f"# {day}\n")
    return folder


def repository(folder: Path) -> Path:
    course(folder)
    git(folder, "init", "-q", "-b", "trunk")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "One")
    git(folder, "branch", "other")
    return folder


def test_whose_the_folder_is(spool: Spool) -> None:
    """Its name says it, so that what a power cut leaves is swept; it is not taken for an archive's."""
    (found,) = [folder for folder in folders.find() if folder.path == spool.home]
    assert found.owner == me() and not found.gone and found.kind != folders.PROJECTS
    assert OF_CLASS.fullmatch(spool.home.name)
    assert not OF_ARCHIVE.fullmatch(spool.home.name) and spool.home.stat().st_mode & 0o777 == 0o700


def test_a_spool_of_the_dead_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next run's sweep removes it, and no living one."""
    monkeypatch.setattr(folders, "SHORTEST", tmp_path)
    monkeypatch.setattr(folders.tempfile, "tempdir", str(tmp_path))
    program = "from grader.runners import folders; print(folders.make(folders.CLASSES))"
    env = {**os.environ, "TMPDIR": str(tmp_path)}
    left = Path(
        subprocess.run(
            [sys.executable, "-c", program], env=env, check=True, capture_output=True, text=True
        ).stdout.strip()
    )
    (left / "tmpabcdefgh" / "it").mkdir(parents=True)
    with Spool() as living:
        assert left.parent == living.home.parent
        swept = sweep_here()
        assert not left.exists() and living.home.is_dir()
        assert (swept.removed["folder"], swept.runs, swept.going) == (1, 1, set())


def names(submission: Submission) -> list[str]:
    return sorted(path.name for path in submission.project.iterdir())


def test_a_folder(spool: Spool, tmp_path: Path) -> None:
    """The day's folder of a course, or the project itself, are the same submission; a changed file is another."""
    top = course(tmp_path / "ada")
    with spool.handed_in(Learner("ada", str(top)), DAY2) as one:
        assert names(one) == ["app.py", "grade.toml"] and one.commit == ""
        place = one.top
    assert not place.exists()
    with spool.handed_in(Learner("ada", str(top / "day2")), DAY2) as other:
        assert other.hash == one.hash
    (top / "day2/app.py").chmod(0o755)
    with spool.handed_in(Learner("ada", str(top)), DAY2) as third:
        assert third.hash != one.hash


def test_an_archive(spool: Spool, tmp_path: Path) -> None:
    """One of the course; one that leads out of itself is refused by name."""
    packed = shutil.make_archive(str(tmp_path / "ada"), "zip", course(tmp_path / "course"))
    with spool.handed_in(Learner("ada", packed), DAY2) as submission:
        assert names(submission) == ["app.py", "grade.toml"]
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as file:
        file.writestr("../evil.py", "x")
    with (
        pytest.raises(ProjectError, match="leads out of the archive"),
        spool.handed_in(Learner("x", str(tmp_path / "evil.zip")), DAY2),
    ):
        pass


def test_what_is_not_there(spool: Spool, tmp_path: Path) -> None:
    """Nothing, a file that is no archive, another day's project: the learner's, without a path of this machine."""
    (tmp_path / "note.txt").write_text("late")
    course(tmp_path / "ada")
    for source in ("none", "note.txt", "ada/day6"):
        with (
            pytest.raises(ProjectError) as caught,
            spool.handed_in(Learner("x", str(tmp_path / source)), DAY2),
        ):
            pass
        assert str(spool.home) not in caught.value.message


def test_a_repository(spool: Spool, tmp_path: Path) -> None:
    """Its default branch, a branch, a tag, a commit; the same files as the folder's."""
    top = repository(tmp_path / "ada")
    first = git(top, "rev-parse", "HEAD").strip()
    git(top, "tag", "handed-in")
    (top / "day2/app.py").write_text("# later\n")
    git(top, "commit", "-qam", "Two")
    url = f"file://{top}"
    found = {}
    for revision in ("", "trunk", "other", "handed-in", first):
        with spool.handed_in(Learner("ada", url, revision), DAY2) as submission:
            found[revision] = (submission.commit, submission.hash)
            assert not (submission.top / ".git/FETCH_HEAD").exists()
    assert found[""] == found["trunk"] != found["other"] == found["handed-in"] == found[first]
    assert found[first][0] == first


def test_a_repository_whose_history_is_graded(spool: Spool, tmp_path: Path) -> None:
    """All branches as whoever pushed had them, clean, and where it came from; a folder's likewise."""
    top = repository(tmp_path / "ada")
    with spool.handed_in(Learner("ada", f"file://{top}"), DAY6) as fetched:
        assert fetched.project == fetched.top / "day6"
        assert git(fetched.top, "status", "--porcelain") == ""
        assert git(fetched.top, "symbolic-ref", "HEAD").strip() == "refs/heads/trunk"
        assert "refs/heads/other" in git(fetched.top, "for-each-ref")
        assert git(fetched.top, "config", "remote.origin.url").strip() == f"file://{top}"
    with spool.handed_in(Learner("ada", str(top)), DAY6) as copied:
        assert git(copied.top, "status", "--porcelain") == ""
    git(top, "remote", "add", "origin", "https://git.example/ada.git")
    with spool.handed_in(Learner("ada", str(top)), DAY6) as sent:
        assert sent.hash != copied.hash


def test_nothing_of_a_repository_is_run(spool: Spool, tmp_path: Path) -> None:
    """Hooks, filters, submodules and links of hostile files leave no trace."""
    top, mark = repository(tmp_path / "eve"), tmp_path / "ran"
    (top / ".gitattributes").write_text("* filter=evil\n")
    (top / ".gitmodules").write_text('[submodule "x"]\n\tpath = x\n\turl = file:///etc\n')
    (top / "day2/link").symlink_to("/etc/passwd")
    git(top, "config", "filter.evil.smudge", f"touch {mark}")
    for hook in ("post-checkout", "post-merge", "reference-transaction"):
        (top / ".git/hooks" / hook).write_text(f"#!/bin/sh\ntouch {mark}\n")
        (top / ".git/hooks" / hook).chmod(0o755)
    git(top, "-c", "core.hooksPath=/dev/null", "add", "-A")
    git(top, "-c", "core.hooksPath=/dev/null", "commit", "-qm", "Evil")
    mark.unlink(missing_ok=True)
    with (
        pytest.raises(ProjectError, match="symlink link leaves the project"),
        spool.handed_in(Learner("eve", f"file://{top}"), DAY2),
    ):
        pass
    assert not mark.exists()


@pytest.mark.parametrize(
    ("source", "revision", "fault", "words"),
    [
        ("file://{top}/none", "", ProjectError, "can't be taken"),
        ("file://{top}", "nothing", ProjectError, "can't be taken"),
        ("file://{top}", "a" * 40, ProjectError, "there is no"),
        ("https://ada:secret@localhost:1/x.git", "", MachineError, "could not be reached"),
        ("gopher://localhost/x", "", ProjectError, "nothing is fetched over gopher"),
    ],
)
def test_repositories_that_can_not_be_had(
    spool: Spool, tmp_path: Path, source: str, revision: str, fault: type[Exception], words: str
) -> None:
    """What a repository does not give is its learner's; a network that does not answer is not. No password is told."""
    top = repository(tmp_path / "ada")
    with (
        pytest.raises(fault, match=words) as caught,
        spool.handed_in(Learner("x", source.format(top=top), revision), DAY2),
    ):
        pass
    assert "secret" not in str(caught.value)


def test_a_few_bytes_that_stand_for_many_files(spool: Spool, tmp_path: Path) -> None:
    """A tree of trees of one file is told by its list, not by a full disk."""
    top = repository(tmp_path / "eve")
    kind, name = "blob", git(top, "hash-object", "-w", "day2/app.py").strip()
    for _ in range(7):
        mode = "100644" if kind == "blob" else "040000"
        lines = "".join(f"{mode} {kind} {name}\tf{number:02}\n" for number in range(10))
        made = subprocess.run(["git", "mktree"], cwd=top, input=lines, check=True, capture_output=True, text=True)
        kind, name = "tree", made.stdout.strip()
    commit = git(top, "commit-tree", "-m", "Bomb", name).strip()
    git(top, "update-ref", "refs/heads/trunk", commit)
    with (
        pytest.raises(ProjectError, match="more than a project needs|too many files"),
        spool.handed_in(Learner("eve", f"file://{top}", "trunk"), DAY2),
    ):
        pass


def test_addresses_are_told_without_secrets() -> None:
    """Neither a password nor a token of the roster reaches a log."""
    assert fetching.without_secrets("https://ada:pw@host/x.git") == "https://host/x.git"
    assert fetching.without_secrets("git@host:x.git") == "git@host:x.git"


@pytest.mark.parametrize("day", [DAY2, DAY6], ids=["day2", "day6"])
def test_parcels(day: object, spool: Spool, tmp_path: Path) -> None:
    """What is unpacked elsewhere is what was packed: files, rights, links, the repository."""
    top = repository(tmp_path / "ada")
    (top / f"{day.id}/alias.py").symlink_to("app.py")
    (top / f"{day.id}/run").write_text("x")
    (top / f"{day.id}/run").chmod(0o755)
    git(top, "add", "-A")
    git(top, "commit", "-qm", "Two")
    with spool.handed_in(Learner("ada", f"file://{top}"), day) as submission, spool.place() as place:
        project = parcels.unpack(parcels.pack(submission), place)
        assert names(submission) == sorted(path.name for path in project.iterdir())
        assert (project / "alias.py").readlink() == Path("app.py")
        assert (project / "run").stat().st_mode & 0o777 == 0o755
        if day is DAY6:
            assert git(place, "status", "--porcelain") == ""
