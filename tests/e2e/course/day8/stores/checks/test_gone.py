import pytest


def test_gone(api, database, fake):
    """Without its server an app's queries fail; with it they work again, without a restart."""
    if not database.is_server:
        with pytest.raises(Exception, match="SQLite is a file"):
            database.stop()
        return
    word = fake.word()
    api.put("/rows", json=word)
    database.stop()
    assert api.get("/rows").status_code == 503
    database.start()
    assert word in api.get("/rows").json()


def test_is_put_right(api, database):
    """A check that leaves it down leaves nothing to the next one."""
    if database.is_server:
        database.stop()


def test_was_put_right(api):
    """The next one finds it."""
    assert api.get("/rows").status_code == 200
