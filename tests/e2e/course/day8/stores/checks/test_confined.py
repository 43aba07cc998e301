def test_confined(api):
    """Neither the server's files nor its rights are the app's, and no other password is in its environment."""
    assert api.get("/confined").json() == []
