from grader.checks.platforms import PLATFORMS, Files, found
from grader.checks.values import Miss

NAMES = ", ".join(file for file, _ in PLATFORMS)


def looked_at(app, project):
    """The platforms whose file is there. Raises Miss where there is none."""
    there = found(Files(frozenset(project.paths()), project.text, project.track() == "express", app.production()))
    if not there:
        raise Miss(f"one of {NAMES}", "none of them")
    return there


def test_has_a_file_with_the_right_shape(app, project):
    """The file of one platform is there, can be read, and has what the platform needs."""
    there = looked_at(app, project)
    if all(one.faults for one in there):
        raise Miss(f"a file that {there[0].platform} can use", there[0].faults[0])


def test_starts_what_was_tested(app, project):
    """The start command in it, where the format has one, is the production command that was tested."""
    there = looked_at(app, project)
    right = [one for one in there if not one.faults] or there
    if all(one.differs for one in right):
        raise Miss("the same start command everywhere", right[0].differs[0])
