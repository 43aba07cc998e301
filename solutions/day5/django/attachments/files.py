"""What a file really is, what it may be called, and how it goes away."""

import codecs

import puremagic

WELCOME = ("image/png", "image/jpeg", "application/pdf")
TEXT = "text/plain"
BEGINNING = 2048  # bytes; files of these types say at once what they are
LONGEST_NAME = 200


def type_of(upload):
    """The type that the bytes themselves tell, or None for one that is not welcome.

    Neither the name nor the type that the client declares counts: both say whatever the client likes.
    """
    upload.seek(0)
    try:
        found = puremagic.from_string(upload.read(BEGINNING), mime=True)
    except (puremagic.PureError, ValueError):  # no type that has a sign of its own; or nothing at all
        found = None
    if found in WELCOME:
        return found
    return TEXT if is_text(upload) else None


def is_text(upload):
    """Whether all of it is UTF-8 without a NUL. A text has no sign at its beginning to know it by."""
    upload.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in upload.chunks():
            if "\0" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)  # the end must not be in the middle of a character
    except UnicodeDecodeError:
        return False
    return True


def harmless_name(name):
    """The last part of what may be a path on whichever system, without signs that nobody sees, and not too long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in last if sign.isprintable()).strip()
    stem, dot, ending = shown.rpartition(".")
    if stem and len(shown) > LONGEST_NAME:  # what a file is called in the end is worth more than the middle
        shown = stem[: LONGEST_NAME - len(ending) - 1] + dot + ending
    return shown[:LONGEST_NAME] if shown.strip(".") else "file"


def remove_files(files):
    """Deletes stored files whose rows are gone."""
    for file in files:
        file.storage.delete(file.name)
