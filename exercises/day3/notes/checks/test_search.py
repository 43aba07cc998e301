from grader.checks.notes import NOTES, found, listed, missing, note, rare, unique
from grader.checks.rest import address, make


def titles(*notes):
    return sorted(one["title"] for one in notes)


def test_title_and_body(api, fake):
    """?q= finds the notes that have the word in their title or in their body, and no others."""
    word = rare(fake)
    in_title = note(fake, title=f"{fake.word()} {word}")
    in_body = note(fake, body=f"{fake.word()} {word} {fake.word()}")
    in_both = note(fake, title=word, body=word)
    made = make(api, NOTES, in_title, note(fake), in_body, in_both, note(fake, body=""))
    assert found(api, word, made) == titles(in_title, in_body, in_both)
    assert found(api, rare(fake), made) == []


def test_gives_whole_notes(api, fake):
    """What ?q= finds are whole notes, as in the list, each of them once."""
    word = rare(fake)
    made = make(api, NOTES, note(fake, title=f"{word} {word}", body=f"{word} {word}"), note(fake, body=word))
    notes = listed(api, q=word)
    missing(made, notes)
    unique(notes)


def test_part_of_a_word(api, fake):
    """?q= finds a text wherever it stands: at the beginning, in the middle and at the end of a word, and across two."""
    word = rare(fake)
    notes = [note(fake, title=text) for text in (word, f"{word}ing", f"un{word}", f"re{word}ed", f"{word} {word}")]
    made = make(api, NOTES, *notes, note(fake, title=word[:-1]))
    assert found(api, word, made) == titles(*notes)
    assert found(api, word[1:], made) == titles(*notes)
    assert found(api, f"{word} {word}", made) == [f"{word} {word}"]


def test_whatever_the_case(api, fake):
    """Capitals and small letters are the same to ?q=, on both sides."""
    word = rare(fake)
    notes = [note(fake, title=word.upper()), note(fake, title=word), note(fake, body=f"x{word.title()}")]
    made = make(api, NOTES, *notes)
    for query in (word, word.upper(), word.title(), word.swapcase()):
        assert found(api, query, made) == titles(*notes)


def test_percent_is_a_character(api, fake):
    """% in ?q= is a plain character: it finds the notes that have it, not every note."""
    word = rare(fake)
    sale, other = note(fake, title=f"{word} 50% off"), note(fake, title=f"{word} 500 off")
    made = make(api, NOTES, sale, other, note(fake))
    assert found(api, f"{word} 50% off", made) == titles(sale)
    assert found(api, "%", made) == titles(sale)
    assert found(api, f"{word}%off", made) == []


def test_other_signs_are_characters(api, fake):
    """So are _ and \\, quotes, and the signs that mean something in a regular expression or elsewhere."""
    for sign in "_\\'\"*?.^$|+()[]{}#!~/-&":
        word = rare(fake)
        with_it, without = note(fake, title=f"{word}{sign}x"), note(fake, title=f"{word}ax")
        made = make(api, NOTES, with_it, without)
        assert found(api, f"{word}{sign}", made) == titles(with_it)
        assert found(api, f"{sign}x", made) == titles(with_it)


def test_escapes_do_not_add_up(api, fake):
    """Several of these signs in a row are still just those signs."""
    for signs in ("\\%", "\\_", "\\\\", "%%", "__", "%_", "!%", "[a-z]", ".*", "''", "\\'"):
        word = rare(fake)
        with_them = note(fake, title=f"{word}{signs}x")
        others = [note(fake, title=f"{word}{text}x") for text in ("aa", "%", "_", "\\", "")]
        made = make(api, NOTES, with_them, *others)
        assert found(api, f"{word}{signs}x", made) == titles(with_them)


def test_other_alphabets(api, fake):
    """?q= finds words with accents, in other alphabets and emoji, as they stand in the note."""
    for letters in ("Zoë", "straße", "Łukasz", "Дарья", "王小明", "🦄"):
        word = rare(fake)
        wanted = note(fake, body=f"{fake.word()} {letters} {word}")
        made = make(api, NOTES, wanted, note(fake))
        assert found(api, f"{letters} {word}", made) == titles(wanted)


def test_empty(api, fake):
    """An empty ?q= is no search: the answer is the whole list."""
    made = make(api, NOTES, note(fake), note(fake, body=""))
    missing(made, listed(api, q=""))


def test_nothing_found(api, fake):
    """When nothing is found, the answer is 200 with an empty array."""
    reply = api.get(NOTES, params={"q": f"{fake.word()}-{fake.word()}-{fake.word()}"})
    assert reply.status_code == 200
    assert reply.json() == []


def test_sees_the_present(api, fake):
    """?q= finds a note by what it says now, and a deleted one no more."""
    old, new = rare(fake), rare(fake)
    made = make(api, NOTES, note(fake, body=old), note(fake, body=old))
    changed = api.patch(address(NOTES, made[0]["id"]), json={"body": new}).status_code == 200
    deleted = api.delete(address(NOTES, made[1]["id"])).status_code == 204
    if changed:  # else another goal says so
        assert found(api, new, made) == titles(made[0])
        assert found(api, old, made[:1]) == []
    if deleted:
        assert found(api, old, made[1:]) == []
