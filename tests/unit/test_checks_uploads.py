"""What checks of uploads and of mail share: whole files, whole forms, names and subjects as their reader sees them."""

from __future__ import annotations

import zlib
from email.message import EmailMessage

import pytest

from grader.checks.fake import Fake
from grader.checks.mailbox import Mail
from grader.checks.mails import addresses, only_to, plain_text, says, subject
from grader.checks.reply import Reply
from grader.checks.uploads import form, jpeg, large_text, pdf, png, saved_as, words
from grader.checks.values import Miss

FAKE = Fake(7, "uploads")


def test_files_are_whole() -> None:
    """Each kind begins and ends as it must."""
    image = png(FAKE)
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert image.endswith(b"IEND\xaeB`\x82")
    start = image.index(b"IDAT")
    size = int.from_bytes(image[start - 4 : start])
    assert zlib.decompress(image[start + 4 : start + 4 + size])
    assert jpeg(FAKE)[:4] == b"\xff\xd8\xff\xfe"
    assert jpeg(FAKE).endswith(b"\xff\xd9")
    document = pdf(FAKE)
    place = int(document.rpartition(b"startxref\n")[2].split()[0])
    assert document[place:].startswith(b"xref")
    assert words(FAKE).decode()
    assert len(large_text(FAKE, 12_345)) == 12_345


def test_form() -> None:
    """The file stands in the form as it is, under the name as it is."""
    body, headers = form(b'../x\0y"z', b"\r\n--x\0", "text/plain")
    boundary = headers["Content-Type"].partition("boundary=")[2].encode()
    assert body.startswith(b"--" + boundary + b"\r\n")
    assert b'filename="../x\0y%22z"\r\nContent-Type: text/plain\r\n\r\n\r\n--x\0\r\n--' + boundary in body


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ('attachment; filename="a b.txt"', ("attachment", "a b.txt")),
        ("attachment; filename=e.txt; filename*=UTF-8''%C3%A9.txt", ("attachment", "é.txt")),
        ("attachment; filename*=UTF-8''%C3%A9.txt", ("attachment", "é.txt")),
        ("inline", ("inline", "")),
        ("", ("", "")),
    ],
)
def test_saved_as(header: str, wanted: tuple[str, str]) -> None:
    """The longer form of a name counts more."""
    assert saved_as(Reply(200, {"Content-Disposition": header}, b"")) == wanted


def mail(title: str, to: str = "ada@example.com", **more: str) -> Mail:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "desk@example.com", to, title
    for name, value in more.items():
        message[name] = value
    message.set_content("closed\n")
    return Mail("desk@example.com", ["ada@example.com"], message.as_bytes())


def test_subjects() -> None:
    """Encoded words, folded headers and plain UTF-8 are read as a person sees them."""
    for title in ("Closed: café 日本", "Closed: " + "é日本word " * 14, "Closed: " + "word " * 30):
        assert says(mail(title), title.removeprefix("Closed: ").strip())
    assert says(Mail("", [], "Subject: é日本 x\n\ntext\n".encode()), "é日本 x")
    assert not says(mail("Closed: caf 日本"), "café 日本")
    with pytest.raises(Miss):
        subject(Mail("", [], b"Subject: a\nSubject: b\n\ntext\n"))


def test_recipients() -> None:
    """One reader, by the envelope and by the headers."""
    only_to(mail("x"), "Ada@example.com")
    assert addresses(mail("x"), "From") == ["desk@example.com"]
    assert plain_text(mail("x")) == "closed"
    for wrong in (mail("x", "bob@example.com"), mail("x", Cc="bob@example.com"), mail("x", Bcc="bob@example.com")):
        with pytest.raises(Miss):
            only_to(wrong, "ada@example.com")
