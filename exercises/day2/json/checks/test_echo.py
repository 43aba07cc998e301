MIXED = {
    "null": None,
    "yes": True,
    "no": False,
    "": "an empty key",
    "list": [1, [2, [3, []]], {"a": {}}],
    "text": 'a "quoted" \\ backslash, a tab \t and a line\nbreak',
    "unicode": "Zoë 東京 🦄",
}


def echoes(api, value):
    reply = api.post("/echo", json=value)
    assert reply.status_code == 200
    assert reply.json() == {"received": value}


def test_objects(api, fake):
    """POST /echo answers 200 with {"received": <the value>}, here an object."""
    echoes(api, {fake.word(): fake.word(), "count": fake.integer(1, 999), "price": fake.price()})
    echoes(api, fake.product() | {"tags": [fake.word() for _ in range(3)], "owner": fake.user()})
    echoes(api, MIXED)


def test_arrays_at_the_top(api, fake):
    """An array at the top comes back as it is."""
    echoes(api, [fake.integer(1, 99), fake.word(), None, True, {"a": [fake.price()]}])
    echoes(api, [[], [[]], [None]])


def test_empty_values(api):
    """What counts as false in many languages is a value like any other: null, false, 0, "", [] and {}."""
    for value in (None, False, 0, "", [], {}):
        echoes(api, value)


def test_plain_values(api, fake):
    """A text, a number or true alone is JSON too."""
    for value in (fake.word(), fake.integer(1, 10**6), fake.price(), True, "null", "[]", " "):
        echoes(api, value)


def test_numbers(api):
    """Numbers come back exactly: whole ones to 2^53-1, fractions such as 0.1, very large and very small ones."""
    for value in (2**53 - 1, -(2**53) + 1, 0.1, -0.5, 0.30000000000000004, 1e-7, 1.5e300, 2**31, 1234567.891):
        echoes(api, {"number": value})
        echoes(api, value)


def test_deep_nesting(api, fake):
    """Twenty levels of arrays and objects come back as they are."""
    value = fake.word()
    for level in range(20):
        value = [value, level] if level % 2 else {"level": level, "inside": value}
    echoes(api, value)
