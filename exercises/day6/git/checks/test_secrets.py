from grader.checks.values import Miss


def test_history_has_none(git):
    """No commit over this project's files holds a key, or a real value for a *_KEY, *_PASSWORD or *_TOKEN."""
    if git.secrets:
        first, *others = git.secrets
        more = f" (and {len(others)} more)" if others else ""
        where = f"{first.path}, line {first.line}, in commit {first.commit[:10]}"
        raise Miss("a history without secrets", f"{first.kind} in {where}{more}")
