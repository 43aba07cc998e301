from grader.checks.todos import TODOS, is_success, make_todo, task, todo, url_of
from grader.checks.values import Miss

SIMPLE = {"GET", "HEAD", "POST"}  # a browser allows these without being told


def origin(fake):
    """Where a page may come from."""
    port = fake.integer(3000, 9999)
    return fake.choice([f"https://{fake.word()}.example.org", f"http://localhost:{port}", f"http://127.0.0.1:{port}"])


def names(reply, header):
    """What a header lists, in small letters."""
    return {name.strip().lower() for name in reply.headers.get(header, "").split(",") if name.strip()}


def lets_in(reply, page):
    """Holds where a browser would hand the answer to a page of this origin."""
    allowed = reply.headers.get("Access-Control-Allow-Origin")
    if allowed not in ("*", page):
        raise Miss(f"Access-Control-Allow-Origin: * (or {page})", allowed or "no such header")


def preflight(api, path, method, page):
    """Asks as a browser does before it sends JSON, or anything but GET and POST, to another origin."""
    reply = api.options(
        path,
        headers={
            "Origin": page,
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": "content-type",
            "Sec-Fetch-Mode": "cors",
            "Sec-Fetch-Site": "cross-site",
        },
    )
    is_success(reply)
    lets_in(reply, page)
    methods = names(reply, "Access-Control-Allow-Methods")
    if method not in SIMPLE and not {method.lower(), "*"} & methods:
        raise Miss(f"Access-Control-Allow-Methods with {method} in it", ", ".join(sorted(methods)).upper() or "none")
    headers = names(reply, "Access-Control-Allow-Headers")
    if not {"content-type", "*"} & headers:
        raise Miss("Access-Control-Allow-Headers with content-type in it", ", ".join(sorted(headers)) or "none")


def test_answers_are_for_everybody(api, fake):
    """Answers to a page of another origin carry Access-Control-Allow-Origin: the list, POST, GET, PATCH and DELETE."""
    page = origin(fake)
    headers = {"Origin": page}
    lets_in(is_success(api.get(TODOS, headers=headers)), page)
    lets_in(is_success(api.post(TODOS, json=todo(fake), headers=headers)), page)
    url = url_of(make_todo(api, todo(fake)))
    lets_in(is_success(api.get(url, headers=headers)), page)
    lets_in(is_success(api.patch(url, json={"completed": True}, headers=headers)), page)
    lets_in(is_success(api.delete(url, headers=headers)), page)


def test_preflight_on_the_list(api, fake):
    """The preflight before POST, DELETE and GET on /todos: 2xx; it allows origin, method and content-type."""
    for method in ("POST", "DELETE", "GET"):
        preflight(api, TODOS, method, origin(fake))


def test_preflight_on_a_todo(api, fake):
    """The preflight before PATCH, DELETE and GET on a todo's url: 2xx; it allows origin, method and content-type."""
    url = url_of(make_todo(api, todo(fake)))
    for method in ("PATCH", "DELETE", "GET"):
        preflight(api, url, method, origin(fake))


def test_declared_as_json_without_a_body(api, fake):
    """GET and DELETE declared as JSON, but without a body, work: the specification's own page sends them like that."""
    page = origin(fake)
    headers = {"Origin": page, "Content-Type": "application/json"}
    url = url_of(make_todo(api, todo(fake)))
    for method, path in (("GET", TODOS), ("GET", url), ("DELETE", url), ("DELETE", TODOS)):
        lets_in(is_success(api.request(method, path, headers=headers)), page)


def test_a_page_from_the_disk(api, fake):
    """A page that was opened as a file has no origin; its browser sends "Origin: null", and may call as well."""
    lets_in(is_success(api.get(TODOS, headers={"Origin": "null"})), "null")
    preflight(api, TODOS, "POST", "null")


def test_preflight_changes_nothing(api, fake):
    """A preflight only asks: the todo is as it was, even if the question was about DELETE."""
    made = make_todo(api, todo(fake))
    preflight(api, url_of(made), "DELETE", origin(fake))
    preflight(api, TODOS, "DELETE", origin(fake))
    reply = api.get(url_of(made))
    assert reply.status_code == 200
    assert reply.json() == task(made)
