"""Passwords are stored as slow, salted hashes: who steals the database can only guess, and each guess costs time."""

from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# Argon2id with 24 MiB of memory and three passes, a little more than the least that OWASP recommends.
hasher = PasswordHasher(time_cost=3, memory_cost=24 * 1024, parallelism=1)

# Two at a time, the others wait: twenty logins at once would otherwise need twenty times the memory.
workers = ThreadPoolExecutor(max_workers=2)


def hashed(password: str) -> str:
    return workers.submit(hasher.hash, password).result()


NOBODYS_HASH = hashed(token_hex())


def fits(password: str, password_hash: str | None) -> bool:
    """Whether it is the password. Where there is no hash, because there is no such user, it takes as long as with one:
    otherwise the time would tell strangers who has an account.
    """
    try:
        workers.submit(hasher.verify, password_hash or NOBODYS_HASH, password).result()
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
