from grader.checks import projects
from grader.checks.posts import POSTS, comment, draft, of, of_comment, published, read, shown


def test_register(people):
    """POST /auth/register answers 201 with id, e-mail and name, and shows no password."""
    projects.registers(people)


def test_register_once(people):
    """An e-mail that is taken, in whatever case, is 409."""
    projects.registers_once(people)


def test_register_no_nonsense(people):
    """A bad e-mail or a password of nine characters is 422, and named."""
    projects.registers_no_nonsense(people)


def test_login(people):
    """POST /auth/login gives credentials, GET /me says whose they are; a wrong login is 401."""
    projects.logs_in(people)


def test_logout(api, people):
    """After POST /auth/logout (204) the same credentials are 401."""
    projects.logs_out(api, people)


def test_closed(api, people, fake):
    """/me, logging out and all that writes are 401 for nobody and with bad credentials; nothing is changed."""
    me = people.someone().api
    post = published(me, fake)
    made = comment(me, post, fake.word())
    said = {"body": fake.word()}
    writing = [("POST", POSTS, draft(fake)), ("PATCH", of(post), draft(fake)), ("DELETE", of(post), None)]
    writing += [("POST", f"{of(post)}/publish", None), ("POST", f"{of(post)}/comments", said)]
    writing += [("PATCH", of_comment(post, made), said), ("DELETE", of_comment(post, made), None)]
    projects.closed(api, people, [("GET", "/me", None), ("POST", "/auth/logout", None), *writing])
    assert read(me, of(post)) == shown(post)
    assert read(me, of_comment(post, made))["body"] == made["body"]


def test_logged_out(people, fake):
    """Whoever has logged out can't write any more."""
    person = people.fresh()
    credentials = person.credentials
    projects.expect(person.api.post("/auth/logout"), 204)
    client = people.client()
    projects.refused(client.post(POSTS, json=draft(fake), headers=credentials.headers), 401)


def test_open(api, people, fake):
    """Everybody may read, without credentials: the feed, posts, comments, tags, and pages of authors."""
    me = people.someone()
    post = published(me.api, fake)
    for path in (POSTS, of(post), f"{of(post)}/comments", "/tags", f"/users/{me.user['id']}"):
        read(api, path)
