from grader.checks.values import Miss

# In Django a route always is in a urls.py, and what counts is where its view is.
WHAT = {
    "flask": "a route (of a Blueprint, by add_url_rule, or a view class) in another file than {}",
    "express": "a route (of a Router) in another file than {}",
    "django": "a view in another file than the urls.py that leads to it, such as views.py",
}


def test_structure(project):
    """At least one route has what answers it in a file of its own, not where everything else is."""
    starts, elsewhere = project.routes()
    if not elsewhere:
        raise Miss(WHAT[project.track()].format(" and ".join(starts) or "the one that starts the server"), "none")
