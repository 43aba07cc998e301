from grader.checks import containing
from grader.checks.values import Miss


def test_is_asked_over_https(online):
    """The address is https://…; plain HTTP is right for your own machine alone."""
    if not (online.https or online.loopback):
        raise Miss("an address that begins with https://", online.base_url)


def test_health(online):
    """GET /health answers 200 with status "ok", within 90 s if the server was asleep."""
    reply = online.first()
    assert reply.status_code == 200
    assert reply.json() == containing(status="ok")
