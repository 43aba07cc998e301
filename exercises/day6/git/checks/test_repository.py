from grader.checks.values import Miss

FEWEST = 5


def test_has_commits(git):
    """The project is in a Git repository, and at least five commits touch its files."""
    if len(git.commits) < FEWEST:
        raise Miss(f"at least {FEWEST} commits over this project's files", str(len(git.commits)))
