def test_alone(api):
    """No route leads out of the sandbox: not to a public address, not to a gateway."""
    assert api.get("/reach/192.0.2.1/80").json() == "unreachable"
    assert api.get("/interfaces").json() == ["lo"]
