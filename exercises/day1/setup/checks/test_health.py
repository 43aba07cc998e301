from grader.checks import containing


def test_health(api):
    """GET /health answers 200 with a JSON object whose status is "ok"."""
    reply = api.get("/health")
    assert reply.status_code == 200
    assert reply.media_type == "application/json"
    assert reply.json() == containing(status="ok")
