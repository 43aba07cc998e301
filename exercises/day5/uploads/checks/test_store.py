import hashlib

from grader.checks.matchers import containing, text
from grader.checks.rest import ID, address
from grader.checks.tickets import made, where
from grader.checks.uploads import attached, fetch, jpeg, pdf, png, same_bytes, upload, words


def test_description(api, fake):
    """An upload answers 201 with id, filename, size, sha256 and content_type."""
    content, name = words(fake), f"report-{fake.word()}.txt"
    reply = upload(api, made(api, fake), name, content, "text/plain")
    assert reply.status_code == 201
    assert reply.json() == containing(
        id=ID,
        filename=name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content_type=text("text/plain"),
    )


def test_same_bytes(api, fake):
    """A GET gives the same bytes, whatever they are: images, a document, texts with all kinds of line breaks."""
    one = made(api, fake)
    files = [png(fake), jpeg(fake), pdf(fake), words(fake), b"a\r\nb\nc\rd \xc3\xa9\r\n\r\n", words(fake) * 500]
    for content in fake.shuffled(files):
        same_bytes(fetch(api, one, attached(api, one, f"{fake.word()}.bin", content)), content)


def test_location(api, fake):
    """The Location of an upload leads to the file."""
    content = png(fake)
    reply = upload(api, made(api, fake), f"{fake.word()}.png", content)
    same_bytes(api.get(reply.headers.get("Location", "")), content)


def test_each_its_own(api, fake):
    """Two files of the same name, on one ticket or on two, stay two files."""
    one, other, name = made(api, fake), made(api, fake), f"{fake.word()}.txt"
    contents = [words(fake) for _ in range(3)]
    tickets = [one, one, other]
    everything = [attached(api, ticket, name, content) for ticket, content in zip(tickets, contents, strict=True)]
    for ticket, content, description in zip(tickets, contents, everything, strict=True):
        same_bytes(fetch(api, ticket, description), content)


def test_unknown(api, fake):
    """On a ticket that is not there, an upload is 404, and so is a GET of an attachment that is not there."""
    one, gone = made(api, fake), made(api, fake)
    description = attached(api, one, f"{fake.word()}.txt", words(fake))
    assert api.get(address(f"{where(gone)}/attachments", description["id"])).status_code == 404
    assert api.get(f"{where(one)}/attachments/{fake.word()}").status_code == 404
    assert api.delete(where(gone)).status_code == 204
    assert upload(api, gone, f"{fake.word()}.txt", words(fake)).status_code == 404


def test_restart(api, fake, app):
    """Files are there after a restart."""
    one, content = made(api, fake), png(fake)
    description = attached(api, one, f"{fake.word()}.png", content)
    app.restart()
    same_bytes(fetch(api, one, description), content)
