from grader.checks import jwts
from grader.checks.auth import needed, tried
from grader.checks.credentials import changed_in_the_middle


def test_changed_signature(api, people):
    """A character changed in the middle of the signature, or of the cookie's value, makes it worth nothing: 401."""
    credentials = needed(api, people.someone().credentials)
    for name, value in credentials.keys.items():
        changed = changed_in_the_middle(value)
        if jwts.is_jwt(value):
            token = jwts.read(value)
            changed = token.with_signature(changed_in_the_middle(token.signature))
        assert tried(api, credentials).status_code == 200
        assert tried(api, credentials.with_key(name, changed)).status_code == 401


def test_changed_payload(api, people, fake):
    """A payload changed under the old signature, such as another's id, is refused with 401."""
    someone, other = people.someone(), people.other()
    credentials = someone.credentials
    for name, value in credentials.keys.items():
        if jwts.is_jwt(value):
            token = jwts.read(value)
            assert tried(api, credentials).status_code == 200
            for change in ({"sub": str(other.user["id"])}, {"exp": 4102444800}, {"role": "admin"}, {"x": fake.word()}):
                forged = token.with_claims({**token.claims, **change})
                assert tried(api, credentials.with_key(name, forged)).status_code == 401
