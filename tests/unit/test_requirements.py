"""requirements.txt, pyproject.toml and Pipfile: what is read, what is refused, and what is never told."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from grader.dependencies import of_project, python_declared
from grader.errors import ProjectError
from grader.reading.requirements import Declared
from grader.reading.sources import Sources
from grader.tracks import TRACKS

SECRET = "secret-words"


def read(folder: Path, content: str | bytes, name: str = "requirements.txt") -> Declared | None:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return python_declared(Sources(folder), ".")


def lines(folder: Path, content: str | bytes, name: str = "requirements.txt") -> tuple[str, ...]:
    declared = read(folder, content, name)
    return declared.requirements if declared else ()


def refused(folder: Path, content: str | bytes, name: str = "requirements.txt") -> ProjectError:
    with pytest.raises(ProjectError) as caught:
        read(folder, content, name)
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Flask\n", ("Flask",)),
        ("Flask == 3.1.0  # the framework\n\n# more\nrequests>=2,<3\n", ("Flask==3.1.0", "requests<3,>=2")),
        ("psycopg[binary,pool]~=3.2 ; python_version>='3.9'", ('psycopg[binary,pool]~=3.2; python_version >= "3.9"',)),
        ("Flask==3.1.0 \\\n    --hash=sha256:abc \\\n    --hash=sha256:def\nclick==8\n", ("Flask==3.1.0", "click==8")),
        ("Flask (>=3)\n", ("Flask>=3",)),
        ("Flask\r\nclick\r\n", ("Flask", "click")),
        ("Flask\nFlask\n", ("Flask",)),
        ("\ufeffFlask\n", ("Flask",)),
        ("Flask==3.1.0 --hash=sha256:abc", ("Flask==3.1.0",)),
        ("Flask \\\n", ("Flask",)),
        ("\n \n#x\n", ()),
    ],
)
def test_what_is_read(text: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    """Names, versions, extras and markers; comments, hashes and blank lines are passed over."""
    assert lines(tmp_path, text) == expected


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "latin-1"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    """Whatever an editor or a shell on Windows saves."""
    text = "Flask==3.1.0\r\n# für später\r\nrequests\r\n"
    declared = read(tmp_path, text.encode(encoding))
    assert declared is not None
    assert declared.requirements == ("Flask==3.1.0", "requests")
    assert [("UTF-16" in notice) for notice in declared.notices] == ([True] if "16" in encoding else [])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("--index-url https://h/simple", "'--index-url' is an option"),
        ("--index-url=https://h/simple", "'--index-url' is an option"),
        ("-i https://h/simple", "'-i' is an option"),
        ("--extra-index-url https://h", "is an option"),
        ("--find-links ./x", "is an option"),
        ("--no-binary :all:", "is an option"),
        ("-r other.txt", "'-r' is an option"),
        ("-r/etc/passwd", "is an option"),
        ("-c constraints.txt", "is an option"),
        ("-e .", "'-e' is an option"),
        ("-e git+https://h/x.git#egg=x", "is an option"),
        ("git+https://h/x.git", "is an address"),
        ("https://h/x.tar.gz", "is an address"),
        ("file:///etc/passwd", "is an address"),
        ("C:\\x\\y.whl", "is an address"),
        ("./local", "is a path"),
        ("../local", "is a path"),
        ("/etc/passwd", "is a path"),
        ("~/x", "is a path"),
        ("sub/folder", "is a path"),
        ("x.whl", "is a path"),
        ("Flask @ https://h/x.whl", "is an address"),
        ("Flask @ file:///croot/flask_1/work", "is an address"),
        ("Flask @ x", "'Flask' comes from"),
        ("Flask=3.0", "is not a package with a version"),
        ("pip install Flask", "is not a package with a version"),
        ("Flask==3.0 --global-option=x", "is not a package with a version"),
        ("${HOME}", "is not a package with a version"),
        ("Flask, requests", "is not a package with a version"),
        ("Flask \\\n--no-index", "is not a package with a version"),
        ("--index-url \\\nhttps://h/simple", "'--index-url' is an option"),
        ("Flask==${HOME}", "is not a package with a version"),
        ("Flask; os_name != '${PIP_INDEX_URL}'", "the condition of 'Flask'"),
        ("Flask; os_name != 'x\" --index-url=h \"'", "the condition of 'Flask'"),
        ("Flask; os_name != 'x\v--index-url=h\v'", "the condition of 'Flask'"),
        (r"Flask; os_name != 'x\n--index-url=h\n'", "the condition of 'Flask'"),
        (r"Flask; os_name != 'x\x0d--pre\x0d'", "the condition of 'Flask'"),
        ("Flask; os_name != 'x\u2028-r /etc/passwd\u2028'", "the condition of 'Flask'"),
        ("Fl\0ask", "zero bytes"),
        ("x" * 5_000_000, "larger than 1 MiB"),
        ("x" * 900_000, "900000 characters long"),
    ],
)
def test_what_is_refused(line: str, why: str, tmp_path: Path) -> None:
    """Each with its number and a reason, quickly."""
    began = time.monotonic()
    error = refused(tmp_path, f"# first\nrequests\n{line}\n")
    assert why in error.message
    assert "larger" in why or error.message.startswith("requirements.txt line 3 is not allowed: ")
    assert len(error.message) < 300
    assert time.monotonic() - began < 2


def test_cures(tmp_path: Path) -> None:
    """A near miss gets the very line to write."""
    assert refused(tmp_path, "Flask=3.0").remedy == "Write it with two equals signs: Flask==3.0"
    assert refused(tmp_path, "Flask 3.0").remedy == "Write it with two equals signs: Flask==3.0"
    assert refused(tmp_path, "pip install Flask").remedy == "Write the name alone: Flask"


def test_nothing_else_is_read(tmp_path: Path) -> None:
    """A file that is only named never shows up in a message."""
    (tmp_path / "other.txt").write_text(SECRET)
    error = refused(tmp_path, "-r other.txt\n")
    assert SECRET not in error.message + error.remedy


def test_lines_of_other_machines(tmp_path: Path) -> None:
    """What pip freeze adds on some machines is left out, and said."""
    declared = read(tmp_path, "Flask\npkg_resources==0.0.0\npywin32==306\n")
    assert declared is not None
    assert declared.requirements == ("Flask",)
    assert len(declared.notices) == 2


def test_pyproject(tmp_path: Path) -> None:
    """[project.dependencies], read with the same care."""
    assert lines(tmp_path, '[project]\ndependencies = ["Flask>=3"]\n', "pyproject.toml") == ("Flask>=3",)
    assert lines(tmp_path, "[tool.black]\n", "pyproject.toml") == ()
    assert (
        "is an address"
        in refused(tmp_path, '[project]\ndependencies = ["x @ git+https://h"]', "pyproject.toml").message
    )
    assert "list of texts" in refused(tmp_path, '[project]\ndependencies = "x"', "pyproject.toml").message
    assert "not valid TOML" in refused(tmp_path, "[project", "pyproject.toml").message


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[project]\ndependencies = [\"Flask; os_name != 'a\\n-r /etc/passwd\\n'\"]"),
        ("pyproject.toml", '[project]\ndependencies = ["Flask\\n-r /etc/passwd"]'),
        ("Pipfile", "[packages]\nFlask = {markers = \"os_name != 'a\\n-r /etc/passwd\\n'\"}"),
        ("Pipfile", '[packages]\n"Flask\\n-r /etc/passwd" = "*"'),
    ],
)
def test_no_line_within_a_line(name: str, text: str, tmp_path: Path) -> None:
    """Case 10: a TOML text can hold line ends; none of them makes a line of its own in what pip is given."""
    assert "is not allowed" in refused(tmp_path, text, name).message


def test_pipfile(tmp_path: Path) -> None:
    """[packages], as a text or a table."""
    text = '[packages]\nflask = "*"\nrequests = ">=2"\npsycopg = {version = "==3.2", extras = ["binary"]}\n'
    assert lines(tmp_path, text, "Pipfile") == ("flask", "requests>=2", "psycopg[binary]==3.2")
    assert "not allowed" in refused(tmp_path, '[packages]\nx = {git = "https://h"}', "Pipfile").message


@pytest.mark.parametrize(
    ("files", "home", "expected"),
    [
        ({"requirements.txt": "a", "b/requirements.txt": "b"}, "b", "requirements.txt"),
        ({"b/requirements.txt": "b", "c/requirements.txt": "c"}, "b", "b/requirements.txt"),
        ({"b/requirements.txt": "b"}, "b/c", "b/requirements.txt"),
        ({"deploy/requirements.txt": "b", "pyproject.toml": ""}, ".", "deploy/requirements.txt"),
        ({"pyproject.toml": '[project]\ndependencies=["a"]', "Pipfile": ""}, ".", "pyproject.toml"),
        ({"pyproject.toml": "", "Pipfile": '[packages]\na="*"'}, ".", "Pipfile"),
    ],
)
def test_which_file_counts(files: Mapping[str, str], home: str, expected: str, tmp_path: Path) -> None:
    """At the top, beside the entry, anywhere; requirements.txt before the others."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    declared = python_declared(Sources(tmp_path), home)
    assert declared is not None
    assert declared.source == expected


def test_a_name_in_other_letters(tmp_path: Path) -> None:
    """Requirements.txt is read, with a notice."""
    declared = read(tmp_path, "Flask\n", "Requirements.TXT")
    assert declared is not None
    assert declared.requirements == ("Flask",)
    assert "small letters" in declared.notices[0]


def test_an_empty_file(tmp_path: Path) -> None:
    """Then the framework alone is installed, and it is said what to write."""
    (tmp_path / "requirements.txt").write_text("# nothing yet\n")
    (tmp_path / "app.py").write_text("import flask, yaml\n")
    dependencies, notices = of_project(Sources(tmp_path), TRACKS["flask"], ".")
    assert dependencies.files == {"requirements.txt": b"Flask\n"}
    assert notices == [
        "requirements.txt names no packages: only Flask was installed; write into requirements.txt: Flask, PyYAML"
    ]
