from grader.checks import DoesNotApply, jwts
from grader.checks.auth import tried


def test_forged(api, people):
    """A token that says alg none, is signed with an empty or a common key, or names an unknown algorithm: 401."""
    credentials = people.someone().credentials
    if credentials.jwt is None:
        raise DoesNotApply("this project logs in with sessions: there is no JWT to forge")
    name, token = credentials.jwt
    assert tried(api, credentials).status_code == 200
    for what, forged in jwts.forgeries(token, more_secrets=[people.someone().email]):
        reply = tried(api, credentials.with_key(name, forged))
        assert reply.status_code != 200, f"a token with {what} was taken for a real one"
        assert reply.status_code == 401
