"""Passwords are stored as slow, salted hashes: who steals the database can only guess, and each guess costs time.

argon2-cffi makes them. `PasswordHasher()` has two methods: `hash(password)` gives a text that holds the salt and the
settings too, and `verify(that_text, password)` raises VerificationError (from argon2.exceptions) for a wrong password.
"""


def hashed(password: str) -> str:
    """The hash of a new password, to be stored."""
    # TODO accounts.hash: why not sha256? Try how many of those this machine does in a second. One of these may well
    #   take a twentieth of a second, and by default 64 MiB of memory: with time_cost and memory_cost you decide.
    raise NotImplementedError


def fits(password: str, password_hash: str | None) -> bool:
    """Whether it is the password. The hash is None where there is no such user."""
    # TODO accounts.login: False for a wrong password, not an exception.
    # TODO accounts.wrong: for a user who does not exist it takes as long as for one who does. So there must be
    #   something to verify then, too: the hash of any text.
    raise NotImplementedError
