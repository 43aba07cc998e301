"""Mail to reporters."""

import logging
import smtplib
from email.message import EmailMessage
from email.utils import localtime, make_msgid
from typing import Any

import settings

log = logging.getLogger("app")
SECONDS = 3  # a server that accepts and then says nothing must not hold us up


def tell_closed(ticket: dict[str, Any]) -> None:
    """Tells a ticket's reporter that it is closed. It is closed in any case: a mail that can't be sent is logged."""
    try:
        send(closed_message(ticket))
    except (OSError, smtplib.SMTPException, ValueError):
        log.exception("the mail about ticket %s could not be sent", ticket["id"])


def closed_message(ticket: dict[str, Any]) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.MAIL_FROM
    message["To"] = ticket["reporter_email"]
    message["Subject"] = f"Closed: {ticket['title']}"
    message["Message-ID"] = make_msgid(domain=settings.MAIL_FROM.rpartition("@")[2])
    message["Date"] = localtime()
    message.set_content(f"Your ticket {ticket['id']} has been closed: {ticket['title']}\n")
    return message


def send(message: EmailMessage) -> None:
    with smtplib.SMTP(settings.SMTP_HOST, settings.SMTP_PORT, timeout=SECONDS) as server:
        server.send_message(message)
