"""The server that learners' tests are tried on: `/products` as the contract has it, or with one fault.

    python -I shop_server.py PORT [FAULT [HOST]]

One file on the standard library alone, so its source can also be given to `python -I -c`. It starts empty, keeps
everything in memory, and prints one JSON line to stdout after each answer: {"method", "path", "status"}. Somebody
must read them: a full pipe stops it.
"""

import json
import math
import socketserver
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote

# Each fault shows wherever the thing it spoils is looked at, so that any sensible test of that thing notices.
FAULTS = {
    "none": "keeps the contract",
    "create-200": "a create answers 200, all else as it should be",
    "delete-200": "a delete answers 200",
    "unknown-500": "an unknown id answers 500, whatever the method",
    "price-string": "every answer has the price as text",
    "id-missing": "no answer has the id",
    "update-loses-field": "PUT and PATCH drop the category, from the answer and from the store",
    "total-wrong": "the total of a list is negative and falls as it should rise: equal, greater, one more all miss",
    "delete-keeps": "a delete answers 204, and the product stays",
    "put-merges": "PUT keeps the old value of each absent field: of in_stock too, and none is required",
    "post-overwrites": "a create takes the id and the place of the newest product there is",
    "negative-price": "a price below zero is accepted",
    "empty-name": "a name that is empty after trimming is accepted",
}

MAX_BODY = 1_000_000


class Refused(Exception):  # noqa: N818  (an answer rather than an error)
    """An answer other than success; `fields` names what was wrong with each field or parameter."""

    def __init__(self, status, error, fields=None, headers=None):
        super().__init__(error)
        self.status = status
        self.body = {"error": error} | ({"fields": fields or {}} if status == 422 else {})
        self.headers = headers or {}


# --- products ---------------------------------------------------------------------------------------------------------
class Shop:
    """The products and their rules, with one fault or `none`. Not thread-safe: its user holds `lock`."""

    def __init__(self, fault):
        self.fault = fault
        self.lock = threading.Lock()
        self.products = {}  # by the id's text, in order of creation
        self.last_id = 0

    def create(self, body):
        values = self.checked(body, complete=True)
        if self.fault == "post-overwrites" and self.products:
            number = next(reversed(self.products.values()))["id"]
        else:
            self.last_id += 1
            number = self.last_id
        status = 200 if self.fault == "create-200" else 201
        return status, self.stored(number, values), {"Location": f"/products/{number}"}

    def read(self, key):
        return 200, self.shown(self.found(key)), {}

    def replace(self, key, body):
        if self.fault == "put-merges":
            return self.change(key, body)
        old = self.found(key)
        return 200, self.updated(old["id"], self.checked(body, complete=True)), {}

    def change(self, key, body):
        old = self.found(key)
        return 200, self.updated(old["id"], old | self.checked(body, complete=False)), {}

    def delete(self, key):
        self.found(key)
        if self.fault != "delete-keeps":
            del self.products[key]
        return 200 if self.fault == "delete-200" else 204, None, {}

    def list(self, query):
        wanted = read_query(query)
        found = [product for product in self.products.values() if matches(product, wanted)]
        if "sort" in wanted:
            field, descending = wanted["sort"]
            found.sort(key=lambda product: product[field], reverse=descending)
        start = (wanted["page"] - 1) * wanted["per_page"]
        items = [self.shown(product) for product in found[start : start + wanted["per_page"]]]
        total = -1 - len(found) if self.fault == "total-wrong" else len(found)
        return 200, {"items": items, "total": total}, {}

    def found(self, key):
        if key not in self.products:
            raise Refused(500 if self.fault == "unknown-500" else 404, "there is no such product")
        return self.products[key]

    def updated(self, number, values):
        if self.fault == "update-loses-field":
            values = {field: value for field, value in values.items() if field != "category"}
        return self.stored(number, values)

    def stored(self, number, values):
        self.products[str(number)] = {**values, "id": number}
        return self.shown(self.products[str(number)])

    def shown(self, product):
        """A product as answers have it."""
        shown = {"id": product["id"], **product}
        if self.fault == "id-missing":
            del shown["id"]
        if self.fault == "price-string":
            shown["price"] = str(shown["price"])
        return shown

    def checked(self, body, complete):
        """The known fields of a body; with `complete` all of them, defaults filled in. Raises Refused."""
        if not isinstance(body, dict):
            raise Refused(422, "the body must be a JSON object")
        rules = {"name": self.name, "price": self.price, "category": category, "in_stock": in_stock}
        given = {key: body[key] for key in rules if key in body}
        wrong = {}
        if complete:
            given.setdefault("in_stock", True)
            wrong = {key: "is required" for key in rules if key not in given}
        for key, value in given.items():
            try:
                given[key] = rules[key](value)
            except ValueError as error:
                wrong[key] = str(error)
        if wrong:
            raise Refused(422, "some fields are wrong: " + ", ".join(wrong), wrong)
        return given

    def name(self, value):
        if not isinstance(value, str) or len(value.strip()) > 100:
            raise ValueError("must be a text of 1 to 100 characters")
        if not value.strip() and self.fault != "empty-name":
            raise ValueError("must not be empty")
        return value.strip()

    def price(self, value):
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise ValueError("must be a number")
        if value < 0 and self.fault != "negative-price":
            raise ValueError("must not be negative")
        if round(value, 2) != value:
            raise ValueError("must have at most two decimals")
        return value


def category(value):
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a text that is not empty")
    return value


def in_stock(value):
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


# --- the query of a list ----------------------------------------------------------------------------------------------
def amount(text):
    if not math.isfinite(float(text)):
        raise ValueError(text)
    return float(text)


def count(text):
    if not (text.isascii() and text.isdecimal()) or int(text) < 1:
        raise ValueError(text)
    return int(text)


def page_size(text):
    if count(text) > 100:
        raise ValueError(text)
    return count(text)


def order(text):
    """The field to sort by, and whether downwards."""
    field = text.removeprefix("-")
    if field not in ("name", "price"):
        raise ValueError(text)
    return field, text.startswith("-")


def truth(text):
    if text.lower() not in ("true", "false"):
        raise ValueError(text)
    return text.lower() == "true"


PARAMETERS = {
    "category": str,
    "min_price": amount,
    "max_price": amount,
    "in_stock": truth,
    "sort": order,
    "page": count,
    "per_page": page_size,
}


def read_query(query):
    """The parameters of a list as values. Raises Refused that names each wrong one."""
    wanted, wrong = {"page": 1, "per_page": 20}, {}
    for name, text in parse_qsl(query, keep_blank_values=True):
        try:
            wanted[name] = PARAMETERS.get(name, str)(text)
        except ValueError:
            wrong[name] = "is not a value for this parameter"
    if wrong:
        raise Refused(422, "some parameters are wrong: " + ", ".join(wrong), wrong)
    return wanted


def matches(product, wanted):
    return (
        wanted.get("category", product.get("category")) == product.get("category")
        and wanted.get("in_stock", product["in_stock"]) == product["in_stock"]
        and wanted.get("min_price", -math.inf) <= product["price"] <= wanted.get("max_price", math.inf)
    )


# --- HTTP -------------------------------------------------------------------------------------------------------------
def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


def whole_number(digits):
    """Python refuses to read integers of thousands of digits; as a float they are infinite, and no price."""
    return int(digits) if len(digits) < 300 else float(digits)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    shop = None  # set by main()

    def __getattr__(self, name):
        """The base class looks for do_GET, do_POST, …: every method, known or not, is answered in one place."""
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def answer(self):
        try:
            content = self.read_content()
            with self.shop.lock:
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
        if parts == ["health"]:
            return {"GET": lambda: (200, {"status": "ok"}, {})}
        if parts == ["products"]:
            return {
                "GET": lambda: self.shop.list(query),
                "POST": lambda: self.shop.create(self.parsed(content)),
            }
        if len(parts) == 2 and parts[0] == "products":
            key = parts[1]
            return {
                "GET": lambda: self.shop.read(key),
                "PUT": lambda: self.shop.replace(key, self.parsed(content)),
                "PATCH": lambda: self.shop.change(key, self.parsed(content)),
                "DELETE": lambda: self.shop.delete(key),
            }
        raise Refused(404, "there is nothing here")

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
            return json.loads(content.decode(), parse_constant=refuse_constant, parse_int=whole_number)
        except (ValueError, RecursionError):
            raise Refused(400, "the body is not JSON") from None

    def send(self, status, body, headers):
        # what UTF-8 can't carry (half a surrogate pair) goes out as the JSON escape it came in as
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
        content = b"" if body is None else text
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Type", "application/json")
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
        with self.shop.lock:
            print(json.dumps({"method": self.command, "path": path, "status": status}), flush=True)

    def send_error(self, code, message=None, explain=None):  # noqa: ARG002
        """What the base class finds wrong (a broken request line or header) is answered in JSON as well."""
        self.close_connection = True
        self.send(code, {"error": message or "the request is broken"}, {})

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
    Handler.shop = Shop(fault)
    server = Server((host, int(port)), Handler)
    print(json.dumps({"path": "/health", "listening": int(port)}), flush=True)  # the grader waits for this line
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
