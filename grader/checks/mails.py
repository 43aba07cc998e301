"""What checks of mail share: one message and what must be in it."""

from __future__ import annotations

import contextlib
import email.header
from collections.abc import Sequence

from grader.checks.mailbox import Mail
from grader.checks.values import Miss, say


def only(mails: Sequence[Mail]) -> Mail:
    """The one message that came. Raises Miss where there are more."""
    if len(mails) != 1:
        raise Miss("one message", f"{len(mails)} messages")
    return mails[0]


def subject(mail: Mail) -> str:
    """The subject as its reader sees it, on one line. Raises Miss where there is none, or more than one."""
    found = mail.message.get_all("Subject") or []
    if len(found) != 1:
        raise Miss("one Subject", f"{len(found)} of them")
    return " ".join(str(found[0]).split())


def says(mail: Mail, words: str) -> bool:
    """Whether the subject has these words in it, by the rules of today or those of old (RFC 2047, header by header).

    Blanks don't count: libraries that fold a long header lose some between two encoded words.
    """
    wanted = close(words)
    if wanted in close(subject(mail)):
        return True
    raw = raw_header(mail, b"subject")
    with contextlib.suppress(ValueError, LookupError):
        return wanted in close(str(email.header.make_header(email.header.decode_header(raw.decode("ascii")))))
    return wanted in close(raw.decode("utf-8", "replace"))  # UTF-8 as it is (RFC 6532)


def close(words: str) -> str:
    """A text without its blanks."""
    return "".join(words.split())


def raw_header(mail: Mail, name: bytes) -> bytes:
    """A header's value as it was sent, unfolded."""
    head = mail.raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0].replace(b"\n ", b" ").replace(b"\n\t", b" ")
    lines = [line.partition(b":") for line in head.split(b"\n")]
    return next((value.strip() for key, _, value in lines if key.strip().lower() == name), b"")


def addresses(mail: Mail, header: str) -> list[str]:
    """The bare addresses in a header, in small letters."""
    found = mail.message.get_all(header) or []
    return [one.addr_spec.lower() for value in found for one in getattr(value, "addresses", ())]


def plain_text(mail: Mail) -> str:
    """The text of a message. Raises Miss where there is no part of text/plain."""
    part = mail.message.get_body(("plain",))
    if part is None:
        raise Miss("a part of text/plain", f"a message of {say(mail.message.get_content_type())}")
    return str(part.get_content()).strip()


def only_to(mail: Mail, reporter: str) -> None:
    """Raises Miss unless a message goes to this one person, by its envelope and by its headers."""
    if [recipient.lower() for recipient in mail.recipients] != [reporter.lower()]:
        raise Miss(f"{reporter} as the only recipient", say(mail.recipients))
    if addresses(mail, "To") != [reporter.lower()]:
        raise Miss(f"To: {reporter}", say([str(value) for value in mail.message.get_all("To") or []]))
    others = [name for name in ("Cc", "Bcc", "Reply-To") if addresses(mail, name)]
    if others and addresses(mail, others[0]) != addresses(mail, "From"):
        raise Miss("nobody else named in the headers", f"{others[0]}: {mail.message[others[0]]}")
