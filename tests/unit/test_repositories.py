"""Repositories as data: what is told of a plain one, and that nothing of a hostile one is run, followed or believed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from grader import repositories
from grader.project import Dependencies, Project
from grader.repositories import NotReadable, Repository, history, refs
from grader.server.answers import Unavailable

WHO = {f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
ENV = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ALLOW_PROTOCOL": "file",
    **WHO,
}
Edit = Callable[[Path, str], None]


def git(folder: Path, *words: str, text: bytes = b"") -> str:
    """Git as a learner uses it."""
    done = subprocess.run(["git", *words], cwd=folder, env=ENV, input=text, capture_output=True, check=True)
    return done.stdout.decode().strip()


def write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def commit(folder: Path, subject: str, **files: str) -> str:
    """A commit of files, whose names have `_` for the dot."""
    write(folder, {name.replace("_", "."): text for name, text in files.items()})
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "--allow-empty", "-m", subject)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with one commit."""
    made = tmp_path / "project"
    made.mkdir()
    git(made, "init", "-q", "-b", "main")
    commit(made, "Lay down the project", app_py="print(1)\n")
    return made


def told(folder: Path) -> dict[str, object]:
    """All that is told of a repository; of what can't be read, why."""
    found: dict[str, object] = {}
    for what in repositories.TOLD:
        try:
            found[what] = getattr(Repository(folder), what)
        except NotReadable as reason:
            found[what] = reason.got
    return found


# --- a plain one ---


def test_a_project_in_a_larger_repository(folder: Path) -> None:
    """Only its own files count, under the names that they have in it; merges and side branches are there."""
    write(folder, {"day6/app.py": "1\n", "day6/ä b\n.txt": "odd\n", "day5/app.py": "1\n"})
    commit(folder, "Begin both")
    git(folder, "checkout", "-q", "-b", "side")
    write(folder, {"day6/side.txt": "1\n"})
    side = commit(folder, "On the side")
    git(folder, "checkout", "-q", "main")
    commit(folder, "Beside the project", day5_txt="x")
    git(folder, "merge", "-q", "--no-ff", "-m", "Merge it", "side")
    repository = Repository(folder / "day6")
    assert [one.subject for one in repository.all_commits][:2] == ["Merge it", "Beside the project"]
    assert len(repository.all_commits) == 5 and len(repository.all_commits[0].parents) == 2
    assert [(one.subject, one.files) for one in repository.commits] == [
        ("On the side", ("side.txt",)),
        ("Begin both", ("app.py", "ä b\n.txt")),
    ]
    assert repository.commits[0].id == side and abs(repository.commits[0].when - time.time()) < 600
    assert repository.tracked == ("app.py", "side.txt", "ä b\n.txt")


def test_what_has_changed(folder: Path) -> None:
    """Changed, staged, deleted and untracked files are told, ignored ones are not, nor what lies beside the project."""
    write(folder, {"day6/a.py": "1\n", "day6/b.py": "1\n", "day6/c.py": "1\n", "day6/.gitignore": "*.log\n"})
    commit(folder, "Begin")
    repository = Repository(folder / "day6")
    assert repository.changed == ()
    write(folder, {"day6/a.py": "2\n", "day6/new.txt": "", "day6/x.log": "", "beside.txt": "", "day6/staged.txt": ""})
    git(folder, "add", "day6/staged.txt")
    (folder / "day6/b.py").unlink()
    assert sorted(Repository(folder / "day6").changed) == ["a.py", "b.py", "new.txt", "staged.txt"]


def test_the_origin_is_told_without_a_password(folder: Path) -> None:
    """An address may hold a token; none is told where there is no remote of that name."""
    git(folder, "remote", "add", "other", "https://example.com/x.git")
    assert Repository(folder).origin == ""
    git(folder, "remote", "add", "origin", "https://me:token@example.com/me/x.git")
    assert Repository(folder).origin == "https://example.com/me/x.git"
    git(folder, "remote", "set-url", "origin", "git@example.com:me/x.git")
    assert Repository(folder).origin == "git@example.com:me/x.git"


def test_a_repository_without_a_commit(tmp_path: Path) -> None:
    """There is nothing in it yet."""
    git(tmp_path, "init", "-q")
    (tmp_path / "a.txt").touch()
    assert told(tmp_path) == {"all_commits": (), "tracked": (), "changed": ("a.txt",), "origin": "", "secrets": ()}


def test_packed_detached_and_sha256(folder: Path, tmp_path: Path) -> None:
    """Packed branches, a commit that is checked out by itself, and the longer names of commits are read as well."""
    commit(folder, "The second one", b_txt="1")
    git(folder, "gc", "-q")
    git(folder, "checkout", "-q", "--detach")
    assert [one.subject for one in Repository(folder).commits] == ["The second one", "Lay down the project"]
    other = tmp_path / "longer"
    other.mkdir()
    git(other, "init", "-q", "--object-format=sha256")
    commit(other, "One", a_txt="1")
    assert len(Repository(other).commits[0].id) == 64


def test_no_repository(tmp_path: Path) -> None:
    """That is the learner's to mend; a folder called .git alone is none."""
    (tmp_path / ".git").mkdir()
    with pytest.raises(NotReadable, match="git init"):
        _ = Repository(tmp_path).commits


def test_answers_are_what_a_check_can_be_told(folder: Path, tmp_path: Path) -> None:
    """Values as JSON has them; a miss with both of its halves; no project, no answer."""
    answer = repositories.answers(Project(folder, "flask", "", Dependencies("python")))
    assert answer({"what": "all_commits"})["value"][0]["subject"] == "Lay down the project"
    assert answer({"what": "tracked"}) == {"value": ["app.py"]}
    assert answer({"what": "origin"}) == {"value": ""}
    with pytest.raises(ValueError, match="nobody tells"):
        answer({"what": "_copied"})
    empty = tmp_path / "empty"
    empty.mkdir()
    missed = repositories.answers(Project(empty, "flask", "", Dependencies("python")))({"what": "tracked"})
    assert missed == {"expected": "the project in a Git repository", "miss": "none: git init makes one"}
    with pytest.raises(Unavailable, match="--url"):
        repositories.answers(None)({"what": "tracked"})


# --- nothing of it is run ---


def hooks(folder: Path, marker: str) -> None:
    for name in ("post-index-change", "fsmonitor-watchman", "pre-commit", "post-checkout", "reference-transaction"):
        (folder / ".git/hooks").mkdir(exist_ok=True)
        (folder / ".git/hooks" / name).write_text(f"#!/bin/sh\n{marker}\n")
        (folder / ".git/hooks" / name).chmod(0o755)


def filters(folder: Path, marker: str) -> None:
    write(folder, {".gitattributes": "*.py filter=evil diff=evil merge=evil\n"})
    for name in ("filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv"):
        git(folder, "config", name, marker)
    git(folder, "config", "diff.evil.command", marker)
    git(folder, "config", "diff.external", marker)
    git(folder, "config", "filter.evil.required", "true")
    write(folder, {"app.py": "print(2)\n"})


def monitor(folder: Path, marker: str) -> None:
    git(folder, "config", "core.fsmonitor", marker)


def included(folder: Path, marker: str) -> None:
    write(folder, {"more.cfg": f"[core]\n\tfsmonitor = {marker}\n\tpager = {marker}\n[gpg]\n\tprogram = {marker}\n"})
    git(folder, "config", "include.path", "../more.cfg")
    git(folder, "config", "includeIf.gitdir:/.path", str(folder / "more.cfg"))


def programs(folder: Path, marker: str) -> None:
    for name in ("core.pager", "core.editor", "core.sshCommand", "core.askPass", "credential.helper", "gpg.program"):
        git(folder, "config", name, marker)
    git(folder, "config", "log.showSignature", "true")
    git(folder, "config", "alias.log", f"!{marker}")
    git(folder, "config", "core.hooksPath", ".")
    write(folder, {"post-index-change": f"#!/bin/sh\n{marker}\n"})
    (folder / "post-index-change").chmod(0o755)


def command_as_remote(folder: Path, marker: str) -> None:
    git(folder, "remote", "add", "origin", f"ext::{marker.replace(' ', '% ')}")
    git(folder, "config", "protocol.ext.allow", "always")


def lazily_fetched(folder: Path, marker: str) -> None:
    """Objects that are missing, and a remote that is to bring them."""
    command_as_remote(folder, marker)
    for name, value in (("promisor", "true"), ("partialclonefilter", "blob:none")):
        git(folder, "config", f"remote.origin.{name}", value)
    git(folder, "config", "core.repositoryFormatVersion", "1")
    git(folder, "config", "extensions.partialClone", "origin")
    blob = git(folder, "rev-parse", "HEAD:app.py")
    (folder / ".git/objects" / blob[:2] / blob[2:]).unlink()


def submodule(folder: Path, marker: str) -> None:
    inner = folder / "inner"
    inner.mkdir()
    git(inner, "init", "-q")
    commit(inner, "Inside", a_txt="1")
    git(folder, "-c", "advice.addEmbeddedRepo=false", "add", "inner")
    write(folder, {".gitmodules": f'[submodule "inner"]\n\tpath = inner\n\turl = .\n\tupdate = !{marker}\n'})
    git(folder, "commit", "-q", "-m", "With another repository in it")
    git(inner, "config", "core.fsmonitor", marker)
    hooks(inner, marker)
    write(inner, {"a.txt": "2"})


@pytest.mark.parametrize(
    "prepare", [hooks, filters, monitor, included, programs, command_as_remote, lazily_fetched, submodule]
)
def test_nothing_is_run(folder: Path, tmp_path: Path, prepare: Edit) -> None:
    """Whatever Git would run for this repository, it does not; and not a byte of `.git` is changed."""
    marker = tmp_path / "marker"
    prepare(folder, f"touch {marker}")
    before = digest(folder / ".git")
    told(folder)
    assert not marker.exists()
    assert digest(folder / ".git") == before


def digest(place: Path) -> dict[str, str]:
    """All files below a folder, with their contents."""
    files = (path for path in sorted(place.rglob("*")) if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_filter_that_is_not_run_makes_no_change(folder: Path) -> None:
    """A file whose filter has stored something else counts as it was when Git last saw it."""
    write(folder, {".gitattributes": "*.bin filter=large\n"})
    git(folder, "config", "filter.large.clean", "sed s/.*/pointer/")
    commit(folder, "A large file", big_bin="the large content\n")
    assert git(folder, "show", "HEAD:big.bin") == "pointer"
    past = time.time() - 100
    os.utime(folder / "big.bin", (past, past))
    git(folder, "add", "--all")
    assert Repository(folder).changed == ()


# --- nothing elsewhere is read ---


def test_another_working_tree_is_not_looked_at(folder: Path, tmp_path: Path) -> None:
    """`core.worktree` names a folder of somebody else's."""
    other = tmp_path / "other"
    write(other, {"private.txt": "x"})
    git(folder, "config", "core.worktree", str(other))
    assert Repository(folder).changed == ()


def test_worktrees_and_links_are_refused_by_name(folder: Path, tmp_path: Path) -> None:
    """A `.git` that points elsewhere could point at anybody's."""
    git(folder, "worktree", "add", "-q", str(tmp_path / "second"), "-b", "second")
    with pytest.raises(Unavailable, match="worktree"):
        _ = Repository(tmp_path / "second").commits
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / ".git").symlink_to(folder / ".git")
    with pytest.raises(Unavailable, match="link"):
        _ = Repository(linked).commits
    (folder / ".git/index").rename(folder / ".git/other")
    (folder / ".git/index").symlink_to("other")
    with pytest.raises(Unavailable, match="index"):
        _ = Repository(folder).tracked


def test_borrowed_objects_and_cut_histories_are_refused(folder: Path, tmp_path: Path) -> None:
    """Both say what mends them."""
    commit(folder, "The second one", b_txt="1")
    git(tmp_path, "clone", "-q", "--shared", str(folder), "shared")
    with pytest.raises(NotReadable, match="repack"):
        _ = Repository(tmp_path / "shared").commits
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{folder}", "shallow")
    with pytest.raises(NotReadable, match="unshallow"):
        _ = Repository(tmp_path / "shallow").commits


def test_an_unpacked_archive_has_no_repository(folder: Path, tmp_path: Path) -> None:
    """Neither its own nor that of the folder that it is unpacked in."""
    place = folder / "backend-week-0123456789ab.0123456789ab.1.2-abcdefgh" / "project"
    place.mkdir(parents=True)
    with pytest.raises(Unavailable, match="archive"):
        _ = Repository(place).commits


def test_what_a_class_handed_in_has_its_own_repository_alone(folder: Path) -> None:
    """What was fetched is graded as a repository; nobody is given the one that the machine's folders lie in."""
    place = folder / "bw-0123456789ab.0123456789ab.1.2-abcdefgh" / "tmpabcdefgh" / "it"
    place.mkdir(parents=True)
    with pytest.raises(NotReadable, match="git init"):
        _ = Repository(place).commits
    shutil.copytree(folder / ".git", place / ".git")
    assert Repository(place).commits


def test_odd_parts_are_named(folder: Path) -> None:
    """A HEAD that is none, settings that can't be read, branches in a format that we don't know."""
    head = (folder / ".git/HEAD").read_text()
    (folder / ".git/HEAD").write_text("ref: refs/heads/../../../etc/passwd\n")
    with pytest.raises(NotReadable, match="HEAD"):
        _ = Repository(folder).commits
    (folder / ".git/HEAD").write_text(head)
    config = (folder / ".git/config").read_text()
    (folder / ".git/config").write_text("[core\n")
    with pytest.raises(NotReadable, match="config"):
        _ = Repository(folder).commits
    (folder / ".git/config").write_text(f"{config}[extensions]\n\trefStorage = reftable\n")
    with pytest.raises(Unavailable, match="migrate"):
        _ = Repository(folder).commits


def test_replaced_commits_are_not_believed(folder: Path) -> None:
    """What stands in for a commit on this machine is in nobody else's copy."""
    real = commit(folder, "wip", a_txt="1")
    better = git(folder, "commit-tree", "-p", f"{real}~", "-m", "A fine subject", f"{real}^{{tree}}")
    git(folder, "replace", real, better)
    assert Repository(folder).commits[0].subject == "wip"


# --- it ends ---


def store(folder: Path, kind: str, content: bytes) -> str:
    """An object, as small on disk as it can be."""
    data = f"{kind} {len(content)}".encode() + b"\0" + content
    name = hashlib.sha1(data, usedforsecurity=False).hexdigest()
    place = folder / ".git/objects" / name[:2]
    place.mkdir(exist_ok=True)
    (place / name[2:]).write_bytes(zlib.compress(data, 9))
    return name


def test_a_bomb_of_folders(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten folders that hold ten folders that …: ten thousand million files in some bytes."""
    monkeypatch.setattr(history, "SECONDS", 3)
    inner = bytes.fromhex(store(folder, "blob", b"x"))
    mode = b"100644"
    for _ in range(10):
        entries = b"".join(mode + f" {number}".encode() + b"\0" + inner for number in range(10))
        inner, mode = bytes.fromhex(store(folder, "tree", entries)), b"40000"
    made = git(folder, "commit-tree", inner.hex(), "-p", "HEAD", "-m", "A bomb", text=b"")
    git(folder, "update-ref", "HEAD", made)
    began = time.monotonic()
    found = told(folder)
    assert time.monotonic() - began < 60
    for what in ("all_commits", "secrets", "changed"):
        assert "takes too long" in str(found[what]) or "prints too much" in str(found[what]) or what == "changed"


def test_a_bomb_of_a_message(folder: Path) -> None:
    """A commit of 300 MB in 300 KB on disk is more than Git may take memory for."""
    tree = git(folder, "rev-parse", "HEAD^{tree}")
    head = f"tree {tree}\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n\n".encode()
    git(folder, "update-ref", "refs/heads/main", store(folder, "commit", head + b"x" * (300 << 20)))
    with pytest.raises(NotReadable, match="can read"):
        _ = Repository(folder).all_commits


def test_large_files_are_passed_over(folder: Path) -> None:
    """A file of 40 MB is no text that is looked at; what else the commit brings is."""
    commit(folder, "Much", big_txt="x\n" * (20 << 20), settings_env="API_TOKEN=gZ81kq02mVx\n")
    assert [(one.path, one.line) for one in Repository(folder).secrets] == [("settings.env", 1)]


# --- secrets ---


def test_secrets_are_found_wherever_they_were(folder: Path) -> None:
    """In a commit that was taken back, on a branch that was merged and undone, in a merge itself, behind attributes."""
    taken = commit(folder, "In", settings_env="A=1\n++ b/x\nSECRET_KEY=gZ81kq02mVx\n@@ -1 +1 @@\n")
    commit(folder, "Out", settings_env="A=1\n")
    git(folder, "checkout", "-q", "-b", "side")
    write(folder, {".gitattributes": "*.ts -diff\n*.js binary\n"})
    aside = commit(folder, "Aside", config_ts='const API_KEY = "gZ81kq02mVx";\n')
    commit(folder, "Undone", config_ts="\n")
    git(folder, "checkout", "-q", "main")
    commit(folder, "Goes on", other_txt="1\n")
    git(folder, "merge", "-q", "--no-ff", "--no-commit", "side")
    merged = commit(folder, "Merged", other_txt='1\nMAIL_PASSWORD = "gZ81kq02mVx"\n')
    found = [(one.commit, one.path, one.line, one.kind) for one in Repository(folder).secrets]
    assert found == [
        (taken, "settings.env", 3, "a value of SECRET_KEY"),
        (aside, "config.ts", 1, "a value of API_KEY"),
        (merged, "other.txt", 2, "a value of MAIL_PASSWORD"),
    ]


def test_what_git_prints_in_other_settings_is_the_same(folder: Path) -> None:
    """Settings that change how patches look are not ours."""
    for name, value in (("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"), ("color.ui", "always")):
        git(folder, "config", name, value)
    git(folder, "config", "log.date", "relative")
    commit(folder, "In", settings_env="SECRET_KEY=gZ81kq02mVx\n")
    assert len(Repository(folder).secrets) == 1
    assert refs.OBJECT.fullmatch(Repository(folder).commits[0].id)
