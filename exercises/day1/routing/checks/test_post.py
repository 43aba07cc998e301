from grader.checks.rest import ID, created, location


def test_answers_with_the_message(api, fake):
    """POST /messages answers 201 with the message: its id and its text."""
    text = f"{fake.word()} {fake.word()} é"
    reply = api.post("/messages", json={"text": text})
    assert reply.status_code == 201
    assert reply.json() == {"id": ID, "text": text}


def test_names_the_location(api, fake):
    """The answer's Location header is the address of the new message: a GET there gives the same."""
    reply = api.post("/messages", json={"text": fake.word()})
    message = created(reply)
    found = api.get(location(reply))
    assert found.status_code == 200
    assert found.json() == message


def test_lists_all_in_order(api, fake):
    """GET /messages answers 200 with an array of all messages so far, the oldest first."""
    made = [created(api.post("/messages", json={"text": fake.word()})) for _ in range(3)]
    reply = api.get("/messages")
    assert reply.status_code == 200
    ids = [message["id"] for message in made]
    assert len(set(map(str, ids))) == 3, "each message has an id of its own"
    assert [message for message in reply.json() if message["id"] in ids] == made
