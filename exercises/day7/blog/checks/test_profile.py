from grader.checks import containing
from grader.checks.posts import (
    AUTHORS,
    comment,
    draft,
    of,
    page,
    publish,
    published,
    read,
    shown,
    slugs,
    write,
)
from grader.checks.projects import refused
from grader.checks.rest import address, nonsense
from grader.checks.values import Miss


def of_user(user):
    return address(AUTHORS, user["id"])


def no_email(reply, *people):
    """Raises Miss where the answer has one of their e-mails in it."""
    for person in people:
        if person.email.lower() in reply.text.lower():
            raise Miss("an answer without anybody's e-mail", f"one with {person.email}")


def test_profile(api, people, fake):
    """GET /users/<id> gives id, name and published posts of anybody, to everybody."""
    author = people.fresh()
    assert read(api, of_user(author.user)) == containing(id=author.user["id"], name=author.account.name, posts=[])
    made = published(author.api, fake)
    for client in (api, people.someone().api, author.api):
        found = read(client, of_user(author.user))
        assert found == containing(id=author.user["id"], name=author.account.name, posts=[shown(made)])


def test_no_email(api, people, fake):
    """No e-mail is in it, nor in any post, comment or page of the feed, whoever asks."""
    author, other = people.fresh(), people.someone()
    made = published(author.api, fake)
    comment(other.api, made, fake.word())
    for client in (api, other.api, author.api):
        for path in (of_user(author.user), of_user(other.user), of(made), f"{of(made)}/comments", "/posts?limit=5"):
            reply = client.get(path)
            assert reply.status_code == 200
            no_email(reply, author, other)


def test_no_drafts(api, people, fake):
    """Drafts are not among the posts, not even when the author asks."""
    author = people.fresh()
    hidden, made = write(author.api, draft(fake)), published(author.api, fake)
    for client in (api, author.api):
        assert slugs(objects_of(client, author)) == [made["slug"]]
    publish(author.api, hidden)
    for client in (api, author.api):
        assert slugs(objects_of(client, author)) == [hidden["slug"], made["slug"]]


def test_posts(api, people, fake):
    """The posts are all of the author's, and nobody else's, the newest published first."""
    author, other = people.fresh(), people.someone()
    made = [write(author.api, draft(fake)) for _ in range(23)]
    order = fake.shuffled(made)
    for number, one in enumerate(order):
        publish(author.api, one)
        if number % 8 == 0:
            published(other.api, fake)
    assert slugs(objects_of(api, author)) == slugs(order[::-1])
    assert author.api.delete(of(order[0])).status_code == 204
    assert slugs(objects_of(api, author)) == slugs(order[:0:-1])
    assert page(api, limit=1)["items"][0]["author"] == containing(id=author.user["id"], name=author.account.name)


def test_unknown(api, people, fake):
    """An id that nobody has, or that is nonsense, is 404."""
    for user_id in nonsense(fake, people.someone().user["id"]):
        refused(api.get(f"{AUTHORS}/{user_id}"), 404)


def objects_of(client, person):
    """The posts on somebody's page."""
    found = read(client, of_user(person.user))
    if not (isinstance(found, dict) and isinstance(found.get("posts"), list)):
        raise Miss('an object with an array at "posts"', str(found)[:100])
    return found["posts"]
