def test_structure(project):
    """At least one route is defined outside the file that starts the server."""
    starts, elsewhere = project.routes()
    assert elsewhere, f"a route in another file than {' and '.join(starts) or 'the one that starts the server'}"
