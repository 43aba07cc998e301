from grader.server.answers import Unavailable


def test_another(api, app, database, fake):
    """An app with another URL sees nothing of the first database, and the other way round."""
    word, other = fake.word(), fake.word()
    api.put("/rows", json=word)
    app.restart({"DATABASE_URL": database.another()})
    assert api.get("/rows").json() == []
    api.put("/rows", json=other)
    assert api.get("/rows").json() == [other]
    app.restart()
    assert word in api.get("/rows").json()
    assert other not in api.get("/rows").json()


def test_on_another_kind(api, app, database, fake):
    """The app works on a database of another kind, too, where this run can give one, and then on its own again."""
    word, other = fake.word(), fake.word()
    api.put("/rows", json=word)
    for kind in ("sqlite", "postgres", "mysql"):
        try:
            url = database.on(kind)
        except Unavailable:
            continue
        assert url.partition(":")[0] == {"postgres": "postgresql"}.get(kind, kind)
        there = app.second({"DATABASE_URL": url})
        assert there.get("/rows").json() == []
        there.put("/rows", json=other)
        assert there.get("/rows").json() == [other]
    assert word in api.get("/rows").json()
    assert other not in api.get("/rows").json()
