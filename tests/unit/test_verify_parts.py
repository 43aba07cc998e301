"""What `verify` holds against each other: manifests, wrong solutions, outcomes, and what was proved before."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from small_course import EXERCISE, build

from grader.catalog import load_day
from grader.digests import FOR_CHECKS, folder_digest, grader_digest, imported, reachable
from grader.errors import CourseError
from grader.model import Day
from grader.outcomes import ExerciseResult, GoalResult, Report
from grader.verify.__main__ import can_run, proved
from grader.verify.lock import Lock
from grader.verify.manifests import complaints
from grader.verify.narrowing import narrowed
from grader.verify.proving import judged, write
from grader.verify.subjects import (
    SOLUTION,
    STARTER,
    Mutant,
    Subject,
    edited,
    for_mutant,
    mutants,
    read_folder,
    subjects,
)

MUTANT = """
[[mutants]]
name = "forgets"
why = "it is not stored"
file = "cups.py"
find = "store(cup)"
replace = "pass"
fails = ["create"]
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small course with three hints a goal, a solution and a wrong one for flask."""
    made = build(tmp_path / "exercises")
    for name in ("cups", "spoons"):
        manifest = EXERCISE.format(title=name, hours=1, extra="", name=name)
        hints = '["a", "b", "c"]\ndocs = "https://docs.example/"'
        (made / f"day2/{name}/exercise.toml").write_text(manifest.replace('["look", "think"]', hints))
        (made / f"day2/{name}/README.md").write_text("# It\n")
        (made / f"day2/{name}/mutants").mkdir()
        (made / f"day2/{name}/mutants/flask.toml").write_text(MUTANT)
        (made / f"day2/{name}/mutants/express.toml").write_text(MUTANT.replace("cups.py", "cups.js"))
    for track, file in (("flask", "cups.py"), ("express", "cups.js")):
        folder = tmp_path / "solutions/day2" / track
        (folder / "__pycache__").mkdir(parents=True)
        (folder / file).write_text("x = 1\nstore(cup)\n")
        (folder / "__pycache__/cups.pyc").write_text("left out")
    monkeypatch.setattr("grader.catalog.root", lambda: made)
    return made


@pytest.fixture
def day(course: Path) -> Day:
    return load_day("day2", course)


# --- manifests --------------------------------------------------------------------------------------------------------
def test_nothing_to_complain_about(day):
    """A course that is as it should be."""
    assert list(complaints(day)) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: (c / "day2/cups/README.md").unlink(), "day2/cups: no README.md"),
        (lambda c: swap(c, 'docs = "https:', '# "'), "day2/cups.create: 'docs' names no page"),
        (
            lambda c: swap(c, 'docs = "https://docs.example/"', 'docs = { flask = "https://docs.example/" }'),
            "day2/cups.create: 'docs' names no page of the documentation for every track",
        ),
        (lambda c: swap(c, '["a", "b", "c"]', '["a", "b"]'), "day2/cups.create: needs 3 hints, none of them empty"),
        (lambda c: swap(c, '["a", "b", "c"]', '["a", "b", " "]'), "day2/cups.create: needs 3 hints"),
        (lambda c: swap(c, '["a", "b", "c"]', '["a", "b", {flask = ""}]'), "day2/cups.create: needs 3 hints"),
        (lambda c: checks(c, "def test_a(api): ...\n"), "day2/cups.create: a check has no docstring"),
        (
            lambda c: checks(c, 'def test_a(): "It."\n\ndef test_b(): "It."\n'),
            "day2/cups.create: two checks say the same",
        ),
        (
            lambda c: [file.unlink() for file in c.glob("day2/cups/mutants/*")],
            "day2/cups.create: no wrong solution fails it on any track",
        ),
        (
            lambda c: (c / "day2/cups/mutants/express.toml").unlink(),
            "day2/cups: express has wrong solutions for 0 of 1 goals, which is under half",
        ),
        (
            lambda c: (c / "day2/cups/mutants/flask.toml").write_text(MUTANT * 2),
            "day2/cups: two wrong solutions of flask have the same name",
        ),
        (
            lambda c: swap(c, "hints =", 'requires = ["day2/spoons.create"]\nhints ='),
            "day2/cups.create: requires day2/spoons.create, which does not come before it",
        ),
        (
            lambda c: swap(c, "hints =", 'requires = ["nonsense"]\nhints ='),
            "day2/cups.create: requires day2/cups.nonsense, which does not come before it",
        ),
        (lambda c: swap(c, "hints =", 'requires = ["create"]\nhints ='), "which does not come before it"),
    ],
)
def test_complaints(course: Path, change: Callable[[Path], Any], words: str):
    """Each fault of an author, in a sentence that names the place."""
    change(course)
    assert [c for c in complaints(load_day("day2", course)) if c.startswith(words) or c.endswith(words)]


def swap(course: Path, old: str, new: str) -> None:
    manifest = course / "day2/cups/exercise.toml"
    assert old in manifest.read_text()
    manifest.write_text(manifest.read_text().replace(old, new))


def checks(course: Path, source: str) -> None:
    (course / "day2/cups/checks/test_create.py").write_text(source)


# --- wrong solutions --------------------------------------------------------------------------------------------------
def test_mutants(day):
    """An entry read whole, its goals with their full ids; none where there is no file."""
    cups = day.exercises[0]
    (one,) = mutants(cups, "flask")
    assert one == Mutant(
        "day2/cups",
        "flask",
        "forgets",
        "it is not stored",
        "cups.py",
        "store(cup)",
        "pass",
        frozenset(["day2/cups.create"]),
    )
    assert mutants(cups, "django") == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('fails = ["create"]', "fails = []", "'forgets' must name goals of day2/cups in fails"),
        ('fails = ["create"]', 'fails = ["nonsense"]', "'forgets' must name goals"),
        ('fails = ["create"]', 'fails = ["create", "list"]', "'forgets' must name goals"),
        ("fails", "x", "'fails' is missing"),
        ("find", "x", "'find' is missing"),
        ("why", "x", "'why' is missing"),
        ("[[mutants]]", "[[mutants", "can't be read"),
    ],
)
def test_broken_mutants(course, old, new, words):
    """A broken entry names its file and what is wrong."""
    (course / "day2/cups/mutants/flask.toml").write_text(MUTANT.replace(old, new))
    with pytest.raises(CourseError, match=words) as caught:
        mutants(load_day("day2", course).exercises[0], "flask")
    assert "flask.toml" in str(caught.value)


def test_edits(day):
    """The text is found exactly once, in the file that is named, and nothing else changes."""
    (mutant,) = mutants(day.exercises[0], "flask")
    solution = {"cups.py": "\u00e9\nstore(cup)\n".encode(), "other.py": b"store(cup)"}
    assert edited(solution, mutant) == {"cups.py": "\u00e9\npass\n".encode(), "other.py": b"store(cup)"}
    for content, count in ((b"", 0), (b"store(cup)store(cup)", 2)):
        with pytest.raises(CourseError, match=f"its text occurs {count} times in cups.py, not once"):
            edited({"cups.py": content}, mutant)
    with pytest.raises(CourseError, match="0 times"):
        edited({}, mutant)


def test_subjects(day):
    """Per track a starter that fails all, a solution that fails nothing, and each wrong solution on its exercise."""
    found = list(subjects(day, ("flask",)))
    assert [(one.kind, one.fails) for one in found] == [
        (STARTER, None),
        (SOLUTION, frozenset()),
        ("mutant", frozenset(["day2/cups.create"])),
        ("mutant", frozenset(["day2/spoons.create"])),
    ]
    assert found[1].files == {"cups.py": b"x = 1\nstore(cup)\n"}
    assert found[2].files == {"cups.py": b"x = 1\npass\n"}
    assert [e.id for e in found[2].exercises] == ["day2/cups"]
    assert len({one.name for one in found}) == 4
    assert {one.track for one in subjects(day)} == {"flask", "express"}


def test_subjects_on_databases(course, day):
    """Solutions on each database that the day names; wrong ones on the first, unless they say otherwise."""
    file = course / "day2/cups/mutants/flask.toml"
    file.write_text(f'{MUTANT}{MUTANT.replace("forgets", "never-notices")}database = "postgres"\n')
    stored = replace(day, database=True, proved_on=("sqlite", "postgres", "mysql"))
    found = [(one.name.removeprefix("day2"), one.database) for one in subjects(stored, ("flask",))]
    assert found == [
        (" flask starter", "sqlite"),
        (" flask solution", "sqlite"),
        (" flask solution on postgres", "postgres"),
        (" flask solution on mysql", "mysql"),
        ("/cups flask forgets", "sqlite"),
        ("/cups flask never-notices", "postgres"),
        ("/spoons flask forgets", "sqlite"),
    ]
    one, other = (s for s in subjects(stored, ("flask",)) if s.name in ("day2 flask solution", "day2 flask starter"))
    assert replace(one, database="mysql").digest != one.digest
    assert can_run(one, "local") and can_run(other, "local")
    assert can_run(replace(one, database="mysql"), "docker") and not can_run(replace(one, database="mysql"), "local")


def test_no_solution(course, day, tmp_path):
    """A missing reference solution is the course's fault."""
    with pytest.raises(CourseError, match="there is no reference solution in nowhere"):
        read_folder(tmp_path / "nowhere")


def test_slow_goals_are_for_those_that_aim_at_them(day):
    """Others do without."""
    cups = day.exercises[0]
    slow = replace(cups.goals[0], id="day2/cups.slow", slow=True)
    both = replace(cups, goals=(*cups.goals, slow))
    (mutant,) = mutants(cups, "flask")
    assert [goal.id for goal in for_mutant(both, mutant).goals] == ["day2/cups.create"]
    aimed = replace(mutant, fails=frozenset(["day2/cups.slow"]))
    assert for_mutant(both, aimed) == both
    other = replace(both.goals[1], id="day2/cups.slower")
    assert for_mutant(replace(both, goals=(*both.goals, other)), aimed) == both
    every = replace(both, goals=(both.goals[1], other))
    assert for_mutant(every, aimed) == every


REQUIRED = {
    "dry": ("day2/cups.create", "day2/elsewhere.one"),
    "shelve": ("day2/cups.dry",),
    "break": ("day2/cups.create",),
}


def test_narrowed(day):
    """To goals that a pattern finds, with what they require; a wrong solution that aims at others shows nothing."""
    starter, solution, cups, spoons = subjects(day, ("flask",))
    made = day.exercises[0].goals[0]
    others = [replace(made, id=f"day2/cups.{name}", requires=needed) for name, needed in REQUIRED.items()]
    wide = replace(day.exercises[0], goals=(made, *others))
    solution = replace(solution, exercises=(wide, *solution.exercises[1:]))
    part = narrowed(solution, r"cups\.shelve")
    assert [[goal.name for goal in exercise.goals] for exercise in part.exercises] == [["create", "dry", "shelve"]]
    assert part.fails == frozenset() and narrowed(starter, "create").fails is None
    assert narrowed(solution, "") == solution
    assert narrowed(solution, "nothing-like-this") is None
    assert narrowed(replace(cups, exercises=(wide,)), "cups.*shelve") is None
    assert narrowed(replace(cups, exercises=(wide,)), "create|shelve").fails == cups.fails
    assert narrowed(spoons, "cups") is None


def test_digests(course, day, tmp_path):
    """Whatever decides an outcome changes the digest; what does not, leaves it."""

    def digest() -> str:
        return list(subjects(load_day("day2", course), ("flask",)))[1].digest

    first = digest()
    assert digest() == first
    (course / "day2/cups/README.md").write_text("# Other words\n")
    (course / "day2/cups/checks/__pycache__").mkdir()
    (course / "day2/cups/checks/__pycache__/x.pyc").write_text("x")
    swap(course, '["a", "b", "c"]', '["look", "think", "write"]')
    swap(course, "https://docs.example/", "https://docs.example/cups")
    assert digest() == first
    swap(course, 'id = "create"', 'id = "create"\nslow = true')
    assert digest() != first
    swap(course, "\nslow = true", "")
    (course / "day2/cups/checks/helper.txt").write_text("x")
    second = digest()
    assert second != first
    (tmp_path / "solutions/day2/flask/new.py").write_text("")
    assert digest() not in (first, second)


def test_folder_digest_sees_names(tmp_path):
    """A file that was renamed, or whose content moved into another, is a change."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/x").write_text("1")
    first = folder_digest([tmp_path / "a"])
    (tmp_path / "a/x").rename(tmp_path / "a/y")
    assert folder_digest([tmp_path / "a"]) != first


# --- outcomes ---------------------------------------------------------------------------------------------------------
def report(status: str = "graded", **outcomes: str) -> Report:
    """`report(create="passed", list="needs")`: goals of day2/cups."""
    goals = tuple(
        GoalResult(
            f"day2/cups.{name}",
            name,
            outcome if outcome in ("passed", "failed") else "not-run",  # type: ignore[arg-type]
            outcome if outcome in ("needs", "excluded", "unavailable") else "",  # type: ignore[arg-type]
            summary=f"why {name}",
        )
        for name, outcome in outcomes.items()
    )
    exercises = (ExerciseResult("day2/cups", "", 1.0, goals),)
    return Report("day2", "", "", "", "", 1, "", 0.0, status, exercises, "it broke", "mend it", "the log")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "fails", "outcomes", "words"),
    [
        (STARTER, None, {"create": "failed", "list": "needs"}, ""),
        (STARTER, None, {"create": "passed", "list": "failed"}, "passes day2/cups.create"),
        (SOLUTION, set(), {"create": "passed", "list": "passed"}, ""),
        (
            SOLUTION,
            set(),
            {"create": "failed", "list": "passed"},
            "fails day2/cups.create; day2/cups.create: why create",
        ),
        (SOLUTION, set(), {"create": "unavailable", "list": "passed"}, "not run here: day2/cups.create"),
        ("mutant", {"create"}, {"create": "failed", "list": "passed"}, ""),
        ("mutant", {"create"}, {"create": "failed", "list": "needs"}, ""),
        ("mutant", {"create"}, {"create": "passed", "list": "passed"}, "does not fail day2/cups.create"),
        (
            "mutant",
            {"create"},
            {"create": "passed", "list": "failed"},
            "fails day2/cups.list; does not fail day2/cups.create; day2/cups.list: why list",
        ),
    ],
)
def test_judged(day, kind, fails, outcomes, words):
    """What is wrong with an outcome, in a sentence; nothing where it is what it must be."""
    cups = replace(day.exercises[0], goals=tuple(replace(day.goals[0], id=f"day2/cups.{name}") for name in outcomes))
    expected = None if fails is None else frozenset(f"day2/cups.{name}" for name in fails)
    subject = Subject("s", day, "flask", kind, {}, (cups,), expected)
    made = report(**outcomes)
    failed = frozenset(goal.id for goal in made.goals if goal.outcome == "failed")
    assert judged(subject, made, failed) == words


@pytest.mark.parametrize("status", ["not-startable", "environment-error"])
def test_judged_without_a_grade(day, status):
    """A starter that does not start is wrong, though no goal passes: nothing was proved."""
    subject = Subject("s", day, "flask", STARTER, {}, day.exercises, None)
    assert judged(subject, report(status), frozenset()).startswith(f"{status}: it broke mend it")


def test_write(tmp_path, day):
    """A subject's files, folders made as needed."""
    write(tmp_path / "out", Subject("s", day, "flask", STARTER, {"a/b/c.txt": b"\x00", "d": b""}, (), None))
    assert (tmp_path / "out/a/b/c.txt").read_bytes() == b"\x00" and (tmp_path / "out/d").exists()


# --- the lock ---------------------------------------------------------------------------------------------------------
def test_lock(tmp_path):
    """A subject a line, sorted; what is unchanged is known, what changed is not."""
    lock = Lock(tmp_path / "verify.lock")
    assert lock.known("b", "1") is None
    lock.keep("b", "1", frozenset(["y", "x"]))
    lock.keep("a", "2", frozenset())
    lock.save()
    assert (tmp_path / "verify.lock").read_text() == '{\n"a": ["2"],\n"b": ["1", "x", "y"]\n}\n'
    again = Lock(tmp_path / "verify.lock")
    assert again.known("b", "1") == {"x", "y"} and again.known("a", "2") == frozenset()
    assert again.known("b", "2") is None and again.known("c", "1") is None
    again.save({"a"})
    assert Lock(tmp_path / "verify.lock").known("b", "1") is None
    assert [path.name for path in tmp_path.iterdir()] == ["verify.lock"]


def test_empty_lock(tmp_path):
    """Nothing proved yet is a file that can be read."""
    Lock(tmp_path / "verify.lock").save(set())
    assert Lock(tmp_path / "verify.lock").entries == {}


@pytest.mark.parametrize("content", ["", "{", "[]", "3", '{"a": 1}', "<<<<<<< HEAD\n"])
def test_broken_lock(tmp_path, content):
    """A broken one is named, with what to do."""
    (tmp_path / "verify.lock").write_text(content)
    with pytest.raises(CourseError, match=r"verify\.lock can't be read") as caught:
        Lock(tmp_path / "verify.lock")
    assert "Delete it" in caught.value.remedy


def test_what_counts_as_proved(tmp_path, day):
    """Another expectation of the same files is something new to prove, and what went wrong is forgotten."""
    lock = Lock(tmp_path / "verify.lock")
    _, solution, mutant, _ = subjects(day, ("flask",))
    assert not proved(lock, mutant)
    lock.keep(mutant.name, mutant.digest, frozenset(["day2/cups.create"]))
    lock.keep(solution.name, solution.digest, frozenset())
    assert proved(lock, mutant) and proved(lock, solution)
    assert not proved(lock, replace(mutant, fails=frozenset(["day2/cups.other"])))
    assert not proved(lock, replace(mutant, files={"cups.py": b"other"}))
    lock.drop(mutant.name)
    assert not proved(lock, mutant)


def test_a_day_of_projects(course, tmp_path):
    """Each project is proved by itself, with a solution of its own, on its own goals."""
    (course / "day2/day.toml").write_text('title = "T"\none_of = true\nexercises = ["cups", "spoons"]\n')
    for name in ("cups", "spoons"):
        (tmp_path / f"solutions/day2/{name}").mkdir()
        for track, file in (("flask", "cups.py"), ("express", "cups.js")):
            (tmp_path / f"solutions/day2/{name}/{track}").mkdir()
            (tmp_path / f"solutions/day2/{name}/{track}/{file}").write_text("store(cup)\n")
    found = {subject.name: subject for subject in subjects(load_day("day2", course), ("flask",))}
    assert list(found) == [
        "day2/cups flask starter",
        "day2/cups flask solution",
        "day2/cups flask forgets",
        "day2/spoons flask starter",
        "day2/spoons flask solution",
        "day2/spoons flask forgets",
    ]
    assert [e.name for e in found["day2/spoons flask starter"].exercises] == ["spoons"]
    assert b'project = "spoons"' in found["day2/spoons flask starter"].files["grade.toml"]


def test_a_history_of_its_own(course):
    """A wrong solution may have another history; all of an exercise about Git have one, and it is part of the hash."""
    manifest = (course / "day2/cups/exercise.toml").read_text()
    (course / "day2/cups/exercise.toml").write_text(manifest.replace("format = 1", "format = 1\ngit = true"))
    text = '[[mutants]]\nname = "few"\nwhy = "w"\nfails = ["create"]\n[mutants.git]\ncommits = 2\n'
    (course / "day2/cups/mutants/flask.toml").write_text(text)
    found = {subject.name: subject for subject in subjects(load_day("day2", course), ("flask",))}
    few, right = found["day2/cups flask few"], found["day2 flask solution"]
    assert few.git.commits == 2
    assert right.git.commits == 6
    assert found["day2/spoons flask forgets"].git is None
    assert replace(few, git=None).digest != few.digest
    (course / "day2/cups/mutants/flask.toml").write_text(text.replace("commits", "commit"))
    with pytest.raises(CourseError, match=r"\[mutants.git\]"):
        list(subjects(load_day("day2", course), ("flask",)))


def test_code_for_other_days_is_left_out(tmp_path):
    """A helper that no check of an exercise leads to is not in its hash; what it imports itself, anywhere, is."""
    file = tmp_path / "test_a.py"
    file.write_text("def test_a(api):\n    from grader.checks.todos import task\n    import grader.checks.shop_tasks\n")
    assert imported(file) == {"todos", "shop_tasks"}
    file = tmp_path / "test_b.py"
    file.write_text("from grader.checks import ANY, moments\n")
    assert imported(file) == {"ANY", "moments"}
    assert "api" in reachable({"auth"})
    assert "hashes" not in reachable({"todos"})
    assert grader_digest(frozenset({"hashes"})) != grader_digest(frozenset())
    assert grader_digest(frozenset({"api"})) == grader_digest(frozenset())  # which every run needs
    assert all((FOR_CHECKS / f"{name}.py").is_file() for name in reachable({"todos", "auth"}) - {"ANY"})


def test_what_proofs_leave_out_is_reached_by_nothing_in_them():
    """Of the modules that judge, only the list of runners leads to those that are the local runner's alone."""
    from grader import digests

    judging = [
        file
        for place in digests.HOME.iterdir()
        if place.name not in digests.NOT_JUDGING
        for file in digests.files_of(place)
        if file.suffix == ".py"
    ]
    names = {name.removesuffix(".py").replace("/", ".") for name in digests.HERE_ALONE}
    known = {file.relative_to(digests.HOME).as_posix() for file in judging}
    assert known >= digests.HERE_ALONE
    found = {}
    for file in judging:
        name = file.relative_to(digests.HOME).as_posix()
        text = file.read_text(encoding="utf-8")
        imports = {each for each in names if re.search(rf"grader\.{each}\b", text) or imported_from(each, text)}
        if imports and name not in digests.HERE_ALONE:
            found[name] = imports
    assert found == {"runners/__init__.py": {"runners.local"}}


def imported_from(module: str, text: str) -> bool:
    """Whether a text imports a module from its package: `from grader.runners import local`."""
    package, _, name = module.rpartition(".")
    listed = re.findall(rf"from grader\.{package} import \(?([\w, \n]+)", text)
    return any(name in re.split(r"[,\s]+", names) for names in listed)
