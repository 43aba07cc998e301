CANARY = "CANARY-7f3"  # no learner code may ever find this


def test_held(api):
    """GET /reached answers the list of what the app reached, which is empty."""
    assert api.get("/reached").json() == []
