"""Tokens: a signed JWT says who somebody is, until it ends or is taken back.

PyJWT makes and reads them: `jwt.encode(claims, key, algorithm)` gives a text, `jwt.decode(token, key, algorithms=[…])`
gives the claims back or raises an InvalidTokenError. Paste a token into any JWT viewer: everybody can read the claims.

    sub   whose token it is: the user's id, as a text
    iat   when it was issued, and
    exp   when it ends: a datetime in UTC will do, PyJWT makes the number of it
    jti   an id of the token's own, such as str(uuid4()), so that it can be told from all others
"""

from typing import Any

from sqlalchemy.orm import Session

from users import User

# TODO tokens.logout: a signature stays valid. So the database has to remember which tokens were taken back: a table
#   with their jti, and when they end (after that a row is of no use). And read() looks there.


def issue(user: User) -> str:
    """A new token for this user."""
    # TODO tokens.claims: which claims? Neither the password nor its hash.
    # TODO tokens.secret: signed with SECRET_KEY from settings.py.
    # TODO tokens.expiry: exp is TOKEN_TTL_SECONDS after iat.
    raise NotImplementedError


def read(session: Session, token: str) -> tuple[User, dict[str, Any]] | None:
    """Whose token it is, and its claims. None where it proves nothing."""
    # TODO tokens.tampered: verify the signature, never just decode. What can jwt.decode() raise?
    # TODO tokens.none: the token's header names an algorithm, and whoever made the token wrote it. Which ones may it
    #   be?
    # TODO tokens.me: `session.get(User, …)` with the id from sub. The user may be gone.
    # TODO login-flow.change-password: a token from before the last change of password is worthless.
    raise NotImplementedError


def revoke(session: Session, claims: dict[str, Any]) -> None:
    """Takes a token back before it ends."""
    # TODO tokens.logout: remember its jti.
    raise NotImplementedError
