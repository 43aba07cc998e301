from grader.checks.values import Miss

EVERYWHERE = ("0.0.0.0", "::", "[::]")


def told(places):
    """What it listens on, in words."""
    return ", ".join(sorted({f"{address}:{port}" for address, port in places})) or "nothing"


def test_there_is_a_production_command(app):
    """There is a production command: of a Dockerfile, of a Procfile (web:), or the script `start` of package.json."""
    if not app.production().command:
        raise Miss("a Dockerfile with CMD, a Procfile with a line web:, or a script start in package.json", "none")


def test_listens_where_the_platform_expects_it(app):
    """What it starts listens on 0.0.0.0 (or [::]), at the port in the environment variable PORT."""
    app.restart(production=True)
    places, port = app.listening()
    right = [address for address, at in places if at == port and address in EVERYWHERE]
    if not right:
        raise Miss(f"a server that listens on 0.0.0.0:{port}, by `{app.production().command}`", told(places))
