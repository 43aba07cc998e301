from grader.checks import projects

LEAST = 8
FAULTS = {
    "create-200": "the exact status after a todo is made",
    "empty-title": "what is accepted as a title",
    "change-loses-tags": "what a change leaves as it was",
    "delete-keeps": "whether a deleted todo is gone",
    "no-login": "what somebody without credentials gets",
    "others-visible": "what one user sees of another's todos",
    "filter-ignored": "what a list leaves out when it is filtered",
    "total-of-page": "the total of a list that has more than one page",
    "move-stays": "the order after a move",
    "viewer-edits": "what somebody may do with whom a todo is shared for looking alone",
    "share-stays": "what somebody sees after a share has ended",
    "bulk-half": "what is left when one operation of a bulk is bad",
}


def test_found(suite):
    """Tests of yours are found, and at least five requests of theirs reach the server, /health not counted."""
    projects.tests_are_found(suite)


def test_right_server(suite):
    """Your tests pass on the course's right server, each of three times."""
    projects.tests_pass(suite.right, "the course's server")


def test_own_project(suite):
    """Your tests pass on your own project."""
    projects.tests_pass(suite.own, "your own project")


def test_faults(suite):
    """Your tests catch at least 8 of the 12 servers with one fault each."""
    projects.tests_catch(suite, FAULTS, LEAST)
