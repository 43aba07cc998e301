import time

from grader.checks import jwts
from grader.checks.auth import needed, tried
from grader.checks.cookies import set_cookies
from grader.checks.matchers import number

DEFAULT = 900
SHORT = 2


def test_says_when(api, app, people):
    """The token's exp, or the cookie's Max-Age or Expires, says that it ends after TOKEN_TTL_SECONDS."""
    ttl = float(app.env.get("TOKEN_TTL_SECONDS", DEFAULT))
    someone, client = people.someone(), people.client()
    reply = client.login(someone.email, someone.password)
    credentials = client.credentials()
    if credentials.token:
        claims = jwts.read(credentials.token).claims
        assert claims["exp"] - claims.get("iat", time.time()) == number(ttl, within=5)
        assert reply.json()["expires_in"] == number(ttl, within=5)
        return
    proofs = needed(api, credentials).keys
    for cookie in [cookie for cookie in set_cookies(reply) if cookie.name in proofs]:
        assert cookie.seconds() is not None, f"the cookie {cookie.name[:60]} has neither Max-Age nor Expires"
        assert cookie.seconds() == number(ttl, within=15)


def test_ends(api, app, people):
    """Past TOKEN_TTL_SECONDS, counted from the last request, the same credentials are refused with 401."""
    someone = people.someone()
    app.restart({"TOKEN_TTL_SECONDS": str(SHORT)})
    reply = None
    for _ in range(3):  # on a busy machine a login may take so long that what it gave has ended already
        began = time.monotonic()
        client = people.client()
        client.login(someone.email, someone.password)
        credentials = client.credentials()
        reply = tried(api, credentials)
        if reply.status_code == 200 or time.monotonic() - began < SHORT - 1:
            break
    assert reply.status_code == 200
    time.sleep(SHORT + 1.1)
    assert tried(api, credentials).status_code == 401
