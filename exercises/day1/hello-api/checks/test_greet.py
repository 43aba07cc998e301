import re

from grader.checks import ERROR

GREETINGS = {"en": "Hello", "es": "Hola", "fr": "Bonjour", "de": "Hallo"}


def not_named(reply):
    """Languages that the text of the error does not name as words of their own."""
    return [language for language in GREETINGS if not re.search(rf"\b{language}\b", reply.text)]


def test_greets(api, fake):
    """POST /api/greetings answers 201 with the greeting, in each of the four languages."""
    for language, word in GREETINGS.items():
        name = f"{fake.word().title()} é"
        reply = api.post("/api/greetings", json={"name": name, "language": language})
        assert reply.status_code == 201
        assert reply.json() == {"greeting": f"{word}, {name}!"}


def test_another_language(api, fake):
    """Another language is 422, and the error's text names the four that there are."""
    for language in ("it", "xx", fake.word()):
        reply = api.post("/api/greetings", json={"name": fake.word(), "language": language})
        assert reply.status_code == 422
        assert reply.json() == ERROR
        assert not not_named(reply), f"the error names all four languages, but not {not_named(reply)}"


def test_no_language(api, fake):
    """No language is 422, and the error's text names the four that there are."""
    reply = api.post("/api/greetings", json={"name": fake.word()})
    assert reply.status_code == 422
    assert reply.json() == ERROR
    assert not not_named(reply), f"the error names all four languages, but not {not_named(reply)}"
