def test_survives(api, app, database, fake):
    """What was committed is there after the app and the server were killed."""
    word = fake.word()
    api.put("/rows", json=word)
    app.kill()
    if database.is_server:
        database.stop()
        database.start()
    app.start()
    assert word in api.get("/rows").json()
