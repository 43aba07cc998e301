def test_sane(api, fake):
    """GET /echo/<word> answers the word."""
    word = fake.word()
    assert api.get(f"/echo/{word}").json() == word
