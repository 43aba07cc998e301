"""What is different on every machine comes from the environment. A secret never stands in the code."""

import os
import secrets
import sys


def secret_key() -> str:
    """The key that tokens are signed with. Whoever knows it can be anybody, so no fixed one stands here."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    print("WARNING: no SECRET_KEY in the environment. A random one will do until the next start.", file=sys.stderr)
    return secrets.token_hex(32)


SECRET_KEY = secret_key()
TOKEN_TTL_SECONDS = int(os.environ.get("TOKEN_TTL_SECONDS") or 900)
ADMIN_EMAIL = os.environ.get("ADMIN_EMAIL", "").strip().lower()
