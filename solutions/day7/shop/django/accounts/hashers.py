"""How passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id with the smaller of the settings that OWASP recommends: 19 MiB of memory, two rounds, one thread.

    Django's own setting takes 100 MiB and eight threads for every login: on a machine with one processor and half a
    gigabyte, a handful of logins at the same time would be the end. This one takes less than a tenth of a second there.
    The hash names its setting, so it can be raised later: who logs in then gets a new hash.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
