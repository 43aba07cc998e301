import json
import threading

from grader.checks import containing
from grader.checks.slow_post import SlowPost
from grader.checks.todo_page import titled
from grader.checks.todos import TODOS, todo
from grader.checks.values import Miss

SECONDS = 2.0  # that the body takes to arrive
PATIENCE = 15.0
ENDED = (0, 143, -15)  # 143 is 128 + SIGTERM, and so is -15, as it is told where no shell stands in between
KILLED = (137, -9)


def ended(app, meanwhile):
    """The exit code of an app that is asked to end, while something else goes on."""
    codes, faults = [], []

    def stop():
        try:
            codes.append(app.stop())
        except BaseException as error:  # raised again where the check is judged
            faults.append(error)

    thread = threading.Thread(target=stop)
    thread.start()
    try:
        meanwhile()
    finally:
        thread.join(PATIENCE + 10)
        for fault in faults:
            raise fault
    return codes[0]


def in_good_time(code):
    """Raises unless the app has ended by itself, with the right exit code."""
    if code in KILLED:
        raise Miss("an end within 10 s of SIGTERM", "none: it had to be killed. Has the signal reached the server?")
    if code not in ENDED:
        raise Miss("the exit code 0 or 143", str(code))


def posted(app, api, fake):
    """(what was sent, (status, body), exit code) of a POST that was under way when the server was asked to end."""
    try:
        return post_once(app, api, todo(fake))
    except Miss:  # on a machine that is very busy it may not have reached the app in time
        return post_once(app, api, todo(fake))


def post_once(app, api, sent):
    app.restart(production=True)
    post = SlowPost(api, TODOS, sent, SECONDS, PATIENCE)
    answers = []

    def meanwhile():
        post.finish()
        answers.append(post.answer())

    try:
        post.begin()
        code = ended(app, meanwhile)
    finally:
        post.close()
    return sent, answers[0], code


def test_what_is_under_way_is_answered(app, api, fake):
    """A POST whose body is still arriving when SIGTERM comes is answered 2xx, and its todo is stored."""
    sent, (status, body), _ = posted(app, api, fake)
    assert status in range(200, 300), f"the POST is answered 2xx, not {status}"
    assert json.loads(body) == containing(title=sent["title"])
    app.start()
    assert len(titled(api, sent["title"])) == 1, "the todo is stored, once, when the server is started again"


def test_ends_in_time(app, api):
    """After SIGTERM the server ends within 10 s, with the exit code 0 or 143."""
    app.restart(production=True)
    api.get("/health", headers={"Connection": "close"})
    in_good_time(ended(app, lambda: None))


def test_ends_in_time_after_work(app, api, fake):
    """So it does when a request was under way."""
    *_, code = posted(app, api, fake)
    in_good_time(code)
