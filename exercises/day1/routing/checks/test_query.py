from grader.checks.rest import refusal


def test_both(api, fake):
    """GET /search?q=tea&limit=5 answers 200 with {"q": "tea", "limit": 5}: limit is a number."""
    for limit in (fake.integer(2, 99), 1, 100):
        word = fake.word()
        reply = api.get("/search", params={"q": word, "limit": limit})
        assert reply.status_code == 200
        assert reply.json() == {"q": word, "limit": limit}


def test_limit_is_10_when_absent(api, fake):
    """Without limit it is 10."""
    word = fake.word()
    reply = api.get("/search", params={"q": word})
    assert reply.status_code == 200
    assert reply.json() == {"q": word, "limit": 10}


def test_decodes_q(api, fake):
    """q comes back as it was meant: a space, &, é and + are encoded in the address."""
    word = f"{fake.word()} & {fake.word()}+é"
    reply = api.get("/search", params={"q": word})
    assert reply.status_code == 200
    assert reply.json() == {"q": word, "limit": 10}


def test_q_is_needed(api):
    """No q, or an empty one, is 422, and `fields` says so for q."""
    for params in ({}, {"q": ""}, {"q": "", "limit": 5}):
        reply = api.get("/search", params=params)
        assert reply.status_code == 422
        assert reply.json() == refusal("q")


def test_limit_is_in_range(api, fake):
    """A limit that is not a whole number from 1 to 100 is 422: 0, 101, -1, 5.5, abc."""
    for limit in ("0", "101", "-1", "5.5", "abc", fake.word(), str(fake.integer(102, 9999))):
        reply = api.get("/search", params={"q": fake.word(), "limit": limit})
        assert reply.status_code == 422
        assert reply.json() == refusal("limit")
