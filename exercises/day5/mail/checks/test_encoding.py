from grader.checks.mails import only, plain_text, says, subject
from grader.checks.tickets import closed, made
from grader.checks.values import Miss, say


def arrives(api, fake, mailbox, title):
    """Raises Miss unless a message comes with this title in its subject."""
    before = len(mailbox.all())
    closed(api, made(api, fake, title=title))
    mail = only(mailbox.wait(before + 1)[before:])
    if not says(mail, title):
        raise Miss(f"a Subject with {title} in it", say(subject(mail)))
    plain_text(mail).encode()


def test_accents(api, fake, mailbox):
    """A title with é, ß or ñ arrives right."""
    arrives(api, fake, mailbox, f"Café {fake.word()} ñandú {fake.word()} Straße")


def test_other_alphabets(api, fake, mailbox):
    """A title with 日本, Greek letters or an emoji arrives right."""
    arrives(api, fake, mailbox, f"日本 {fake.word()} αβγ 🦄 {fake.word()}")


def test_long(api, fake, mailbox):
    """A long title arrives whole, with and without such letters."""
    for words in (["é日本" + fake.word() for _ in range(14)], [fake.word() for _ in range(18)]):
        arrives(api, fake, mailbox, " ".join(words)[:200].strip())
