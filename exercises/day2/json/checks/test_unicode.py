from grader.checks.rest import ID, address

NAMES = ["Zoë Müller", "Renée d'Été", "Øystein Ågård", "Łukasz Żółć", "Nguyễn Hoà", "Ιωάννης", "Дарья", "שרה", "علي"]
ASIAN = ["東京 太郎", "王小明", "김철수", "สมชาย", "आरती"]
EMOJI = ["🦄", "Ada 👩‍💻", "👨‍👩‍👧‍👦 Smith", "🇳🇴 Kari", "thumbs 👍🏽 up"]


def echoes(api, name):
    reply = api.post("/echo", json={"name": name})
    assert reply.status_code == 200
    assert reply.json() == {"received": {"name": name}}


def echoes_raw(api, name):
    """The same with the letters themselves in the body instead of \\u escapes."""
    body = f'{{"name": "{name}"}}'.encode()
    reply = api.post("/echo", data=body, headers={"Content-Type": "application/json"})
    assert reply.status_code == 200
    assert reply.json() == {"received": {"name": name}}


def test_accents(api, fake):
    """Names with accents and in other alphabets come back unchanged."""
    for name in fake.sample(NAMES, 5):
        echoes(api, f"{name} {fake.word()}")
        echoes_raw(api, f"{name} {fake.word()}")


def test_asian_scripts(api, fake):
    """Names in Chinese, Japanese, Korean, Thai and Hindi come back unchanged."""
    for name in fake.shuffled(ASIAN):
        echoes(api, f"{name} {fake.word()}")
        echoes_raw(api, f"{name} {fake.word()}")


def test_emoji(api, fake):
    """Emoji come back unchanged, also those that are made of several characters."""
    for name in fake.shuffled(EMOJI):
        echoes(api, f"{name} {fake.word()}")
        echoes_raw(api, f"{name} {fake.word()}")


def test_same_look_stays_apart(api, fake):
    """A letter and its accent may be one character or two; each comes back as it was sent."""
    word = fake.word()
    for letter in ("é", "e\u0301", "Å", "A\u030a", "ﬁ", "①", "Ａ"):
        echoes(api, f"{letter} {word}")
        echoes_raw(api, f"{letter} {word}")


def test_names_are_keys_too(api, fake):
    """What holds for values holds for the keys of an object."""
    value = {f"{key} {fake.word()}": fake.integer(1, 9) for key in ("Größe", "名前", "🦄")}
    reply = api.post("/echo", json=value)
    assert reply.status_code == 200
    assert reply.json() == {"received": value}


def stays(api, collection, thing):
    """What is made with a name in these letters has it in the answer, and still has it when it is read."""
    reply = api.post(collection, json=thing)
    assert reply.status_code == 201
    assert reply.json() == thing | {"id": ID}
    found = api.get(address(collection, reply.json()["id"]))
    assert found.status_code == 200
    assert found.json() == thing | {"id": reply.json()["id"]}


def test_users(api, fake):
    """A user whose name has accents, CJK or emoji in it keeps that name, in the answer to POST and in a later GET."""
    for name in (fake.choice(NAMES), fake.choice(ASIAN), fake.choice(EMOJI)):
        stays(api, "/users", fake.user() | {"name": name})


def test_products(api, fake):
    """A product keeps a name and a category with accents, CJK or emoji in them."""
    for name in (fake.choice(NAMES), fake.choice(ASIAN), fake.choice(EMOJI)):
        stays(api, "/products", fake.product(name=name, category=f"{name} {fake.category()}"))
