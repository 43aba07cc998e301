from grader.checks import containing
from grader.checks.notes import read
from grader.checks.todos import TODOS, is_success, make_todo, task, todo, url_of
from grader.checks.values import Miss


def test_answers_with_the_todo(api, fake):
    """POST /todos answers 2xx with the new todo: its title, and completed false."""
    sent = todo(fake)
    reply = is_success(api.post(TODOS, json=sent))
    assert reply.json() == containing(title=sent["title"], completed=False)


def test_has_an_absolute_url(api, fake):
    """A todo has its own address at `url`, absolute: http://, the host and port of the request, and a path."""
    urls = [url_of(make_todo(api, todo(fake))) for _ in range(3)]
    if len(set(urls)) < len(urls):
        raise Miss("a url of its own for each todo", ", ".join(urls))


def test_the_url_gives_the_todo(api, fake):
    """A GET on that url answers 200 with the todo."""
    for sent in (todo(fake), todo(fake), todo(fake, order=fake.integer(1, 999))):
        made = make_todo(api, sent)
        came = read(api, url_of(made))
        assert came == containing(sent, completed=False, url=made["url"])
        assert came == task(made)


def test_keeps_the_order(api, fake):
    """An order that is sent along, 0 included, is the todo's order: a number, not a text."""
    for order in (fake.integer(1, 999), 0, 523, fake.integer(1000, 100_000)):
        sent = todo(fake, order=order)
        made = make_todo(api, sent)
        assert made == containing(sent, completed=False)
        assert read(api, url_of(made)) == containing(sent)


def test_takes_titles_as_they_are(api, fake):
    """A title with quotes, accents, emoji and signs comes back as it was sent."""
    word = fake.word()
    for title in (f'buy {word}\'s "cake"; 100 %', f"🦄 für Zoë, 王小明 & {word}", f"{word}\\n"):
        made = make_todo(api, {"title": title})
        assert made["title"] == title
        assert read(api, url_of(made))["title"] == title
