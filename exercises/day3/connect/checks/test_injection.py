from urllib.parse import quote

from grader.checks.notes import NOTES, found, listed, missing, note, rare, read_note, shown, whole
from grader.checks.rest import address, created, make

SPICES = [
    "O'Brien",
    '"quoted"',
    "''",
    "it''s; and -- so on",
    "'); DROP TABLE notes; --",
    "1; DELETE FROM notes",
    "' OR '1'='1",
    "100 % of _this_",
    "%",
    "_",
    "\\",
    "C:\\new\\table",
    "\\' OR 1=1 -- ",
    "$1 $2 ${x} $$",
    "? ?? ?1",
    ":title @title",
    "%s %(title)s %d %%",
    "{} {0} {{7*7}} {title}",
    "/* no comment */ # really",
    "`id` [id] <b>&amp;</b>",
    "NULL",
    "0x41 1e5 true",
    " a blank before and after ",
    "two\nlines\tand a tab",
    "Zoë 王小明 🦄 e\u0301",
]
QUERIES = [
    "' OR '1'='1",
    "' OR 1=1 --",
    "' OR 1=1 #",
    "%' OR '%'='",
    "') OR ('1'='1",
    '" OR ""="',
    "\\' OR 1=1 -- ",
    "'; DROP TABLE notes; --",
    "' UNION SELECT 1, 'a', 'b', 'c', 'd' --",
    "'||'",
    "$1",
    "?",
    ":q",
    "%s",
    "%(q)s",
    "{{7*7}}",
    "`",
]


def test_comes_back_as_it_was(api, fake):
    """Quotes, semicolons, % and _, backslashes and the like in title and body come back just as they were sent."""
    for spice in fake.shuffled(SPICES):
        sent = {"title": f"{fake.word()} {spice}", "body": f"{spice} {fake.word()} {spice}"}
        made = created(api.post(NOTES, json=sent))
        assert made["title"] == sent["title"]
        assert made["body"] == sent["body"]
        assert read_note(api, made) == shown(made)


def test_nothing_but_spice(api, fake):
    """A text may be nothing but such characters."""
    for spice in fake.sample(SPICES, 8):
        made = make(api, NOTES, {"title": spice, "body": spice})[0]
        assert read_note(api, made) == shown(made | {"title": spice, "body": spice})


def test_search_finds_nothing_more(api, fake):
    """?q= with an injection finds no note, since none has such a text in it, and never answers 5xx."""
    make(api, NOTES, note(fake), note(fake))
    for query in fake.shuffled(QUERIES):
        reply = api.get(NOTES, params={"q": f"{rare(fake)}{query}"})
        assert reply.status_code == 200
        assert reply.json() == []


def test_search_breaks_nothing(api, fake):
    """After all the injections in ?q=, every note is still there, and new ones can be made."""
    before = make(api, NOTES, note(fake), note(fake))
    for query in QUERIES:
        assert api.get(NOTES, params={"q": query}).status_code == 200
    after = make(api, NOTES, note(fake))
    missing(before + after, listed(api))


def test_search_takes_it_as_text(api, fake):
    """?q= with such characters finds the note that has just this text in it."""
    for query in fake.sample(QUERIES, 6):
        word = rare(fake)
        made = make(api, NOTES, note(fake, title=f"{word}{query}"), note(fake, title=f"{word} {fake.word()}"))
        assert found(api, f"{word}{query}", made) == [made[0]["title"]]


def test_odd_queries(api, fake):
    """?q= that is odd (given twice, with brackets, with a NUL or bytes that are no text) is never answered 5xx."""
    word = fake.word()
    odd = [f"q={word}&q={word}", f"q[]={word}", f"q[$ne]={word}", f"q[%24regex]=.*&q={word}", f"q={word}%00", "q=%00"]
    for query in [*odd, f"q=%ff{word}", "q", "q=%", f"q={quote(word * 300)}"]:
        assert api.get(f"{NOTES}?{query}").status_code in range(200, 500)


def test_ids(api, fake):
    """An id with SQL in it is no id: GET answers 404, and nothing is changed."""
    made = make(api, NOTES, note(fake), note(fake))
    for spice in (" OR 1=1", "' OR '1'='1", ";DROP TABLE notes", "'--", "--", ")", "%", ",0"):
        assert api.get(f"{address(NOTES, made[0]['id'])}{quote(spice, safe='')}").status_code == 404
    missing(made, listed(api))


def test_nul(api, fake):
    """A NUL character in a text comes back as it was, or is refused with 422; it is never a 5xx, nor cut off there."""
    for field in ("title", "body"):
        sent = note(fake, **{field: f"{fake.word()}\0{fake.word()}"})
        reply = api.post(NOTES, json=sent)
        assert reply.status_code in (201, 400, 422)
        if reply.status_code == 201:
            assert read_note(api, created(reply)) == shown(whole(sent) | {"id": created(reply)["id"]})


def test_half_a_character(api, fake):
    """Half a character, which JSON can hold and UTF-8 can not, is refused or stored somehow, but never a 5xx."""
    for half in ("\ud83e", "\udd84", "\udd84\ud83e"):
        for field in ("title", "body"):
            reply = api.post(NOTES, json=note(fake, **{field: f"{fake.word()} {half}"}))
            assert reply.status_code in (201, 400, 422)
    made = make(api, NOTES, note(fake))
    missing(made, listed(api))
