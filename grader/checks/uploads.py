"""What checks of uploads share: forms with a file, files of each kind, sending and fetching them.

The files are whole: whoever opens an image, and does not just look at how it begins, can.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import struct
import zlib
from email.message import Message
from email.utils import collapse_rfc2231_value
from typing import Any

from grader.checks.api import Api
from grader.checks.fake import Fake
from grader.checks.reply import Reply, status_words
from grader.checks.rest import address, created
from grader.checks.tickets import where
from grader.checks.values import Miss

MOST = 5 * 1024 * 1024
ANYTHING = "application/octet-stream"
NO_FILTER = bytes(1)  # how a row of a PNG says that it is as it is
# One grey pixel. A comment can be put in behind its first two bytes.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBk"
    "eFxlZ2P/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z"
)


# --- files ------------------------------------------------------------------------------------------------------------
def png(fake: Fake) -> bytes:
    """A small image of random pixels."""
    width, height = fake.integer(4, 20), fake.integer(4, 20)
    rows = b"".join(NO_FILTER + fake.random.randbytes(width * 3) for _ in range(height))
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in parts)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def jpeg(fake: Fake) -> bytes:
    """A grey pixel with a random comment."""
    comment = fake.random.randbytes(fake.integer(20, 200))
    return JPEG[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + JPEG[2:]


def pdf(fake: Fake) -> bytes:
    """A page with nothing on it, and a random title."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>",
        f"<< /Title ({fake.word()} {fake.word()}) >>".encode(),
    ]
    text, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(text))
    return text + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def words(fake: Fake) -> bytes:
    """A text in UTF-8, with letters beyond ASCII."""
    return "".join(f"{fake.word()} é 日本 {fake.word()}\n" for _ in range(fake.integer(3, 20))).encode()


def large_text(fake: Fake, size: int) -> bytes:
    """A text of so many bytes."""
    line = f"{fake.word()} {fake.word()} {fake.word()}\n".encode()
    return (line * (size // len(line) + 1))[:size]


# --- forms ------------------------------------------------------------------------------------------------------------
def form(filename: bytes, content: bytes, declared: str) -> tuple[bytes, dict[str, str]]:
    """(body, headers) of a form with one file in its field `file`. The name goes in as it is, as browsers send it."""
    boundary = secrets.token_hex(16)
    head = b'Content-Disposition: form-data; name="file"; filename="' + filename.replace(b'"', b"%22") + b'"\r\n'
    body = b"--%s\r\n%sContent-Type: %s\r\n\r\n%s\r\n--%s--\r\n" % (
        boundary.encode(), head, declared.encode(), content, boundary.encode()
    )  # fmt: skip
    return body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}


def upload(api: Api, ticket: dict[str, Any], filename: str | bytes, content: bytes, declared: str = ANYTHING) -> Reply:
    """POSTs a file to a ticket's attachments."""
    name = filename.encode() if isinstance(filename, str) else filename
    body, headers = form(name, content, declared)
    return api.post(f"{where(ticket)}/attachments", data=body, headers=headers)


def attached(api: Api, ticket: dict[str, Any], filename: str, content: bytes, declared: str = ANYTHING) -> Any:
    """What is known of a new attachment. Raises Miss unless it is taken, and described as it is."""
    made = created(upload(api, ticket, filename, content, declared))
    for key, value in (("size", len(content)), ("sha256", hashlib.sha256(content).hexdigest())):
        if made.get(key) != value:
            raise Miss(f'"{key}": {value} for a file of {len(content)} bytes', repr(made.get(key)))
    return made


def fetch(api: Api, ticket: dict[str, Any], made: dict[str, Any]) -> Reply:
    """GETs an attachment. Raises Miss unless it answers 200."""
    reply = api.get(address(f"{where(ticket)}/attachments", made["id"]))
    if reply.status_code != 200:
        raise Miss(f"{status_words(200)} for a GET of an attachment", str(reply.status_code))
    return reply


def same_bytes(reply: Reply, content: bytes) -> None:
    """Raises Miss unless the answer's body is just this."""
    if reply.content != content:
        hint = " of other content" if len(reply.content) == len(content) else ""
        raise Miss(f"the same {len(content)} bytes again", f"{len(reply.content)} bytes{hint}")


def saved_as(reply: Reply) -> tuple[str, str]:
    """(how a browser is to treat an answer, the name under which it saves it), of Content-Disposition (RFC 6266)."""
    holder = Message()
    holder["Content-Disposition"] = reply.headers.get("Content-Disposition", "")
    params: list[tuple[str, Any]] = holder.get_params([], "Content-Disposition")
    names = [value for key, value in params if key.lower() == "filename"]
    best = sorted(names, key=lambda name: isinstance(name, str))  # filename*=UTF-8''… counts more than filename=
    return holder.get_content_disposition() or "", collapse_rfc2231_value(best[0]) if best else ""
