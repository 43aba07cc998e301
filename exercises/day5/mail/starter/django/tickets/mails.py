"""Tells the reporter that the ticket is closed. Where the mail server is, config/settings.py has to say."""


def tell_reporter(ticket):
    # TODO mail.sent: EmailMessage of django.core.mail takes subject, body and to, and has a method send(). The title of
    #   the ticket is in the subject. tickets/views.py has to call this.
    # TODO mail.encoding: try a title with é and 日本 in it. What does EmailMessage make of it?
    # TODO mail.injection: and with a newline in it? Is it refused, and where would be the right place for that?
    # TODO mail.down: if the mail server is gone, send() raises (OSError, or SMTPException of smtplib). Is that a reason
    #   to answer with an error? The log should tell of it.
    pass
