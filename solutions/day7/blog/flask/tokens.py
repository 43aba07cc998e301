"""Tokens: a signed JWT says who somebody is, until it ends or is taken back.

Anybody can read what is in one, so nothing secret is. What a signature can't say, the database must: that a token was
logged out (a row in revoked_tokens).
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from db import Base, now
from settings import SECRET_KEY, TOKEN_TTL_SECONDS
from users import User

ALGORITHM = "HS256"
CLAIMS = ["sub", "iat", "exp", "jti"]


class RevokedToken(Base):
    __tablename__ = "revoked_tokens"

    jti: Mapped[str] = mapped_column(String(36), primary_key=True)
    expires_at: Mapped[datetime]


def issue(user: User) -> str:
    """A new token for this user."""
    moment = now()
    claims = {
        "sub": str(user.id),
        "iat": moment,
        "exp": moment + timedelta(seconds=TOKEN_TTL_SECONDS),
        "jti": str(uuid4()),
    }
    return jwt.encode(claims, SECRET_KEY, ALGORITHM)


def read(session: Session, token: str) -> tuple[User, dict[str, Any]] | None:
    """Whose token it is, and its claims. None where it proves nothing."""
    try:
        # The algorithm is ours to choose. The token's own header names one too, but an attacker can write "none" there.
        claims = jwt.decode(token, SECRET_KEY, algorithms=[ALGORITHM], options={"require": CLAIMS})
    except jwt.InvalidTokenError:
        return None
    user = session.get(User, int(claims["sub"]))
    if user is None or session.get(RevokedToken, claims["jti"]):
        return None
    return user, claims


def revoke(session: Session, claims: dict[str, Any]) -> None:
    """Takes a token back. Those that have ended by themselves need not be remembered any longer."""
    session.execute(delete(RevokedToken).where(RevokedToken.expires_at < now()))
    session.merge(RevokedToken(jti=claims["jti"], expires_at=datetime.fromtimestamp(claims["exp"], now().tzinfo)))
