"""Mail to reporters."""

from typing import Any


def tell_closed(ticket: dict[str, Any]) -> None:
    """Tells a ticket's reporter that it is closed. tickets.py is to call it."""
    # TODO mail.sent: an email.message.EmailMessage with From, To, Subject, Message-ID, Date and a text; smtplib.SMTP
    #   sends it.
    # TODO mail.encoding: what does EmailMessage do with a subject in which there is an é?
    # TODO mail.down: the ticket is closed in any case. What can't be sent is logged, and there is a timeout.
