"""Who handed in the same code: what hides no copy, what is no copy, hostile files, the page, `classroom similar`."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from classroom_similar_samples import JSON_API, USERS
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from grader.catalog import load_day
from grader.classroom import fingerprints
from grader.classroom.book import open_book
from grader.classroom.export_lines import pseudonyms
from grader.classroom.fingerprints import WINDOW, K, Reader, admitted, hashes, winnow
from grader.classroom.fragments import fragments
from grader.classroom.handed_code import code_of, starters_of
from grader.classroom.languages import LANGUAGES, PYTHON, language_of
from grader.classroom.records import Enrolled, Learner
from grader.classroom.similar_names import named, nameless
from grader.classroom.similar_page import MOST_CODE, render
from grader.classroom.similar_summary import lines
from grader.classroom.similarity import Comparison, compare
from grader.classroom.tokens import tokens
from grader.cli import classroom_similar
from grader.cli.classroom_similar import aliases_of

DAY = load_day("day2")
SOLUTIONS = Path(__file__).parents[2] / "solutions" / "day2"
EVIL = "<script>alert(1)</script>'\"><img src=x onerror=alert(1)> \x1b[31m\u202e"
MADE = date(2026, 1, 9)
Files = dict[str, bytes]


def solution(track: str) -> Files:
    return code_of(SOLUTIONS / track).files


def starters() -> list[Files]:
    return list(starters_of(DAY))


def words(text: str, path: str = "a.py") -> list[str]:
    language = language_of(path)
    assert language is not None
    return [token.text for token in tokens(text, language)]


def alike(one: Mapping[str, bytes], other: Mapping[str, bytes], given: list[Files] | None = None) -> float:
    pairs = compare({"ada": one, "bob": other}, given or (), at_least=0.0).pairs
    return pairs[0].similarity if pairs else 0.0


def code(seed: int, functions: int = 12) -> str:
    """Functions that are unlike those of other seeds."""
    draw = random.Random(seed)

    def value(depth: int = 3) -> str:
        shapes = ("a", "b[1]", "f({})", "({} + {})", "[{} - {}]", "not {}", "{} in {}", "{} < {}", "{} * {}", "{}.c")
        shape = draw.choice(shapes if depth else shapes[:2])
        return shape.format(*(value(depth - 1) for _ in range(shape.count("{}"))))

    lines = []
    for number in range(functions):
        lines += [f"def f{number}(a, b, c):"]
        for _ in range(6):
            lines += [
                "    "
                + draw.choice(("if {}: return {}", "c = {}", "c += {}", "for a in {}: f({})")).format(value(), value())
            ]
        lines += ["    return c", "", ""]
    return "\n".join(lines)


# --- a file as tokens -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "one", "other"),
    [
        ("a.py", 'def f(x):\n    """Doc."""\n    return x + 1  # why', "def g(yy):\n\n    return yy + 22"),
        ("a.py", "a = 'x' \"y\"\nb = rf'''z\nz'''", 'c = "q"\nd = "r"'),
        ("a.py", "call(\n    'x',\n    1,\n)", 'run("yy", 3)'),
        ("a.js", "const a = `x${b}`; // why", "let c = 'y'"),
        ("a.ts", "if (a === /['\"`]/.test(b)) { c() }", "if (d == 'x'.test(e)) { f(); }"),
        ("a.mjs", "x = a / b / c /* d */", "y = q / r / s"),
        ("a.html", "<!-- no --><P class='a'>Some <b>words</b>!", '<p class="zz">Other words <b>here</b>!'),
        ("a.css", ".a { color: red; } /* no */", ".other {\n  COLOR: red\n}"),
        ("a.sql", "SELECT a, \"b\" FROM t WHERE c != 'x''y' -- why", "select d e from u where f <> 'z'"),
    ],
)
def test_names_texts_and_comments_do_not_matter(path: str, one: str, other: str) -> None:
    """What is left is the same."""
    assert words(one, path) == words(other, path)


@pytest.mark.parametrize(
    ("path", "one", "other"),
    [
        ("a.py", "return a and b", "return a or b"),
        ("a.js", "a / b / c", "/b/ + c"),
        ("a.html", "<p><b>x</b></p>", "<p><i>x</i></p>"),
        ("a.sql", "select a from b", "delete from b"),
    ],
)
def test_what_a_program_does_matters(path: str, one: str, other: str) -> None:
    """Words of the language stay."""
    assert words(one, path) != words(other, path)


def test_tokens_know_their_lines() -> None:
    """The first, and the last where a text goes over several."""
    found = list(tokens('# no\na = [\n  """x\ny""",\n  b]\n', PYTHON))
    assert [(token.text, token.first, token.last) for token in found] == [
        ("n", 2, 2),
        ("=", 2, 2),
        ("[", 2, 2),
        ("s", 3, 4),
        ("n", 5, 5),
        ("]", 5, 5),
    ]


def test_other_files_are_not_compared() -> None:
    """No code, no name's ending, a folder that is called like a file."""
    for path in ("README.md", "Makefile", "py", ".py.txt", "package-lock.json", "a.py/x", "a."):
        assert language_of(path) is None


# --- winnowing --------------------------------------------------------------------------------------------------------
@given(
    st.lists(st.sampled_from("abc="), min_size=K + WINDOW - 1, max_size=60),
    st.lists(st.sampled_from("xyz("), max_size=40),
    st.lists(st.sampled_from("xyz("), max_size=40),
)
def test_a_long_run_that_both_have_is_found(shared: list[str], before: list[str], after: list[str]) -> None:
    """Wherever it lies: that is the promise of winnowing."""
    found = [hashes(sequence, PYTHON) for sequence in (shared, [*before, *shared, *after])]
    assert {found[0][at] for at in winnow(found[0])} & {found[1][at] for at in winnow(found[1])}


@given(st.lists(st.sampled_from("abcd"), max_size=80))
def test_fingerprints_are_few_and_leave_no_gap(sequence: list[str]) -> None:
    """One in every window, each once, in order; and a hash depends on its run alone."""
    found = hashes(sequence, PYTHON)
    assert len(found) == max(0, len(sequence) - K + 1)
    assert all(hashes(sequence[at : at + K], PYTHON) == [found[at]] for at in range(len(found)))
    places = list(winnow(found))
    assert places == sorted(set(places))
    for start in range(max(0, len(found) - WINDOW + 1)):
        inside = [at for at in places if start <= at < start + WINDOW]
        assert inside and min(found[at] for at in inside) == min(found[start : start + WINDOW])
    assert bool(places) == bool(found)


def test_languages_share_nothing() -> None:
    """The same tokens in two languages are two things."""
    text = b"a = b + c * (d - e) / f + g[1] - h(2)"
    reader = Reader()
    assert reader.chosen("a.py", text)
    assert not reader.every("a.py", text) & reader.every("a.js", text)


# --- what is a copy ---------------------------------------------------------------------------------------------------
def renamed(files: Files) -> Files:
    """Other names for nearly all of its own variables and functions."""
    own = rb"\b(user|product|field|found|body|wrong|rule|value|item|discount|query|number|page)(s?)\b"
    return {path: re.sub(own, rb"my_\1\2", data) for path, data in files.items()}


def commented(files: Files) -> Files:
    """A comment after each line that ends a statement, and a docstring in each function; other quotes."""
    found = {}
    for path, data in files.items():
        text = re.sub(rb"(?m)^(def \w+\([^)]*\)[^:]*:)$", rb'\1\n    """Added."""', data)
        text = re.sub(rb"(?m)(\)|\])$", rb"\1  # and so on", text)
        found[path] = re.sub(rb'(?<!")"([a-z_]+)"(?!")', rb"'\1'", text)
    return found


def rearranged(files: Files) -> Files:
    """Functions in the reverse order, all in one file."""
    parts = [part for path in sorted(files) for part in re.split(rb"\n\n\n(?=@|def |class )", files[path])]
    return {"everything.py": b"\n\n\n".join(reversed(parts))}


def elsewhere(files: Files) -> Files:
    """Files in other places, with other names, and with CRLF."""
    return {f"z/{len(path)}{path[::-1]}.py": data.replace(b"\n", b"\r\n") for path, data in files.items()}


@pytest.mark.parametrize("change", [renamed, commented, rearranged, elsewhere])
def test_a_copy_is_found(change: Callable[[Files], Files]) -> None:
    """However it was changed, without a change to what it does."""
    mine = solution("flask")
    theirs = change(mine)
    assert theirs != mine
    assert alike(mine, theirs, starters()) > 0.85
    assert alike(mine, change(renamed(mine)), starters()) > 0.85


def test_a_copied_part_is_found_on_both_sides() -> None:
    """In a small submission and in a large one: the share is of the one that has less."""
    part = {"a.py": code(1).encode()}
    large = part | {"b.py": code(2, 40).encode()}
    (pair,) = compare({"ada": part, "bob": large}).pairs
    assert pair.similarity == pair.of[0] == 1.0
    assert 0.1 < pair.of[1] < 0.5
    assert not pair.identical


def test_two_solutions_of_one_exercise_are_no_copies() -> None:
    """The reference solution and one that was written without it."""
    theirs = solution("flask") | {"users.py": USERS.encode(), "json_api.py": JSON_API.encode()}
    both = ("users.py", "json_api.py")
    mine, other = ({path: files[path] for path in both} for files in (solution("flask"), theirs))
    assert alike(mine, other, starters()) < 0.2
    assert alike(mine, renamed(mine), starters()) > 0.9


def test_tracks_are_never_compared() -> None:
    """The Django and the Flask solution count money in the same lines; who hides the track is compared with both."""
    submissions = {"ada": solution("flask"), "bob": solution("django"), "cem": solution("express")}
    tracks = {"ada": "flask", "bob": "django", "cem": "express"}
    assert compare(submissions, starters(), tracks=tracks, at_least=0.0).pairs == ()
    unknown = compare(submissions, starters(), tracks={**tracks, "bob": ""}, at_least=0.0)
    assert {(pair.one, pair.other) for pair in unknown.pairs} == {("ada", "bob")}
    assert [code_of(SOLUTIONS / track).track for track in ("flask", "django", "express")] == [
        "flask",
        "django",
        "express",
    ]


def test_the_starter_alone_is_nothing() -> None:
    """Nor is it when all handed it in as it was, or with their own code in it."""
    for number, starter in enumerate(starters()):
        found = compare({"ada": starter, "bob": dict(starter), "cem": {**starter, "note.py": b"x = 1"}}, starters())
        assert (number, found.pairs, found.groups) == (number, (), ())
    flask = next(starter for starter in starters() if "web.py" in starter)
    mine, theirs = (flask | {"users.py": code(seed, 3).encode()} for seed in (1, 2))
    assert alike(mine, theirs, starters()) < 0.2
    assert alike(mine, theirs) > 0.4  # it is the starter that is left out


def test_identical_files_are_one_group() -> None:
    """Three learners, however common what they wrote is, and though another file is called otherwise."""
    files = {"a.py": code(1).encode(), "README.md": b"one"}
    other = {"b.py": code(1).encode(), "README.md": b"two"}
    submissions = {"ada": files, "bob": dict(files), "cem": other, "dan": {"a.py": code(2).encode()}}
    found = compare(submissions)
    assert {(pair.one, pair.other, pair.similarity, pair.identical) for pair in found.pairs} == {
        ("ada", "bob", 1.0, True),
        ("ada", "cem", 1.0, True),
        ("bob", "cem", 1.0, True),
    }
    assert found.groups == (("ada", "bob", "cem"),)
    everybody = compare({f"l{number}": files for number in range(8)})
    assert len(everybody.pairs) == 28 and len(everybody.groups) == 1


def test_what_most_of_a_class_wrote_is_no_copy() -> None:
    """Of six or more; of five it counts."""
    shared = code(1)
    submissions = {f"l{number}": {"a.py": f"{shared}\n{code(number + 10)}".encode()} for number in range(6)}
    assert compare(submissions, at_least=0.3).pairs == ()
    submissions.pop("l5")
    assert len(compare(submissions, at_least=0.3).pairs) == 10


def test_little_code_is_alike_by_chance() -> None:
    """Some lines are no pair, unless they are the same to the byte."""
    line = b"total = sum(item.price * item.count for item in items if item.count > 0)\n"
    assert compare({"ada": {"a.py": line}, "bob": {"a.py": line + b"x = 1\n"}}, at_least=0.0).pairs == ()
    assert compare({"ada": {"a.py": line}, "bob": {"a.py": line}}).pairs[0].identical


def test_pairs_are_ordered_and_joined() -> None:
    """The most alike first; groups over somebody in between; whoever is below the threshold is not there."""
    one, two, three = code(1, 20), code(2, 20), code(3, 20)
    submissions = {
        "cem": {"a.py": f"{two}\n{three}".encode()},
        "ada": {"a.py": one.encode()},
        "bob": {"a.py": f"{one}\n{two}".encode()},
        "dan": {"a.py": code(4, 20).encode()},
    }
    found = compare(submissions, at_least=0.3)
    assert [(pair.one, pair.other) for pair in found.pairs] == [("ada", "bob"), ("bob", "cem")]
    assert [pair.similarity for pair in found.pairs] == sorted((p.similarity for p in found.pairs), reverse=True)
    assert found.groups == (("ada", "bob", "cem"),)
    assert [pair.other for pair in compare(submissions, at_least=0.9).pairs] == ["bob"]
    assert found.compared == ("cem", "ada", "bob", "dan")


# --- where it lies ----------------------------------------------------------------------------------------------------
def test_fragments_have_the_right_lines() -> None:
    """Of a function that moved into another file; what is ignored is in no fragment."""
    shared = (
        "def total(items, rate):\n    found = 0\n    for item in items:\n        if item['a'] > rate or item['b']:\n"
        "            found += item['a'] * (1 + rate) - item['c'][0]\n    return round(found / len(items), 2)\n"
    )
    mine = {"a.py": ("# one\n\n" + shared + "\n\n" + code(1)).encode(), "empty.py": b""}
    theirs = {"x/b.py": (code(2) + "\n\n\n" + shared.replace("item", "thing")).encode()}
    found = fragments(mine, theirs, frozenset())[0]
    start = theirs["x/b.py"].decode().split("\n").index("def total(things, rate):") + 1
    assert (found.one.path, found.other.path) == ("a.py", "x/b.py")
    assert (found.one.first, found.one.last) == (3, 8)
    assert (found.other.first, found.other.last) == (start, start + 5)
    assert fragments(mine, theirs, Reader().every("b.py", theirs["x/b.py"])) == []


def test_fragments_do_not_lie_over_each_other() -> None:
    """A piece that is repeated ten thousand times, and a submission that is all the same."""
    for text in ("a.b(c)[0] = d + e\n" * 3000, code(1) * 5):
        files = {"a.py": text.encode()}
        found = fragments(files, files, frozenset())
        assert found and sum(fragment.tokens for fragment in found) <= 1.5 * len(words(text))


# --- hostile files ----------------------------------------------------------------------------------------------------
UNITS = (
    '/* /*x <!-- <!-x "\\ """\\" \'\'\'\\\' ( [{ =/ =/[ =/[\\ `${ `\\ {# = ` a. $$ -- .a \'\' ="  rb"" \\\n é'.split(
        " "
    )
)


@pytest.mark.parametrize("ending", (".py", ".js", ".html", ".css", ".sql"))
def test_no_file_takes_long(ending: str) -> None:
    """32 KiB of what makes patterns go back and forth: where time is quadratic, each is several seconds."""
    for unit in UNITS:
        began = time.process_time()
        found = words((unit * 32768)[:32768], f"a{ending}")
        assert len(found) <= 32768
        assert (unit, time.process_time() - began < 2.5) == (unit, True)


def test_hostile_submissions_end() -> None:
    """A line of 5 MiB, brackets in brackets, NUL, what is no UTF-8, and what is next to nothing."""
    good = code(1).encode()
    hostile = {
        "long.py": b"x = '" + b"a" * (5 << 20),
        "deep.js": b"([{" * 20_000,
        "nul.py": good + b"\0",
        "latin.py": b"# \xe9\n" + good + b"\xff\xfe",
        "empty.py": b"",
        "ends.py": b'x = """',
        "\udcff\n.py": b"x = 1",
    }
    began = time.process_time()
    found = compare({"ada": hostile, "bob": {"a.py": good}}, at_least=0.0)
    assert time.process_time() - began < 20
    assert found.pairs[0].of[1] > 0.9  # the copy in latin.py
    assert found.left_out == {"ada": ("long.py: larger than 512 KiB", "nul.py: no text")}
    assert fragments(hostile, {"a.py": good}, frozenset())


def test_how_much_is_compared() -> None:
    """Files and bytes have an end, and what is beyond is told."""
    chosen, told = admitted({f"{number:03}.py": 1 for number in range(201)} | {"x.bin": 10**9})
    assert (len(chosen), told) == (200, ["200.py and what comes after it: more than 200 files"])
    size = fingerprints.LARGEST
    chosen, told = admitted({"a.py": size, "b.py": size, "c.py": 1})
    assert (chosen, told) == (["a.py", "b.py"], ["c.py: with it, all the code is larger than 1 MiB"])


def test_libraries_and_what_a_tool_wrote_are_left_out(tmp_path: Path) -> None:
    """The first are told, for a name is no proof; links are no files."""
    for path in ("app.py", "static/x.min.js", "Vendor/lib.js", "blog/migrations/0001_initial.py", "migrations/own.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x = 1\n")
    (tmp_path / "link.py").symlink_to("app.py")
    (tmp_path / "README.md").write_text("no code")
    (tmp_path / "big.py").write_bytes(b"#" * (fingerprints.LARGEST + 1))
    found = code_of(tmp_path)
    assert sorted(found.files) == ["app.py", "migrations/own.py"]
    assert [line.partition(":")[0] for line in found.left_out] == ["big.py", "Vendor/lib.js", "static/x.min.js"]


def test_a_class_is_compared_in_time() -> None:
    """Twenty submissions of fifteen files of their own."""
    submissions = {
        f"l{learner:02}": {f"f{number}.py": code(learner * 15 + number, 4).encode() for number in range(15)}
        for learner in range(20)
    }
    submissions["copy"] = renamed(submissions["l07"])
    began = time.process_time()
    found = compare(submissions, at_least=0.95)
    assert time.process_time() - began < 15
    assert ("copy", "l07") in {(pair.one, pair.other) for pair in found.pairs}


# --- the page ---------------------------------------------------------------------------------------------------------
class Page(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def hostile_class() -> tuple[list[Learner], dict[str, Files], Comparison, dict[str, str]]:
    ids = [f"ada {EVIL}", "bob"]
    learners = [Learner(id=id, source="x", email=f"{id[:3]}.lovelace@example.org") for id in [*ids, "zoe"]]
    text = code(1).replace("return c", f"return c  # {EVIL} bob ada.lovelace".replace("\x1b", "\x1b]0;x\x07"))
    codes = {learner: {f"a{EVIL}.py": text.encode()} for learner in ids}
    codes[ids[1]] = {"b.py": text.encode() + b"\nx = 1\n", "y.py": code(2).encode()}
    found = compare(codes, left_out={ids[0]: (f"{EVIL}.py: no text",)})
    return learners, codes, found, {"zoe": f"there is nothing at {EVIL}"}


def test_nothing_runs_on_the_page() -> None:
    """Names, paths, code and reasons are hostile: no tag, no attribute and no control character comes from them."""
    learners, codes, found, missing = hostile_class()
    text = render(DAY, found, codes, missing, named(learners), MADE)
    page = Page(text)
    assert not page.tags & {"script", "img", "a", "iframe", "form", "input", "base", "object"}
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "srcset", "style")]
    assert "default-src 'none'" in text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert page.text.count("<script>alert(1)</script>") > 3
    assert "Similarity is no proof" in page.text
    assert "\x1b" not in "\n".join(lines(found, named(learners), missing))


def test_the_page_shows_code_side_by_side() -> None:
    """Matches have a number on both sides, lines their own, and what surrounds a match is not marked."""
    learners, codes, found, missing = hostile_class()
    text = render(DAY, found, codes, missing, named(learners), MADE)
    assert text.count('<span class="number">1</span>') == 2
    marked = re.findall(r'<div class="m"><span class="no">(\d+)</span><mark>(.*?)</mark>', text)
    assert ("1", "def f0(a, b, c):") in marked
    assert "x = 1" not in {shown for _, shown in marked}


def test_no_names_on_the_page() -> None:
    """Neither ids nor addresses, in code, paths and reasons; and the order of pseudonyms is not that of names."""
    learners, codes, found, missing = hostile_class()
    aliases = {learners[0].id: "learner-002", "bob": "learner-001", "zoe": "learner-003"}
    codes = {aliases[learner]: files for learner, files in codes.items()}
    found = compare(codes, left_out={aliases[who]: told for who, told in found.left_out.items()})
    missing = {aliases[learner]: why for learner, why in missing.items()}
    shown = nameless(learners, aliases)
    assert found.pairs[0].one == "learner-001"
    text = render(DAY, found, codes, missing, shown, MADE)
    printed = "\n".join(lines(found, shown, missing))
    for name in ("bob", "ada.lovelace", "zoe", "example.org", "nothing at"):
        assert name not in text and name not in printed
    assert "learner-003" in text and "learner-003" in printed
    assert "def f0(a, b, c):" in text


def test_a_large_class_makes_a_bounded_page() -> None:
    """Code of the first pairs alone; the others are lines, and what is beyond is counted."""
    files = {"a.py": code(1).encode()}
    submissions = {f"l{number:02}": files for number in range(30)}
    found = compare(submissions)
    assert len(found.pairs) == 435
    learners = [Learner(id=id, source="x") for id in submissions]
    text = render(DAY, found, submissions, {}, named(learners), MADE)
    assert text.count("<details") == MOST_CODE
    assert "and 135 more" in text
    assert len(text) < 2_000_000
    assert any("and 385 pairs more" in line for line in lines(found, named(learners), {}))
    assert "and 18 more" in "\n".join(lines(found, named(learners), {}))


# --- the command ------------------------------------------------------------------------------------------------------
@pytest.fixture
def roster(tmp_path: Path) -> Iterator[Path]:
    """Four who handed something in, and one who did not."""
    mine = solution("flask")
    changed = renamed(mine)
    for learner, files in {"ada": mine, "bob": changed, "cem": solution("express"), "dan": starters()[2]}.items():
        for path, data in files.items():
            (tmp_path / learner / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / learner / path).write_bytes(data)
    file = tmp_path / "class.csv"
    file.write_text("learner,source\n" + "".join(f"{name},{name}\n" for name in ("ada", "bob", "cem", "dan", "eve")))
    yield file


def similar(*given: object) -> Result:
    return CliRunner().invoke(classroom_similar.main, [str(one) for one in given], prog_name="classroom similar")


def test_pairs_are_printed(roster: Path) -> None:
    """And who could not be compared; the exit code is 0 whatever was found."""
    result = similar(roster, "--day", "day2")
    assert result.exit_code == 0, result.output
    assert "4 submissions compared, 1 could not be: 1 pair in 1 group from 40 % on" in result.output
    assert re.search(r"^ 100 %  ada · bob  ", result.output, re.MULTILINE)
    assert re.search(r"^  eve: ", result.output, re.MULTILINE)
    assert "no proof" in result.output


def test_a_page_is_written(roster: Path, tmp_path: Path) -> None:
    """To a file, with the lines; to standard output, alone."""
    page = tmp_path / "similar.html"
    assert similar(roster, "--day", "day2", "--html", page).output.startswith("4 submissions")
    assert "ada" in page.read_text(encoding="utf-8")
    alone = similar(roster, "--day", "day2", "--html", "-", "--at-least", "30")
    assert alone.exit_code == 0 and alone.output.startswith("<!doctype html>")


def test_names_are_left_out(roster: Path, tmp_path: Path) -> None:
    """On the page and in what is printed."""
    page = tmp_path / "similar.html"
    result = similar(roster, "--day", "day2", "--anonymous", "--html", page)
    assert result.exit_code == 0
    shown = result.output + page.read_text(encoding="utf-8")
    assert not re.search(r"\b(ada|bob|cem|dan|eve)\b", shown)
    assert re.search(r"learner-00\d · learner-00\d", result.output)


def test_the_numbers_of_a_gradebook(roster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same each time, and those of its exports: whoever is in the book alone counts as well."""
    monkeypatch.chdir(tmp_path)
    learners = [Learner(name, name) for name in ("ada", "bob", "cem", "dan", "eve")]
    with open_book("class.db") as book:
        book.enrol(Enrolled(name, "day2") for name in ("ada", "bob", "cem", "dan", "eve", "gone"))
        names = pseudonyms(("ada", "bob", "cem", "dan", "eve", "gone"), book.secret())
    assert aliases_of(learners, "class.db") == {learner.id: names[learner.id] for learner in learners}
    words = ("--day", "day2", "--anonymous")
    told = [similar(roster, *words, "--book", "class.db") for _ in range(2)]
    assert told[0].exit_code == 0 and told[0].output == told[1].output
    assert names["ada"] in told[0].output and names["bob"] in told[0].output
    assert "the next run will give other numbers" in similar(roster, *words).stderr
    (tmp_path / "class.db").rename(tmp_path / "grades.db")
    assert similar(roster, *words).output == told[0].output


def test_a_book_that_is_not_there(roster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is it made; and where names stay, there is no use for one."""
    monkeypatch.chdir(tmp_path)
    missing = similar(roster, "--day", "day2", "--anonymous", "--book", "no.db")
    assert missing.exit_code == 2 and "there is no gradebook no.db" in missing.stderr
    assert not (tmp_path / "no.db").exists()
    named_anyway = similar(roster, "--day", "day2", "--book", "no.db")
    assert named_anyway.exit_code == 2 and "Add --anonymous" in named_anyway.stderr


@pytest.mark.parametrize(
    "words",
    [("--at-least", "nan"), ("--at-least", "0"), ("--at-least", "101"), ("--html", "/"), ("--day", "day99")],
)
def test_wrong_use(roster: Path, words: tuple[str, ...]) -> None:
    """Exit 2, and a sentence."""
    result = similar(roster, "--day", "day2", *words)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_nothing_to_compare(roster: Path, tmp_path: Path) -> None:
    """One submission, and a class in which nobody handed in anything."""
    lone = tmp_path / "lone.csv"
    lone.write_text("learner,source\nada,ada\n")
    assert "1 submission compared: no pair from 40 % on" in similar(lone, "--day", "day2").output
    lone.write_text("learner,source\neve,eve\n")
    result = similar(lone, "--day", "day2", "--html", tmp_path / "x.html")
    assert result.exit_code == 0 and "0 submissions compared, 1 could not be" in result.output
    assert similar(tmp_path / "none.csv", "--day", "day2").exit_code == 2


def test_a_fault_of_the_machine_is_told(roster: Path, tmp_path: Path) -> None:
    """Where somebody else can be compared; it ends the command where nobody can, and costs no learner anything."""
    unreachable = "https://127.0.0.1:1/project.git"
    with roster.open("a") as file:
        file.write(f"fay,{unreachable}\n")
    result = similar(roster, "--day", "day2")
    assert result.exit_code == 0 and "4 submissions compared, 2 could not be" in result.output
    alone = tmp_path / "alone.csv"
    alone.write_text(f"learner,source\nfay,{unreachable}\n")
    assert similar(alone, "--day", "day2").exit_code == 4


def test_every_language_is_read() -> None:
    """Each ending has a pattern that takes whatever there is."""
    for ending in LANGUAGES:
        assert words("a = (b + 'c') < 3", f"x{ending}")
