import json

from grader.checks import ERROR
from grader.checks.notes import JSON, NOTES, listed, missing, note, rare, read, whole
from grader.checks.rest import address, make, refusal

CAT = "🐈"  # one character, which JavaScript counts as two and UTF-8 writes in four bytes
WRONG = {
    "title": ["", "x" * 201, CAT * 201, "é" * 201, None, 7, True, ["Lamp"], {"text": "Lamp"}],
    "body": ["x" * 10_001, None, 7, False, ["a"], {"text": "b"}],
}


def sends(api, method, path, body):
    """With the letters themselves in the body, as browsers do: escapes would make the longest twelve times as long."""
    return api.request(method, path, data=json.dumps(body, ensure_ascii=False), headers=JSON)


def refuses(reply, *fields):
    assert reply.status_code == 422
    assert reply.json() == refusal(*fields)


def test_title(api, fake):
    """A title that is no text of 1 to 200 characters is refused: 422, and fields has a message for title."""
    for title in WRONG["title"]:
        refuses(sends(api, "POST", NOTES, note(fake, title=title)), "title")


def test_body(api, fake):
    """A body that is no text of at most 10 000 characters is refused: 422, and fields has a message for body."""
    for body in WRONG["body"]:
        refuses(sends(api, "POST", NOTES, note(fake, body=body)), "body")


def test_missing_title(api, fake):
    """POST and PUT without a title are refused: 422, and fields names it."""
    sent = note(fake)
    made = make(api, NOTES, sent)[0]
    refuses(api.post(NOTES, json={"body": fake.word()}), "title")
    refuses(api.post(NOTES, json={}), "title")
    refuses(api.put(address(NOTES, made["id"]), json={"body": fake.word()}), "title")
    assert read(api, address(NOTES, made["id"])) == whole(sent, made["id"])


def test_two_at_once(api, fake):
    """When title and body are both wrong, fields names both."""
    for _ in range(4):
        wrong = {field: fake.choice(values) for field, values in WRONG.items()}
        refuses(sends(api, "POST", NOTES, wrong), "body", "title")


def test_accepts_the_longest(api, fake):
    """A title of 200 and a body of 10 000 characters are accepted and come back whole, whatever the alphabet."""
    start = fake.word()
    for letter in ("x", "é", "猫", CAT):
        sent = {"title": start.ljust(200, letter), "body": start.ljust(10_000, letter)}
        reply = sends(api, "POST", NOTES, sent)
        assert reply.status_code == 201
        assert reply.json() == whole(sent)
        assert read(api, address(NOTES, reply.json()["id"])) == whole(sent, reply.json()["id"])


def test_accepts_the_shortest(api, fake):
    """A title of one character and an empty body are accepted."""
    for title in (fake.choice("abcdefgh"), "é", "猫", CAT):
        sent = {"title": title, "body": ""}
        reply = sends(api, "POST", NOTES, sent)
        assert reply.status_code == 201
        assert reply.json() == whole(sent)


def test_patch_and_put(api, fake):
    """PATCH and PUT obey the same rules: a wrong value is refused with 422 and fields, and the note stays as it is."""
    sent = note(fake)
    made = make(api, NOTES, sent)[0]
    where = address(NOTES, made["id"])
    for field, values in WRONG.items():
        for value in values:
            refuses(sends(api, "PATCH", where, {field: value}), field)
        for value in fake.sample(values, 3):
            refuses(sends(api, "PUT", where, note(fake) | {field: value}), field)
    assert read(api, where) == whole(sent, made["id"])


def test_patch_is_all_or_nothing(api, fake):
    """A PATCH with one good and one wrong field changes neither."""
    sent = note(fake)
    made = make(api, NOTES, sent)[0]
    where = address(NOTES, made["id"])
    for good, wrong in (("title", "body"), ("body", "title")):
        refuses(sends(api, "PATCH", where, {good: fake.word(), wrong: fake.choice(WRONG[wrong])}), wrong)
        assert read(api, where) == whole(sent, made["id"])


def test_not_an_object(api, fake):
    """A body that is JSON but not an object is refused with a JSON error."""
    reply = api.post(NOTES, json=[note(fake)])
    assert reply.status_code == 422
    assert reply.json() == ERROR
    for body in (fake.word(), fake.integer(1, 99), True, None):
        reply = api.post(NOTES, json=body)
        assert reply.status_code in (400, 422)
        assert reply.json() == ERROR


def test_stores_nothing(api, fake):
    """A note that was refused is not in the list, and later ones are."""
    word = rare(fake)
    for wrong in ({"title": ""}, {"body": None}, {"title": 5}, {"title": None, "body": 5}):
        assert api.post(NOTES, json=note(fake, title=word, body=word) | wrong).status_code == 422
    good = make(api, NOTES, note(fake, title=word))
    notes = listed(api)
    missing(good, notes)
    assert [item["title"] for item in notes if word in (item.get("title"), item.get("body"))] == [word]
