from grader.checks import ERROR


def test_an_unknown_path(api, fake):
    """A path that does not exist answers 404 with a JSON error, at the top and below."""
    for path in (f"/{fake.word()}-{fake.integer(100, 999)}", f"/api/{fake.word()}/{fake.word()}"):
        reply = api.get(path)
        assert reply.status_code == 404
        assert reply.json() == ERROR
