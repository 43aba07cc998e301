"""An app with a page, for the tests of the browser: on the standard library alone."""

import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TODOS = {}
ORIGINS = os.environ.get("CORS_ORIGINS", "").split(",")

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Todos</title></head><body>
<h1>My todos</h1>
<form id="form"><label>New todo <input id="title" required></label><button>Add</button></form>
<p role="alert" id="alert"></p>
<ul id="list"></ul>
<button id="clear" type="button">Remove all done</button>
<button id="sleeping" type="button" disabled>Sleep</button>
<script src="/page.js"></script>
</body></html>"""

SCRIPT = """
const list = document.getElementById("list");
const show = todo => {
  const item = document.createElement("li");
  const box = Object.assign(document.createElement("input"), {type: "checkbox", checked: todo.done});
  const label = document.createElement("label");
  label.append(box, document.createTextNode(todo.title));
  const remove = Object.assign(document.createElement("button"), {textContent: "Delete"});
  item.append(label, remove);
  list.append(item);
  box.onchange = () => call("PUT", "/todos/" + todo.id, {done: box.checked});
  remove.onclick = async () => { await call("DELETE", "/todos/" + todo.id); item.remove(); };
};
const call = async (method, path, body) => {
  const said = document.getElementById("alert");
  said.textContent = "";
  try {
    const reply = await fetch(path, {method, body: JSON.stringify(body)});
    if (!reply.ok) throw new Error(reply.status);
    return await reply.json();
  } catch (error) {
    said.textContent = "That did not work: " + error.message;
    throw error;
  }
};
document.getElementById("form").onsubmit = async event => {
  event.preventDefault();
  const title = document.getElementById("title");
  try { show(await call("POST", "/todos", {title: title.value})); title.value = ""; } catch {}
};
call("GET", "/todos").then(todos => todos.forEach(show));
"""

HOSTILE = {
    "alerts": "<script>onload = () => { for (;;) alert('again'); }</script>",
    "spins": "<button onclick='for (;;);'>Go</button>",
    "memory": "<button onclick='const a = []; for (;;) a.push(new Array(1e6).fill(Math.random()));'>Go</button>",
    "buffers": "<button onclick='const a = []; for (;;) a.push(new Uint8Array(5e7).fill(7));'>Go</button>",
    "many": "<script>document.write('<button>x</button>'.repeat(200000))</script>",
    "long": "<p>" + "x" * 3_000_000 + "</p>",
    "windows": "<h1>Here</h1><button onclick='for (let i = 0; i < 30; i++) window.open(\"/quiet\")'>Go</button>",
    "away": "<script>location = 'http://elsewhere.example/'</script>",
    "slow": "<img src='/never'><h1>There</h1>",
    "noisy": "<script>for (let i = 0; i < 5000; i++) console.error('noise ' + i)</script><h1>There</h1>",
    "quiet": "<h1>Quiet</h1>",
    "html": "<h1><img src='/marker' onerror='alert(document.title)'></h1>",
    "hidden": "<style>li button {display: none} li:hover button {display: block}</style>"
    "<ul><li>Milk <button onclick='this.parentNode.remove()'>Delete</button></li></ul>",
    "covered": "<label style='position: relative; display: block; height: 40px'>"
    "<input type=checkbox style='opacity: 0'><span style='position: absolute; inset: 0'>drawn</span></label>"
    "<div style='position: relative'><button>Save</button><div style='position: absolute; inset: 0'></div></div>",
    "two": "<button>Add</button><button>Add all</button><button>Delete this</button><button>Delete that</button>",
    "remembers": "<h1></h1><script>document.querySelector('h1').textContent = document.cookie + localStorage.seen;"
    "document.cookie = 'seen=yes'; localStorage.seen = 'yes'</script>",
    "asks": '<button onclick=\'document.title = confirm("Really?") ? "yes" : "no"\'>Go</button>',
    "novalidate": "<form novalidate onsubmit='return false'><input aria-label=Name required><button>Go</button></form>",
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, value, status=200, kind="application/json"):
        data = value.encode() if isinstance(value, str) else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.cors()
        self.end_headers()
        self.wfile.write(data)

    def cors(self):
        if self.headers.get("Origin", "") in ORIGINS:
            self.send_header("Access-Control-Allow-Origin", self.headers["Origin"])
            self.send_header("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
            self.send_header("Access-Control-Allow-Headers", "Content-Type")

    def body(self):
        return json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"null")

    def do_OPTIONS(self):
        self.answer(None)

    def do_GET(self):
        name = self.path.strip("/")
        if name == "todos":
            return self.answer(list(TODOS.values()))
        if name == "page.js":
            return self.answer(SCRIPT, kind="text/javascript")
        if name == "never":
            time.sleep(60)
        if name == "reaches":
            return self.answer(reaching(), kind="text/html")
        if name in HOSTILE or not name:
            return self.answer(HOSTILE[name] if name else PAGE, kind="text/html")
        return self.answer({"status": "ok"}, 200 if name == "health" else 404)

    def do_POST(self):
        todo = {"id": str(len(TODOS) + 1), "title": self.body()["title"], "done": False}
        TODOS[todo["id"]] = todo
        self.answer(todo, 201)

    def do_PUT(self):
        TODOS[self.path.rpartition("/")[2]] |= self.body()
        self.answer(None)

    def do_DELETE(self):
        del TODOS[self.path.rpartition("/")[2]]
        self.body()
        self.answer(None)

    def log_message(self, *_):
        pass


def reaching():
    """A page that tries whatever is not the app, and says what came of it."""
    targets = json.dumps(["http://example.com/", "http://10.0.0.1/", "http://172.17.0.1/", "http://192.168.0.1/"])
    return f"""<h1>trying</h1><script>
    Promise.all({targets}.map(url => fetch(url, {{mode: "no-cors", signal: AbortSignal.timeout(4000)}})
      .then(() => "reached " + url, () => "refused")))
      .then(all => document.querySelector("h1").textContent = [...new Set(all)].join(", "));
    </script>"""


ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler).serve_forever()
