from grader.checks.mails import only, only_to, subject
from grader.checks.rest import created
from grader.checks.tickets import TICKETS, closed, made, ticket, where
from grader.checks.values import Miss, say

BREAKS = ["\n", "\r\n", "\r"]


def clean(mailbox, before, one, evil):
    """Raises Miss unless one message came, to the reporter alone, without a header of somebody else's."""
    mail = only(mailbox.wait(before + 1)[before:])
    only_to(mail, one["reporter_email"])
    subject(mail)
    mine = [name for name in mail.message if name.lower() in ("bcc", "x-evil")]
    if mine:
        raise Miss("no header but your own", f"{mine[0]}: {say(str(mail.message[mine[0]]))}")
    if evil in mail.recipients:
        raise Miss("the reporter as the only recipient", evil)


def test_title(api, fake, mailbox):
    """A title with a line break and a header behind it is 422, or its mail is clean."""
    for sign in BREAKS:
        evil, before = fake.email(), len(mailbox.all())
        for header in (f"Bcc: {evil}", f"X-Evil: {fake.word()}"):
            sent = ticket(fake, title=f"{fake.word()}{sign}{header}")
            reply = api.post(TICKETS, json=sent)
            if reply.status_code != 422:
                one = created(reply)
                closed(api, one)
                clean(mailbox, before, one, evil)
                before += 1


def test_changed_title(api, fake, mailbox):
    """The same goes for a title that a PATCH changes, at the same time as it closes the ticket."""
    evil, one, before = fake.email(), made(api, fake), len(mailbox.all())
    title = f"{fake.word()}{fake.choice(BREAKS)}Bcc: {evil}"
    reply = api.patch(where(one), json={"title": title, "status": "closed"})
    assert reply.status_code in (200, 422)
    if reply.status_code == 422:
        closed(api, one)
    clean(mailbox, before, one, evil)


def test_address(api, fake):
    """A reporter_email with a line break in it is 422: it is no address."""
    for sign in BREAKS:
        sent = ticket(fake, reporter_email=f"{fake.email()}{sign}Bcc: {fake.email()}")
        assert api.post(TICKETS, json=sent).status_code == 422


def test_break_at_the_end(api, fake, mailbox):
    """A reporter_email with a line break at its end is 422, or taken without it."""
    for sign in BREAKS:
        address, before = fake.email(), len(mailbox.all())
        reply = api.post(TICKETS, json=ticket(fake, reporter_email=f"{address}{sign}"))
        if reply.status_code != 422:
            one = created(reply)
            assert one["reporter_email"] == address
            closed(api, one)
            clean(mailbox, before, one, "")
