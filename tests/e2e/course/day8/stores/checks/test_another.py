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
