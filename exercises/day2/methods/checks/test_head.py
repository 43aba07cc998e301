from grader.checks.rest import address, make


def test_is_get_without_a_body(api, fake):
    """HEAD /users/<id> answers with GET's status and Content-Type, and no body."""
    user = make(api, "/users", fake.user())[0]
    where = address("/users", user["id"])
    get, head = api.get(where), api.head(where)
    assert head.status_code == 200
    assert head.status_code == get.status_code
    assert head.headers.get("Content-Type") == get.headers.get("Content-Type")
    assert head.content == b"", "an answer to HEAD has no body"


def test_unknown_is_404(api, fake):
    """HEAD on an unknown id answers 404 with GET's Content-Type, and no body."""
    where = f"/users/{fake.word()}"
    get, head = api.get(where), api.head(where)
    assert head.status_code == 404
    assert head.headers.get("Content-Type") == get.headers.get("Content-Type")
    assert head.content == b"", "an answer to HEAD has no body"
