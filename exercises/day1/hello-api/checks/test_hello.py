def test_hello(api):
    """GET /api/hello answers 200 with {"message": "Hello, World!"}."""
    reply = api.get("/api/hello")
    assert reply.status_code == 200
    assert reply.media_type == "application/json"
    assert reply.json() == {"message": "Hello, World!"}
