def test_received(api, mailbox):
    """Sender and recipients of the envelope, and the message with its encodings undone."""
    assert api.post("/mail", json="Grüße 日本").status_code == 200
    (mail,) = mailbox.wait(1)
    assert (mail.sender, mail.recipients) == ("app@example.com", ["you@example.com"])
    assert mail.message["Subject"] == "Grüße 日本"
    assert mail.message.get_content().strip() == "text"


def test_stopped(api, mailbox):
    """A mailbox knows its own check's messages alone; a server that was stopped takes none."""
    assert mailbox.none_for(0.2) == []
    mailbox.stop()
    assert api.post("/mail", json="lost").status_code == 503


def test_back(api, mailbox):
    """The next check finds the server as it was."""
    assert api.post("/mail", json="once more").status_code == 200
    assert [mail.message["Subject"] for mail in mailbox.wait(1)] == ["once more"]


def test_outlives_the_app(api, app, mailbox):
    """The mail server has nothing to do with the app's own ends."""
    app.restart()
    assert api.post("/mail", json="after a restart").status_code == 200
    assert len(mailbox.wait(1)) == 1
