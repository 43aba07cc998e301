EVERYWHERE = ("0.0.0.0", "::")


def test_listens_for_everybody(app):
    """The server listens on 0.0.0.0 (or ::), not on 127.0.0.1, which only your own machine can reach."""
    places, _ = app.listening()
    reachable = [address for address, _ in places if address in EVERYWHERE]
    assert reachable, f"the server listens on 0.0.0.0, not on {', '.join(sorted({a for a, _ in places})) or 'nothing'}"


def test_listens_where_it_is_told(app):
    """The server listens at the port in the environment variable PORT."""
    places, port = app.listening()
    ports = sorted({port for _, port in places})
    assert port in ports, f"the server listens at port {port}, which PORT says, not at {', '.join(map(str, ports))}"
