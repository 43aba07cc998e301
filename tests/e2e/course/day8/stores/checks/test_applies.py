from grader.checks import DoesNotApply


def test_applies():
    """Says that it does not apply."""
    raise DoesNotApply("this project does it in another way")
