import gzip
import io
import zipfile

from grader.checks.tickets import made
from grader.checks.uploads import attached, jpeg, pdf, png, upload, words
from grader.checks.values import Miss

KINDS = {"image/png": png, "image/jpeg": jpeg, "application/pdf": pdf, "text/plain": words}
ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "application/pdf": ".pdf", "text/plain": ".txt"}


def archive(fake):
    """A ZIP file with a text in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        opened.writestr(f"{fake.word()}.txt", fake.word())
    return file.getvalue()


def others(fake):
    """Files of kinds that are not taken."""
    noise = fake.random.randbytes(fake.integer(100, 300))
    return {
        "a program (ELF)": b"\x7fELF\x02\x01\x01" + bytes(9) + noise,
        "a program (EXE)": b"MZ\x90\x00\x03\x00\x00\x00" + noise,
        "a GIF": b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00;",
        "a ZIP": archive(fake),
        "a gzip": gzip.compress(noise),
        "noise": bytes([0, 255, 254]) + noise,
        "a text with a NUL": words(fake) + b"\x00" + words(fake),
        "a text in Latin-1": "Zo\xeb na\xefve \xe9t\xe9 ".encode("latin-1") * 5,
    }


def type_of(description):
    return str(description.get("content_type")).partition(";")[0].strip().lower()


def test_taken(api, fake):
    """PNG, JPEG, PDF and text are taken, and content_type says which it is."""
    one = made(api, fake)
    for kind in fake.shuffled(list(KINDS)):
        description = attached(api, one, f"{fake.word()}{ENDINGS[kind]}", KINDS[kind](fake), kind)
        assert type_of(description) == kind


def test_by_content(api, fake):
    """A wrong name and a wrong declared type change nothing: a PNG that is called notes.txt is a PNG."""
    one = made(api, fake)
    for kind in fake.shuffled(list(KINDS)):
        other = fake.choice([name for name in KINDS if name != kind])
        description = attached(api, one, f"{fake.word()}{ENDINGS[other]}", KINDS[kind](fake), other)
        if type_of(description) != kind:
            raise Miss(f"{kind} for such a file that is called {other}", type_of(description))


def test_refused(api, fake):
    """Everything else is 415, also under the name and with the declared type of an image."""
    one = made(api, fake)
    for what, content in others(fake).items():
        kind = fake.choice(list(KINDS))
        reply = upload(api, one, f"{fake.word()}{ENDINGS[kind]}", content, kind)
        if reply.status_code != 415:
            raise Miss(f"415 Unsupported Media Type for {what} that says it is {kind}", str(reply.status_code))
