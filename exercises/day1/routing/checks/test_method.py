from grader.checks.rest import allowed


def test_delete_search(api):
    """DELETE /search answers 405, and its Allow header names GET but not DELETE."""
    reply = api.delete("/search")
    assert reply.status_code == 405
    assert "GET" in allowed(reply), "Allow names GET, which works here"
    assert "DELETE" not in allowed(reply), "Allow does not name the method that was just refused"
