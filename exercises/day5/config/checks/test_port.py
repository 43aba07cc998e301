from grader.checks.values import Miss, shortened


def test_used(app):
    """It listens at the port in PORT: started a second time with another one, it answers there."""
    other = app.second()
    assert other.get("/health").status_code == 200


def test_bad(app, fake):
    """A PORT that is none (a word, a number with a letter, one below 0 or above 65535) stops it, and it says so."""
    words = fake.choice([fake.word(), str(-fake.integer(1, 9999))])
    for value in (words, f"{fake.integer(80, 99)}x", str(fake.integer(65536, 99999))):
        ending = app.must_end({"PORT": value})
        said = ending.stdout + ending.stderr
        if "PORT" not in said and value not in said:
            raise Miss(f"a message that names PORT or {value}", shortened(said.strip()) or "nothing printed")
