def test_tables(api, database, fake):
    """Rows are found by table and column, texts as they were."""
    words = [fake.word(), "O'Reilly; DROP \\ %_ é 日本 🦄"]
    for word in words:
        api.put("/rows", json=word)
    stored = [row["word"] for row in database.tables()["backend_words"]]
    assert all(word in stored for word in words)


def test_is_what_the_app_was_told(api, database):
    """The kind that a check sees is the kind of the app's URL."""
    assert api.get("/kind").json() == database.kind
