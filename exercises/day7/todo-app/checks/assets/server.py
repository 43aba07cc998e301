"""The server that learners' tests are tried on: a todo app as the contract has it, or with one fault.

    python -I server.py PORT [FAULT [HOST]]

One file on the standard library alone, so its source can also be given to `python -I -c`. It starts empty, keeps
everything in memory, and prints one JSON line to stdout after each answer: {"method", "path", "status"}. Somebody
must read them: a full pipe stops it.

A login gives a token and sets a cookie with the same value; either will do afterwards. Passwords are kept as they are:
this server holds no real ones, and slow hashes would cost each learner's tests some seconds.
"""

import json
import re
import secrets
import socketserver
import sys
import threading
from datetime import date
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote

# Each fault shows wherever the thing it spoils is looked at, so that any sensible test of that thing notices.
FAULTS = {
    "none": "keeps the contract",
    "create-200": "a todo that is made is answered 200",
    "empty-title": "a title that is empty or blank is accepted",
    "change-loses-tags": "PATCH and update drop the tags unless they are named",
    "delete-keeps": "a delete answers 204, and the todo stays",
    "no-login": "who sends no or bad credentials is let in, as a user of their own",
    "others-visible": "everybody can read everybody's todos, one by one and in the list",
    "filter-ignored": "completed, tag, due_before and q are read and not applied",
    "total-of-page": "total is the number of items on the page",
    "move-stays": "a move answers 200, and the order stays as it was",
    "viewer-edits": "who may only look can edit",
    "share-stays": "the end of a share answers 204, and the other still sees the todo",
    "bulk-half": "a bad operation is answered 422, but those before it are done",
}

MAX_BODY = 1_000_000
MOST_OPERATIONS = 100
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
TAG = re.compile(r"[a-z0-9-]{1,30}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Refused(Exception):  # noqa: N818  (an answer rather than an error)
    """An answer other than success; `fields` names what was wrong with each field or parameter."""

    def __init__(self, status, error, fields=None, headers=None):
        super().__init__(error)
        self.status = status
        self.fields = fields or {}
        self.headers = headers or {}
        self.body = {"type": "about:blank", "title": error, "status": status, "detail": error, "error": error}
        if status == 422:
            errors = [{"field": name, "message": words} for name, words in self.fields.items()]
            self.body |= {"fields": self.fields, "errors": errors}


# --- rules ------------------------------------------------------------------------------------------------------------
def text(least, most):
    def rule(value):
        if not isinstance(value, str) or not least <= len(value) <= most:
            raise ValueError(f"must be a text of {least} to {most} characters")
        return value

    return rule


def email(value):
    if not EMAIL.fullmatch(text(1, 254)(value)):
        raise ValueError("must be an e-mail address")
    return value


def name(value):
    if not text(1, 100)(value).strip():
        raise ValueError("must not be blank")
    return value


def truth(value):
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def day(value):
    """The text of a day that exists: as texts they compare as the days do."""
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError("must be a day, as YYYY-MM-DD")
    date.fromisoformat(value)
    return value


def due(value):
    return None if value is None else day(value)


def tags(value):
    if not isinstance(value, list) or len(value) > 10:
        raise ValueError("must be a list of at most 10 tags")
    if not all(isinstance(tag, str) and TAG.fullmatch(tag) for tag in value) or len(set(value)) != len(value):
        raise ValueError("each tag is 1 to 30 small letters, digits and hyphens, and none is there twice")
    return value


def one_of(*words):
    def rule(value):
        if value not in words:
            raise ValueError("must be one of " + ", ".join(words))
        return value

    return rule


def number(least, most):
    def rule(value):
        found = int(value) if value.isascii() and value.isdecimal() and len(value) < 20 else -1
        if not least <= found <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return found

    return rule


REGISTER = {"email": email, "password": text(10, 1000), "name": name}
LOGIN = {"email": text(1, 1000), "password": text(1, 1000)}
SHARE = {"email": email, "can_edit": truth}
QUERY = {
    "completed": one_of("true", "false"),
    "tag": str,
    "due_before": day,
    "q": str,
    "sort": one_of("position", "-position", "title", "-title", "due", "-due"),
    "page": number(1, 10**18),
    "per_page": number(1, 100),
}


def obey(rules, values, required=()):
    """What the rules make of those values that they know. Raises Refused that names all that break theirs."""
    good, wrong = {}, {key: "is required" for key in required if values.get(key) is None}
    for key, rule in rules.items():
        if key in values and key not in wrong:
            try:
                good[key] = rule(values[key])
            except ValueError as error:
                wrong[key] = str(error)
    if wrong:
        raise Refused(422, "some fields are wrong: " + ", ".join(wrong), wrong)
    return good


# --- people -----------------------------------------------------------------------------------------------------------
class People:
    """Accounts and who is logged in. Not thread-safe: its user holds the app's lock."""

    def __init__(self):
        self.by_email = {}
        self.logins = {}  # users by their tokens

    def register(self, body):
        fields = obey(REGISTER, body, REGISTER)
        if fields["email"].lower() in self.by_email:
            raise Refused(409, "there is an account with this e-mail")
        user = {"id": len(self.by_email) + 1, "email": fields["email"].lower(), "name": fields["name"]}
        self.by_email[user["email"]] = (user, fields["password"])
        return 201, user, {}

    def login(self, body):
        fields = obey(LOGIN, body, LOGIN)
        user, password = self.by_email.get(fields["email"].lower(), (None, None))
        if user is None or password != fields["password"]:
            raise nobody("wrong e-mail or password")
        token = secrets.token_hex(20)
        self.logins[token] = user
        answer = {"access_token": token, "token_type": "Bearer", "expires_in": 900}
        return 200, answer, {"Set-Cookie": f"session={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=900"}

    def logout(self, token):
        del self.logins[token]
        return 204, None, {}


def nobody(words="log in first"):
    return Refused(401, words, headers={"WWW-Authenticate": "Bearer"})


# --- todos ------------------------------------------------------------------------------------------------------------
class Todos:
    """The todos and their rules, with one fault or `none`. Not thread-safe: its user holds the app's lock."""

    def __init__(self, fault, people):
        self.fault = fault
        self.people = people
        self.rows = {}  # by the id's text
        self.last_id = 0
        self.rules = {"title": self.title, "completed": truth, "due": due, "tags": tags}

    def title(self, value):
        least = 0 if self.fault == "empty-title" else 1
        if len(text(least, 200)(value).strip()) < least:
            raise ValueError("must not be blank")
        return value

    # --- one ---
    def create(self, user, body):
        row = self.made(user, body)
        status = 200 if self.fault == "create-200" else 201
        return status, shown(row), {"Location": f"/todos/{row['id']}"}

    def made(self, user, body):
        fields = {"completed": False, "due": None, "tags": []} | obey(self.rules, body, ["title"])
        self.last_id += 1
        position = max((row["position"] for row in self.own(user)), default=0) + 1
        row = {"id": self.last_id, **fields, "position": position, "owner": user["id"], "shares": {}}
        self.rows[str(row["id"])] = row
        return row

    def read(self, user, key):
        return 200, shown(self.found(user, key)), {}

    def change(self, user, key, body):
        return 200, shown(self.changed(user, key, body)), {}

    def changed(self, user, key, body):
        row = self.found(user, key)
        may = row["owner"] == user["id"] or row["shares"].get(user["email"]) or self.fault == "viewer-edits"
        if not may:
            raise Refused(403, "you may only look at this todo")
        row |= obey(self.rules, body)
        if self.fault == "change-loses-tags" and "tags" not in body:
            row["tags"] = []
        return row

    def delete(self, user, key):
        self.gone(user, key)
        return 204, None, {}

    def gone(self, user, key):
        row = self.owned(user, key)
        if self.fault != "delete-keeps":
            del self.rows[key]
        return row

    def found(self, user, key):
        row = self.rows.get(key)
        if row is None or not self.sees(user, row):
            raise Refused(404, "there is no such todo")
        return row

    def owned(self, user, key):
        row = self.found(user, key)
        if row["owner"] != user["id"]:
            raise Refused(403, "only its owner may do this")
        return row

    def sees(self, user, row):
        return row["owner"] == user["id"] or user["email"] in row["shares"] or self.fault == "others-visible"

    # --- many ---
    def own(self, user):
        return sorted((row for row in self.rows.values() if row["owner"] == user["id"]), key=by_position)

    def list(self, user, query):
        wanted = {"page": 1, "per_page": 20, "sort": "position"}
        wanted |= obey(QUERY, dict(parse_qsl(query, keep_blank_values=True)))
        found = [row for row in self.rows.values() if self.sees(user, row)]
        if self.fault != "filter-ignored":
            found = [row for row in found if matches(row, wanted)]
        found = ordered(found, wanted["sort"])
        first = (wanted["page"] - 1) * wanted["per_page"]
        items = [shown(row) for row in found[first : first + wanted["per_page"]]]
        return 200, {"items": items, "total": len(items if self.fault == "total-of-page" else found)}, {}

    def move(self, user, key, body):
        row = self.owned(user, key)
        if "before" not in body:
            raise Refused(422, "before is missing", {"before": "must be the id of another todo, or null"})
        others = [other for other in self.own(user) if other is not row]
        places = {id_text(other["id"]): place for place, other in enumerate(others)} | {id_text(None): len(others)}
        place = places.get(id_text(body["before"]))
        if place is None:
            raise Refused(422, "before is none of your other todos", {"before": "is none of your other todos"})
        if self.fault != "move-stays":
            others.insert(place, row)
            for position, one in enumerate(others, 1):
                one["position"] = position
        return 200, shown(row), {}

    # --- with others ---
    def share(self, user, key, body):
        row = self.owned(user, key)
        fields = {"can_edit": False} | obey(SHARE, body, ["email"])
        address = fields["email"].lower()
        if address not in self.people.by_email or address == user["email"]:
            raise Refused(422, "the e-mail is nobody's, or your own", {"email": "is nobody's, or your own"})
        row["shares"][address] = fields["can_edit"]
        return 200, {"email": address, "can_edit": fields["can_edit"]}, {}

    def unshare(self, user, key, address):
        row = self.owned(user, key)
        if address.lower() not in row["shares"]:
            raise Refused(404, "it is not shared with this e-mail")
        if self.fault != "share-stays":
            del row["shares"][address.lower()]
        return 204, None, {}

    # --- bulk ---
    def bulk(self, user, body):
        operations = body.get("operations")
        if not isinstance(operations, list) or not 1 <= len(operations) <= MOST_OPERATIONS:
            raise Refused(422, "no operations", {"operations": f"must be a list of 1 to {MOST_OPERATIONS} operations"})
        before = {key: {**row, "shares": dict(row["shares"])} for key, row in self.rows.items()}
        results = []
        for place, operation in enumerate(operations):
            try:
                results.append(self.done(user, operation))
            except Refused as refused:
                if self.fault != "bulk-half":
                    self.rows = before
                raise Refused(422, f"operation {place}: {refused}", {f"operations.{place}": str(refused)}) from None
        return 200, {"results": results}, {}

    def done(self, user, operation):
        kind = operation.get("op") if isinstance(operation, dict) else None
        if kind not in ("create", "update", "delete"):
            raise Refused(422, "op must be create, update or delete")
        if kind == "delete":
            return {"op": kind, "id": self.gone(user, id_text(operation.get("id")))["id"], "todo": None}
        fields = operation.get("todo")
        if not isinstance(fields, dict):
            raise Refused(422, "todo must be an object")
        made = self.made(user, fields) if kind == "create" else None
        row = made or self.changed(user, id_text(operation.get("id")), fields)
        return {"op": kind, "id": row["id"], "todo": shown(row)}


def id_text(value):
    """An id of a body as the text that rows go by; what is none (true, 1.5, a list) is no row's."""
    if isinstance(value, (int, str)) and not isinstance(value, bool):
        return str(value)
    return "null" if value is None else "none"


def shown(row):
    """A todo as answers have it."""
    return {key: row[key] for key in ("id", "title", "completed", "due", "tags", "position")}


def by_position(row):
    return row["position"], row["id"]


def ordered(rows, sort):
    """Without a due date comes last, both ways; ties by position."""
    field = sort.removeprefix("-")
    with_value = sorted((row for row in rows if row[field] is not None), key=by_position)
    with_value.sort(key=lambda row: row[field], reverse=sort.startswith("-"))  # keeps the order of ties, downwards too
    return with_value + sorted((row for row in rows if row[field] is None), key=by_position)


def matches(row, wanted):
    return (
        wanted.get("completed", str(row["completed"]).lower()) == str(row["completed"]).lower()
        and ("tag" not in wanted or wanted["tag"] in row["tags"])
        and ("due_before" not in wanted or (row["due"] is not None and row["due"] < wanted["due_before"]))
        and wanted.get("q", "").lower() in row["title"].lower()
    )


# --- HTTP -------------------------------------------------------------------------------------------------------------
def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


def whole_number(digits):
    """Python refuses to read integers of thousands of digits; as a float they are infinite, and no id."""
    return int(digits) if len(digits) < 300 else float(digits)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    lock = threading.Lock()
    people = todos = None  # set by main()

    def __getattr__(self, name):
        """The base class looks for do_GET, do_POST, …: every method, known or not, is answered in one place."""
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def answer(self):
        try:
            content = self.read_content()
            with self.lock:
                status, body, headers = self.routed(content)
        except Refused as refused:
            status, body, headers = refused.status, refused.body, refused.headers
        self.send(status, body, headers)

    def routed(self, content):
        path, _, query = self.path.partition("?")
        routes = self.routes([unquote(part) for part in path.split("/")[1:]], query, content)
        if "GET" in routes:
            routes["HEAD"] = routes["GET"]
        allow = {"Allow": ", ".join([*routes, "OPTIONS"])}
        if self.command == "OPTIONS":
            return 204, None, allow
        if self.command not in routes:
            raise Refused(405, f"{self.command} can't be used here", headers=allow)
        return routes[self.command]()

    def routes(self, parts, query, content):
        """What can be done at a path, by method."""
        match parts:
            case ["health"]:
                return {"GET": lambda: (200, {"status": "ok"}, {})}
            case ["auth", "register"]:
                return {"POST": lambda: self.people.register(self.parsed(content))}
            case ["auth", "login"]:
                return {"POST": lambda: self.people.login(self.parsed(content))}
            case ["auth", "logout"]:
                return {"POST": lambda: self.people.logout(self.token())}
            case ["me"]:
                return {"GET": lambda: (200, self.people.logins[self.token()], {})}
            case ["todos", *below]:
                return self.todo_routes(below, query, content)
        raise Refused(404, "there is nothing here")

    def todo_routes(self, parts, query, content):
        todos, user, body = self.todos, self.user, lambda: self.parsed(content)
        match parts:
            case []:
                return {"GET": lambda: todos.list(user(), query), "POST": lambda: todos.create(user(), body())}
            case ["bulk"]:
                return {"POST": lambda: todos.bulk(user(), body())}
            case [key]:
                return {
                    "GET": lambda: todos.read(user(), key),
                    "PATCH": lambda: todos.change(user(), key, body()),
                    "DELETE": lambda: todos.delete(user(), key),
                }
            case [key, "move"]:
                return {"POST": lambda: todos.move(user(), key, body())}
            case [key, "share"]:
                return {"POST": lambda: todos.share(user(), key, body())}
            case [key, "share", address]:
                return {"DELETE": lambda: todos.unshare(user(), key, address)}
        raise Refused(404, "there is nothing here")

    def token(self):
        """The token or cookie of the request, if somebody is logged in with it. Raises Refused: 401."""
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            try:
                cookie = SimpleCookie(self.headers.get("Cookie", "")).get("session")
            except CookieError:
                cookie = None
            token = cookie.value if cookie else ""
        if token.strip() not in self.people.logins:
            raise nobody()
        return token.strip()

    def user(self):
        try:
            return self.people.logins[self.token()]
        except Refused:
            if self.todos.fault == "no-login":
                return {"id": 0, "email": "", "name": ""}
            raise

    def read_content(self):
        """The request's body, read in any case: what is left over would be taken for the next request."""
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdecimal() or len(length) > 9 or int(length) > MAX_BODY:
            self.close_connection = True
            raise Refused(413, f"the body must have a Content-Length of at most {MAX_BODY}")
        return self.rfile.read(int(length))

    def parsed(self, content):
        if self.headers.get_content_type() != "application/json":
            raise Refused(415, "the Content-Type must be application/json")
        try:
            body = json.loads(content.decode(), parse_constant=refuse_constant, parse_int=whole_number)
        except (ValueError, RecursionError):
            raise Refused(400, "the body is not JSON") from None
        if not isinstance(body, dict):
            raise Refused(422, "the body must be a JSON object")
        return body

    def send(self, status, body, headers):
        # what UTF-8 can't carry (half a surrogate pair) goes out as the JSON escape it came in as
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
        content = b"" if body is None else text
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if body is not None:
            problem = status >= 400
            self.send_header("Content-Type", "application/problem+json" if problem else "application/json")
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        self.wfile.flush()
        self.report(status)

    def report(self, status):
        path = getattr(self, "path", "").partition("?")[0]
        with self.lock:
            print(json.dumps({"method": self.command, "path": path, "status": status}), flush=True)

    def send_error(self, code, message=None, explain=None):  # noqa: ARG002
        """What the base class finds wrong (a broken request line or header) is answered in JSON as well."""
        self.close_connection = True
        self.send(code, Refused(code, message or "the request is broken").body, {})

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 128

    def server_bind(self):
        """Binds without looking up the host's name, which can take long where there is no network."""
        socketserver.TCPServer.server_bind(self)


def main(port, fault="none", host="127.0.0.1"):
    if fault not in FAULTS:
        raise SystemExit(f"no such fault: {fault}; the faults are {', '.join(FAULTS)}")
    Handler.people = People()
    Handler.todos = Todos(fault, Handler.people)
    server = Server((host, int(port)), Handler)
    print(json.dumps({"path": "/health", "listening": int(port)}), flush=True)  # the grader waits for this line
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
