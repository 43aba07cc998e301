from grader.checks import DoesNotApply
from grader.checks.dockerfiles import as_root, leaves_out, secrets, unpinned
from grader.checks.values import Miss

DOCKERFILE, IGNORE = "Dockerfile", ".dockerignore"


def dockerfile(project):
    """Its text. A project may well do without."""
    if DOCKERFILE not in project.paths():
        raise DoesNotApply("this project has no Dockerfile")
    return project.text(DOCKERFILE)


def test_base(project):
    """The base image is pinned: its tag has a version, and is not latest."""
    if faults := unpinned(dockerfile(project)):
        raise Miss("a base with a version, such as python:3.12-slim or node:22-slim", faults[0])


def test_user(project):
    """It does not run as root: the last stage has a USER that is somebody else."""
    if faults := as_root(dockerfile(project)):
        raise Miss("a USER that is not root", faults[0])


def test_dockerignore(project):
    """A .dockerignore leaves out .env, .git, and .venv or node_modules."""
    dockerfile(project)
    rules = project.text(IGNORE) if IGNORE in project.paths() else ""
    if not rules:
        raise Miss(f"a file {IGNORE} beside the Dockerfile", "none")
    installed = "node_modules/express/index.js" if project.track() == "express" else ".venv/bin/python"
    taken = [path for path in (".env", ".git/config", installed) if not leaves_out(rules, path)]
    if taken:
        raise Miss(f"a {IGNORE} that leaves out {taken[0].partition('/')[0]}", f"one that lets {taken[0]} in")


def test_secrets(project):
    """No secret is written into it or copied into the image."""
    if faults := secrets(dockerfile(project)):
        raise Miss("a Dockerfile without a secret", faults[0])
