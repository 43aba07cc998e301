"""Tells the reporter that the ticket is closed. Where the mail server is, the settings say."""

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)


def tell_reporter(ticket):
    """A mail that can't be sent is no reason to leave a ticket open: it is logged, and that is all.

    Django refuses a newline in a subject or an address, and writes é and 日本 as mail wants them.
    """
    message = EmailMessage(
        subject=f"Closed: {ticket.title}",
        body=f'Your ticket "{ticket.title}" (number {ticket.id}) is closed.\n\nThank you for telling us.\n',
        to=[ticket.reporter_email],
    )
    try:
        message.send()
    except (OSError, SMTPException):
        logger.error("the mail about ticket %s could not be sent", ticket.id, exc_info=True)
