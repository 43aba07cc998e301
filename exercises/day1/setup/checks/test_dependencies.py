from grader.checks import one_of

FRAMEWORKS = ("flask", "django", "express")


def test_the_framework_is_declared(project):
    """requirements.txt (or pyproject.toml), or package.json, names the framework that the project uses."""
    named = [name for name in project.declared() if name in FRAMEWORKS]
    assert (named or ["no framework"])[0] == one_of(*FRAMEWORKS)
