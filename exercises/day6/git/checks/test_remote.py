from grader.checks.values import Miss


def test_has_an_origin(git):
    """There is a remote that is called origin."""
    if not git.origin:
        raise Miss("a remote called origin", "none")


def test_nothing_is_left_over(git):
    """In this project everything is committed or ignored: git status has nothing to say."""
    if git.changed:
        more = f" and {len(git.changed) - 1} more" if len(git.changed) > 1 else ""
        raise Miss("nothing that is neither committed nor ignored", f"{git.changed[0]}{more}")
