from grader.checks import projects

LEAST = 8
FAULTS = {
    "create-200": "the exact status after something was made",
    "empty-title": "a title that no post can have",
    "nobody-writes": "requests of nobody",
    "logout-keeps": "what the credentials can do after a logout",
    "others-change": "what belongs to somebody else",
    "draft-shown": "who sees a draft",
    "slug-moves": "the address of a post whose title has changed",
    "publish-forgets": "a post after it was published",
    "comment-stays": "the comments after one was deleted",
    "tag-ignored": "what a search by tag leaves out",
    "feed-repeats": "all pages of the feed together",
    "email-shown": "what others see of an author",
}


def test_found(suite):
    """Your tests are found, and at least five of their requests reach the server."""
    projects.tests_are_found(suite)


def test_pass_on_the_courses_blog(suite):
    """Your tests pass on the course's blog, which keeps the contract."""
    projects.tests_are_found(suite)
    projects.tests_pass(suite.right, "the course's blog")


def test_pass_on_your_own(suite):
    """Your tests pass on your own blog."""
    projects.tests_pass(suite.own, "your own blog")


def test_catch_faults(suite):
    """Of twelve blogs with a fault each your tests catch at least eight."""
    projects.tests_catch(suite, FAULTS, LEAST)
