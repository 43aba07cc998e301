"""Fetches a learner's repository as data: nothing in it is run, no setting of it is read, no submodule followed.

The address is the teacher's word, the contents are hostile. What would come out is counted before it comes out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from grader import process
from grader.errors import MachineError, ProjectError
from grader.printable import one_line
from grader.reading.tree import MAX_BYTES, MAX_FILES
from grader.repositories.settings import environment

SECONDS = 300
LARGEST_PACK = 400 << 20
LARGEST_LIST = 32 << 20
LOOSE = 'ulimit -f {blocks} 2>/dev/null; ulimit -v 4194304 2>/dev/null; exec "$@"'
BOUNDED = LOOSE.format(blocks=LARGEST_PACK // 512)
ALLOWED = ("https", "http", "ssh", "git", "file")
COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
# Of what Git complains: whose doing it is. What is not among these is taken for the machine's.
THEIRS = re.compile(
    r"not found|does not exist|does not appear to be a git repository|couldn't find remote ref|not our ref"
    r"|no such (?:ref|remote)|unadvertised object|authentication failed|permission denied|could not read username"
    r"|access denied|repository .* (?:is )?(?:empty|disabled)|bad object|fsck error|corrupt|inflate|index-pack failed"
    r"|file size limit|unpack",
    re.IGNORECASE,
)


def fetch(url: str, revision: str, target: Path, home: Path, *, whole: bool) -> str:
    """Checks out a revision (none: the default branch) into `target` and gives its commit.

    `whole`: with all branches and their history. Raises ProjectError for what the repository does not give,
    MachineError for a network that does not answer.
    """
    home.mkdir()
    target.mkdir()
    git = Git(url, target, home)
    git.run("init", "--quiet", "--template=", "--initial-branch=handed-in")
    branch = git.default_branch()
    if whole:
        git.run("fetch", *QUIETLY, "--", url, "+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*")
        git.run("config", "remote.origin.url", without_secrets(url))
    else:
        git.fetch_one(revision or "HEAD")
    commit = git.commit_of(revision, whole=whole)
    git.refuse_what_is_too_much(commit)
    if whole:
        git.local_branches(commit, branch)
    git.run("checkout", "--quiet", "--force", *([] if whole else ["--detach", commit]))
    return commit


QUIETLY = ("--quiet", "--no-recurse-submodules", "--no-write-fetch-head", "--no-auto-maintenance")


class Git:
    """Git in a repository of ours, told nothing but what it needs to fetch from one address."""

    def __init__(self, url: str, target: Path, home: Path) -> None:
        self.url = url
        self.target = target
        scheme = urlsplit(url).scheme.lower() if "://" in url else "ssh"
        if scheme not in ALLOWED:
            raise ProjectError(f"nothing is fetched over {one_line(scheme, 20)}://", f"Taken are {', '.join(ALLOWED)}.")
        own = {name: os.environ[name] for name in ("SSH_AUTH_SOCK", "SSH_ASKPASS") if name in os.environ}
        self.env = {
            **environment(home),
            **own,
            "HOME": os.environ.get("HOME", str(home)),  # where ssh has its keys and Git its helper for passwords
            "GIT_ALLOW_PROTOCOL": scheme,
            "GIT_SSH_COMMAND": "ssh -o BatchMode=yes -o ConnectTimeout=20",
            "GIT_ASKPASS": "true",
        }
        self.options = [*FIXED, *credentials(self.env)]

    def run(self, *words: str) -> bytes:
        """What Git prints."""
        argv = ["sh", "-c", BOUNDED, "sh", "git", "--no-pager", *self.options, *words]
        found = process.read(argv, cwd=self.target, env=self.env, timeout=SECONDS, most=LARGEST_LIST)
        if found.cut == "time":
            raise MachineError(f"{without_secrets(self.url)} did not give its files within {SECONDS} s", "Try again.")
        if found.code != 0 or found.cut:
            raise self.fault(found.errors.decode("utf-8", "replace") if not found.cut else "it holds too many files")
        return found.data

    def fault(self, words: str) -> ProjectError | MachineError:
        """Whose it is that Git could not."""
        lines = [line.strip() for line in words.splitlines() if line.strip()]
        said = next((line for line in lines if line.startswith(("fatal:", "error:"))), "".join(lines[-1:]))
        place, said = without_secrets(self.url), one_line(said, 200)
        if THEIRS.search(words) or "too many" in words:
            remedy = "Check the address, the commit, and who may read it."
            return ProjectError(f"{place} can't be taken: {said}", remedy)
        return MachineError(f"{place} could not be reached: {said}", "Is this machine online? Then try again.")

    def default_branch(self) -> str:
        """The branch that HEAD is there; `main` where it does not say."""
        said = self.run("ls-remote", "--symref", "--", self.url, "HEAD").decode("utf-8", "replace")
        found = re.search(r"^ref: refs/heads/(\S+)\tHEAD$", said, re.MULTILINE)
        return found[1] if found else "main"

    def fetch_one(self, revision: str) -> None:
        """That one commit alone; where a server gives commits by branch only, all branches."""
        try:
            self.run("fetch", *QUIETLY, "--depth=1", "--", self.url, f"+{revision}:refs/handed-in")
        except ProjectError:
            if not COMMIT.fullmatch(revision):
                raise
            self.run("fetch", *QUIETLY, "--", self.url, "+refs/heads/*:refs/remotes/origin/*")

    def commit_of(self, revision: str, *, whole: bool) -> str:
        """The commit that was asked for."""
        names = [revision] if COMMIT.fullmatch(revision) else []
        if whole and not names:
            branch = revision or self.default_branch()
            names = [f"refs/remotes/origin/{branch}", f"refs/tags/{branch}"]
        for name in names or ["refs/handed-in"]:
            try:
                said = self.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
            except (ProjectError, MachineError):
                continue
            return said.decode().strip()
        raise ProjectError(f"there is no {revision or 'commit'} in {without_secrets(self.url)}", "Was it pushed?")

    def refuse_what_is_too_much(self, commit: str) -> None:
        """A few bytes can stand for any number of files."""
        entries = self.run("ls-tree", "-r", "-l", "-z", "--full-tree", commit).split(b"\0")
        sizes = [entry.split(b"\t")[0].split()[-1] for entry in entries if entry]
        if len(sizes) > 2 * MAX_FILES or sum(int(size) for size in sizes if size.isdigit()) > 2 * MAX_BYTES:
            raise ProjectError("it holds more than a project needs", "Take generated files and data out of it.")

    def local_branches(self, commit: str, branch: str) -> None:
        """Branches as whoever pushed them had them, the one that is graded checked out."""
        listed = self.run("for-each-ref", "--format=%(refname) %(objectname)", "refs/remotes/origin").decode()
        for line in listed.splitlines():
            name, _, found = line.partition(" ")
            self.run("update-ref", name.replace("refs/remotes/origin/", "refs/heads/", 1), found)
        self.run("update-ref", f"refs/heads/{branch}", commit)
        self.run("symbolic-ref", "HEAD", f"refs/heads/{branch}")


FIXED = [
    part
    for setting in (
        "core.symlinks=true",
        "core.hooksPath=/dev/null",
        "core.fsmonitor=false",
        "core.protectNTFS=true",
        "core.protectHFS=true",
        "core.autocrlf=false",
        "fetch.fsckObjects=true",
        "fetch.recurseSubmodules=false",
        "submodule.recurse=false",
        "filter.lfs.smudge=",
        "filter.lfs.process=",
        "filter.lfs.required=false",
        "advice.detachedHead=false",
        "gc.auto=0",
    )
    for part in ("-c", setting)
]


def credentials(env: dict[str, str]) -> Sequence[str]:
    """This user's own helpers for passwords: a class's repositories are private."""
    own = {key: value for key, value in env.items() if key not in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM")}
    found = process.read(
        ["git", "config", "--global", "--null", "--get-regexp", r"^credential\."],
        cwd="/", env=own, timeout=20, most=1 << 16,
    )  # fmt: skip
    pairs = [entry.partition("\n") for entry in found.data.decode("utf-8", "replace").split("\0") if entry]
    return [part for name, _, value in pairs for part in ("-c", f"{name}={value}")] if found.code == 0 else []


def without_secrets(url: str) -> str:
    """An address without a user's name and password."""
    scheme, mark, rest = url.partition("://")
    if not mark:
        return one_line(url, 200)
    host, slash, path = rest.partition("/")
    return one_line(f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}", 200)
