import re
import time

from grader.checks.tickets import closed, made, where
from grader.checks.values import Miss

SECONDS = 8.0


def test_closed_all_the_same(api, fake, mailbox):
    """With the mail server gone, a PATCH that closes a ticket answers 200, and it is closed."""
    one = made(api, fake)
    mailbox.stop()
    closed(api, one)
    assert api.get(where(one)).json()["status"] == "closed"


def test_logged(api, fake, mailbox, logs):
    """The failure is in the log: a line with the word mail or SMTP in it."""
    one = made(api, fake)
    mailbox.stop()
    mark = logs.mark()
    closed(api, one)
    ends = time.monotonic() + SECONDS
    while not re.search(r"(?i)mail|smtp", logs.since(mark)):
        if time.monotonic() > ends:
            raise Miss("a line in the log that says that the mail could not be sent", "none with mail or SMTP in it")
        time.sleep(0.1)
