def test_counts_one_by_one(api):
    """GET /api/visits answers {"visits": n}, and n rises by exactly 1 with each call."""
    reply = api.get("/api/visits")
    assert reply.status_code == 200
    first = reply.json()["visits"]
    assert type(first) is int, "visits is a whole number"
    assert reply.json() == {"visits": first}
    for step in range(1, 6):
        assert api.get("/api/visits").json() == {"visits": first + step}


def test_counts_all_at_once(api, crowd):
    """Twenty calls at the same time count twenty, and no two of them get the same number."""
    first = api.get("/api/visits").json()["visits"]
    replies = crowd.send([("GET", "/api/visits", {})] * 20)
    numbers = sorted(reply.json()["visits"] for reply in replies)
    assert numbers == list(range(first + 1, first + 21))
