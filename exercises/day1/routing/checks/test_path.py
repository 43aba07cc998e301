from urllib.parse import quote


def test_a_name(api, fake):
    """GET /hello/<name> answers 200 with {"message": "Hello, <name>!"}."""
    for name in (fake.word().title(), fake.word()):
        reply = api.get(f"/hello/{name}")
        assert reply.status_code == 200
        assert reply.json() == {"message": f"Hello, {name}!"}


def test_a_space(api, fake):
    """A space in the name comes percent-encoded, as %20, and is a space again in the answer."""
    name = f"{fake.word()} {fake.word()}"
    reply = api.get(f"/hello/{quote(name)}")
    assert reply.status_code == 200
    assert reply.json() == {"message": f"Hello, {name}!"}


def test_other_letters(api, fake):
    """A name with é or 日本 comes percent-encoded in UTF-8 and is the same again in the answer."""
    for name in (f"{fake.word()}é", f"日本{fake.word()}"):
        reply = api.get(f"/hello/{quote(name)}")
        assert reply.status_code == 200
        assert reply.json() == {"message": f"Hello, {name}!"}
