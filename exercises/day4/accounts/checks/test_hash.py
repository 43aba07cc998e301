from grader.checks.hashes import betrayed, slow_hashes, strings
from grader.checks.town import draw_password


def test_password_is_nowhere(people, database):
    """The password is nowhere in the database: not plain, not encoded, not in a fast hash without a salt."""
    person = people.fresh()
    texts = list(strings(database.tables()))
    stored = any(person.email.lower() in text.lower() for text in texts)
    assert stored, "the new account is not in the database that DATABASE_URL names"
    found = betrayed(texts, [person.password])
    assert not found, f"the database holds {found}"


def test_slow_and_salted(people, database, fake):
    """What is stored of a password is a slow hash that names its algorithm, and equal passwords have different ones."""
    before = set(strings(database.tables()))
    password = draw_password(fake)
    for _ in range(2):
        people.register(people.account(password=password))
    hashes, weak = slow_hashes(set(strings(database.tables())) - before)
    assert not weak, f"the hash is too fast: {weak[0]}"
    assert hashes, "no new value in the database is a hash by argon2, bcrypt, scrypt or PBKDF2 in a form that says so"
    assert len(hashes) > 1, "two users with the same password have the same hash: each needs a salt of its own"
