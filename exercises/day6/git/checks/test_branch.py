from grader.checks.values import Miss


def test_something_was_merged(git):
    """There is a merge commit in the history: one with two parents."""
    if not any(len(commit.parents) > 1 for commit in git.all_commits):
        raise Miss("a merge commit in the history", f"none among {len(git.all_commits)} commits")
