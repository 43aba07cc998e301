import time

from grader.checks import jwts
from grader.checks.auth import needed, tried
from grader.checks.cookies import set_cookies
from grader.checks.matchers import number

DEFAULT = 900
SHORTEST, LONGEST = 2, 10


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
    ttl = short_ttl(someone)
    app.restart({"TOKEN_TTL_SECONDS": str(ttl)})
    for _ in range(3):
        began = time.monotonic()
        credentials = someone.again().credentials()
        reply = tried(api, credentials)
        if reply.status_code == 200 or time.monotonic() - began < ttl - 1:
            break  # else the login took so long that what it gave has ended already
    assert reply.status_code == 200
    time.sleep(ttl + 1.1)
    assert tried(api, credentials).status_code == 401


def short_ttl(person):
    """Seconds that are soon over, and yet longer than a login takes on a busy machine."""
    began = time.monotonic()
    person.again()
    return min(SHORTEST + int(4 * (time.monotonic() - began)), LONGEST)
