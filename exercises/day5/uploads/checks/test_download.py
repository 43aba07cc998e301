from grader.checks.tickets import made
from grader.checks.uploads import attached, fetch, pdf, png, saved_as, words
from grader.checks.values import Miss


def test_attachment(api, fake):
    """A download has Content-Disposition: attachment with the name that it was sent under."""
    one = made(api, fake)
    for ending, content in ((".png", png(fake)), (".pdf", pdf(fake)), (".txt", words(fake))):
        name = f"{fake.word()}-{fake.integer(1, 99)}{ending}"
        reply = fetch(api, one, attached(api, one, name, content))
        if saved_as(reply) != ("attachment", name):
            came = reply.headers.get("Content-Disposition", "none")
            raise Miss(f'Content-Disposition: attachment; filename="{name}"', came)


def test_other_alphabets(api, fake):
    """A name with blanks, é or 日本 is in it as `filename` says it."""
    one = made(api, fake)
    for name in (f"{fake.word()} {fake.word()}.txt", f"{fake.word()}-é.txt", f"日本-{fake.word()}.txt"):
        description = attached(api, one, name, words(fake))
        reply = fetch(api, one, description)
        if saved_as(reply) != ("attachment", description["filename"]):
            came = reply.headers.get("Content-Disposition", "none")
            raise Miss(f"Content-Disposition: attachment with the filename {description['filename']}", came)


def test_nosniff(api, fake):
    """A download has X-Content-Type-Options: nosniff."""
    one = made(api, fake)
    reply = fetch(api, one, attached(api, one, f"{fake.word()}.png", png(fake)))
    assert reply.headers.get("X-Content-Type-Options", "").strip().lower() == "nosniff"


def test_no_page(api, fake):
    """A text with HTML in it never comes back as a page."""
    one = made(api, fake)
    content = f"<!DOCTYPE html><html><script>alert('{fake.word()}')</script></html>\n".encode()
    for name in (f"{fake.word()}.html", f"{fake.word()}.txt"):
        reply = fetch(api, one, attached(api, one, name, content, "text/html"))
        if "html" in reply.media_type or saved_as(reply)[0] != "attachment":
            raise Miss("an attachment that is no text/html", f"{reply.media_type}, {saved_as(reply)[0] or 'inline'}")
