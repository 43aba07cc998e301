"""An SMTP server that prints each message as a line of JSON. It runs with aiosmtpd and without the grader.

Arguments: the port. What it takes is bounded: a message has 64 KiB at most, and there are 500 of them.
"""

import asyncio
import base64
import json
import sys
import time

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST = 64 << 10
MOST = 500


class Inbox:
    """Takes every message for anybody."""

    count = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # theirs
        self.count += 1
        if self.count > MOST:
            return "452 4.2.2 the mailbox is full"
        content = envelope.content or b""
        data = content.encode() if isinstance(content, str) else content
        message = {"time": time.time(), "sender": envelope.mail_from, "recipients": envelope.rcpt_tos}
        print(json.dumps({**message, "data": base64.b64encode(data).decode()}), flush=True)
        return "250 2.0.0 taken"


async def main(port: int) -> None:
    inbox = Inbox()
    loop = asyncio.get_running_loop()

    def speak() -> SMTP:
        return SMTP(inbox, data_size_limit=LARGEST, enable_SMTPUTF8=True, hostname="mail.example.com", loop=loop)

    server = await loop.create_server(speak, "127.0.0.1", port)
    print(json.dumps({"listening": port}), flush=True)
    await server.serve_forever()


asyncio.run(main(int(sys.argv[1])))
