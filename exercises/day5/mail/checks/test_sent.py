from grader.checks.mails import addresses, only, only_to, plain_text, says, subject
from grader.checks.tickets import closed, made, where
from grader.checks.values import Miss, say


def test_message(api, fake, app, mailbox):
    """Closing a ticket sends one message: From, To, Subject with the title, Message-ID, a text."""
    one = made(api, fake)
    closed(api, one)
    mail = only(mailbox.wait(1))
    only_to(mail, one["reporter_email"])
    assert addresses(mail, "From") == [app.env["MAIL_FROM"].lower()]
    if not says(mail, one["title"]):
        raise Miss(f"a Subject with {one['title']} in it", say(subject(mail)))
    message_id = str(mail.message.get("Message-ID", "")).strip()
    assert message_id.startswith("<") and "@" in message_id, "a Message-ID like <something@example.com> is missing"
    assert plain_text(mail), "the text of the message is empty"


def test_once(api, fake, mailbox):
    """Closing a ticket that is closed already sends none, nor does any other change."""
    one = made(api, fake)
    assert api.patch(where(one), json={"priority": 2}).status_code == 200
    closed(api, one)
    mailbox.wait(1)
    closed(api, one)
    assert api.patch(where(one), json={"priority": 3}).status_code == 200
    only(mailbox.none_for(1.5))


def test_to_each(api, fake, mailbox):
    """Each reporter gets the message about their own ticket; each has a Message-ID of its own."""
    tickets = [made(api, fake) for _ in range(3)]
    for one in tickets:
        closed(api, one)
    mails = mailbox.wait(3)
    for one in tickets:
        mine = [mail for mail in mails if [one["reporter_email"].lower()] == [to.lower() for to in mail.recipients]]
        assert says(only(mine), one["title"]), "the title of another ticket is in it"
    assert len({str(mail.message["Message-ID"]) for mail in mails}) == 3, "a Message-ID was used twice"


def test_only_a_change(api, fake, mailbox):
    """A PATCH that is refused sends none."""
    one = made(api, fake)
    assert api.patch(where(one), json={"status": "closed", "priority": 9}).status_code == 422
    other = made(api, fake)
    closed(api, other)
    only_to(only(mailbox.wait(1)), other["reporter_email"])
    only(mailbox.none_for(0.5))
