from grader.checks import containing
from grader.checks.todo_page import path_of, titled
from grader.checks.todos import TODOS, is_success, make_todo, todo

ALLOWED = "Access-Control-Allow-Origin"


def names_nobody(reply):
    """Raises unless the answer lets no other origin in."""
    allowed = reply.headers.get(ALLOWED)
    assert allowed is None, f"an origin that is not in CORS_ORIGINS gets no {ALLOWED}, but it got {allowed}"


def refused(result):
    """Raises unless the browser has refused to show the answer."""
    assert "error" in result, "the browser refuses a page whose origin is not in CORS_ORIGINS, but it let it in"


def test_a_page_from_the_list_works(browser, app, api, fake):
    """A page from an origin in CORS_ORIGINS can list, add, change and delete todos."""
    page = browser.other_origin()
    app.restart({"CORS_ORIGINS": f"https://{fake.word()}.example.org,{page.origin}"})
    title = todo(fake)["title"]
    made = page.fetch("POST", TODOS, json={"title": title})
    assert made == containing(ok=True), f"the page may POST /todos, but: {made.get('error') or made.get('status')}"
    path = path_of(made["json"])
    for method, where, body in (("GET", TODOS, None), ("PATCH", path, {"completed": True}), ("DELETE", path, None)):
        came = page.fetch(method, where, json=body)
        assert came.get("ok"), f"the page may {method} {where}, but: {came.get('error') or came.get('status')}"
    assert titled(api, title) == []


def test_a_page_from_elsewhere_is_refused(browser, app, api, fake):
    """A page from an origin that is not in CORS_ORIGINS is refused, and what it sends as JSON is not stored."""
    page, stranger = browser.other_origin(), browser.other_origin()
    app.restart({"CORS_ORIGINS": page.origin})
    title = todo(fake)["title"]
    refused(stranger.fetch("GET", TODOS))
    refused(stranger.fetch("POST", TODOS, json={"title": title}))
    assert titled(api, title) == []


def test_without_a_list_nobody_is_let_in(browser, app, fake):
    """Without CORS_ORIGINS no page of another origin is let in."""
    page = browser.other_origin()
    app.restart({"CORS_ORIGINS": None})
    refused(page.fetch("GET", TODOS))
    refused(page.fetch("POST", TODOS, json=todo(fake)))


def test_answers_name_the_origin(app, api, fake):
    """Answers name the origin that asks if it is in the list; for others there is no Access-Control-Allow-Origin."""
    page, stranger = (f"https://{fake.word()}.example.org" for _ in range(2))
    others = [stranger, f"{page}.{fake.word()}.com", page.replace("https", "http"), f"{page}:8443", "null"]
    app.restart({"CORS_ORIGINS": f"{page}, http://localhost:{fake.integer(3000, 9999)}"})
    made = path_of(make_todo(api, todo(fake)))
    for path in (TODOS, made):
        assert is_success(api.get(path, headers={"Origin": page})).headers.get(ALLOWED) == page
        for other in others:
            names_nobody(is_success(api.get(path, headers={"Origin": other})))
        asks = {"Access-Control-Request-Method": "POST" if path == TODOS else "PATCH"}
        asks["Access-Control-Request-Headers"] = "content-type"
        names_nobody(api.options(path, headers={"Origin": stranger, **asks}))
        assert is_success(api.options(path, headers={"Origin": page, **asks})).headers.get(ALLOWED) == page
