"""package-lock.json: which addresses stay, which are taken out, and what makes it no use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grader.reading.package_json import PackageJson
from grader.reading.package_lock import ElsewhereError, followed
from grader.reading.sources import Sources

PUBLIC = "https://registry.npmjs.org/x/-/x-1.0.0.tgz"
X = "node_modules/x"


def entry(**more: Any) -> dict[str, Any]:
    return {"version": "1.0.0", "integrity": "sha512-abc", **more}


@pytest.mark.parametrize(
    "lock",
    [
        {},
        {"packages": {"": {"dependencies": {"x": "^1"}}, X: entry(resolved=PUBLIC)}},
        {"packages": {X: entry(dependencies={"y": "~2.0.1", "z": "npm:@me/q@~1"})}},
        {"packages": {"node_modules/@me/x/node_modules/y.js": entry(dependencies={"z": ">=1 <2 || npm:q@1"})}},
        {"dependencies": {"x": entry(resolved=PUBLIC, requires={"y": "*"}, dependencies={"y": entry()})}},
    ],
)
def test_what_is_followed(lock: dict[str, Any]) -> None:
    """Packages of the registry, in both forms of the file, as they are."""
    assert followed(json.loads(json.dumps(lock))) == (lock, [])


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://evil.example/x.tgz", "evil.example"),
        ("http://registry.npmjs.org/x.tgz", "registry.npmjs.org"),
        ("https://registry.npmjs.org:444/x.tgz", "registry.npmjs.org"),
        ("https://registry.npmjs.org@evil.example/x.tgz", "evil.example"),
        ("https://registry.npmjs.org.evil.example/x.tgz", "registry.npmjs.org.evil.example"),
        ("HTTP://169.254.169.254/latest", "169.254.169.254"),
    ],
)
def test_another_host(address: str, host: str) -> None:
    """Case 11: its address is taken out, its version and checksum stay."""
    old = {"dependencies": {"y": entry(dependencies={"x": entry(resolved=address)})}}
    assert followed({"packages": {X: entry(resolved=address)}}) == ({"packages": {X: entry()}}, [host])
    assert followed(old) == ({"dependencies": {"y": entry(dependencies={"x": entry()})}}, [host])


@pytest.mark.parametrize(
    "packages",
    [
        {X: entry(resolved="file:../x")},
        {X: entry(resolved="git+ssh://h/x.git#1")},
        {X: entry(resolved="x.tgz")},
        {X: entry(resolved="https://[")},
        {X: entry(resolved=7)},
        {X: entry(link=True)},
        {X: entry(version="https://evil.example/x.tgz")},
        {X: entry(dependencies={"y": "https://evil.example/y.tgz"})},
        {X: entry(optionalDependencies={"y": "me/y"})},
        {"": {"devDependencies": {"y": "file:y"}}},
        {"packages/a": entry()},
        {"../x": entry()},
        {"node_modules/../../x": entry()},
        {"node_modules/..": entry()},
        {"/etc": entry()},
        {X: "1.0.0"},
    ],
)
def test_what_is_left_out(packages: dict[str, Any]) -> None:
    """Folders, archives, Git and addresses that stand in for versions: the whole file is no use."""
    with pytest.raises(ValueError):  # noqa: PT011  # of either kind
        followed({"packages": packages})
    assert issubclass(ElsewhereError, ValueError)


def test_deep() -> None:
    """A file that is nested as deeply as JSON can be read does not bring the reader down."""
    lock: dict[str, Any] = {}
    for _ in range(5000):
        lock = {"dependencies": {"x": entry(dependencies=lock.get("dependencies"))}}
    assert followed(lock)[1] == []


@pytest.mark.parametrize(
    ("hosts", "said"),
    [
        (["a.example"], "takes packages from a.example: they were"),
        ([f"{name}.example" for name in "abcd"], "from a.example, b.example, c.example and others: they were"),
    ],
)
def test_the_notice(hosts: list[str], said: str, tmp_path: Path) -> None:
    """The learner is told of whom the lock file took packages."""
    packages = {f"node_modules/p{number}": entry(resolved=f"https://{host}/x") for number, host in enumerate(hosts)}
    (tmp_path / "package.json").write_text('{"dependencies": {"p0": "1"}}')
    (tmp_path / "package-lock.json").write_text(json.dumps({"packages": packages}))
    files, notices = PackageJson.read(Sources(tmp_path), ".").install_files(Sources(tmp_path))
    assert b"example" not in files["package-lock.json"]
    assert len(notices) == 1
    assert said in notices[0]
    assert notices[0].endswith("installed from the npm registry instead")
