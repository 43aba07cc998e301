import json

from grader.checks import ERROR

JSON = {"Content-Type": "application/json"}


def broken(fake):
    """Bodies that look like JSON and are none."""
    word = fake.word()
    whole = json.dumps(fake.product())
    return [
        '{"a":',
        f'{{"name": "{word}",}}',
        f"[1, {fake.integer(2, 9)},]",
        f"{{'name': '{word}'}}",
        f"{{name: '{word}'}}",
        word,
        f'{{"name": "{word}"',
        whole[: fake.integer(len(whole) // 2, len(whole) - 1)],
        f'{{"name": "{word}"}} {word}',
        f'"{word}',
    ]


def test_answers_400(api, fake):
    """A body that is declared as JSON but is none answers 400 with a JSON error."""
    for body in broken(fake):
        reply = api.post("/echo", data=body, headers=JSON)
        assert reply.status_code == 400
        assert reply.json() == ERROR


def test_goes_on(api, fake):
    """After a broken body, the next good request is answered as ever."""
    for body in fake.sample(broken(fake), 4):
        assert api.post("/echo", data=body, headers=JSON).status_code == 400
        value = {"word": fake.word()}
        reply = api.post("/echo", json=value)
        assert reply.status_code == 200
        assert reply.json() == {"received": value}


def test_bytes_that_are_no_text(api, fake):
    """Bytes that are not UTF-8 never lead to a 5xx, and the server goes on."""
    word = fake.word()
    for body in (b'{"name": "' + word.encode() + b'\xff\xfe"}', b"\xff\xfe\xfd", b'"\xc3'):
        assert api.post("/echo", data=body, headers=JSON).status_code in range(200, 500)
    assert api.post("/echo", json=word).json() == {"received": word}
