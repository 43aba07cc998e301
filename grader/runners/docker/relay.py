"""Runs inside the pod's holder: hands ports of the pod's network namespace out as unix sockets.

Started as `python -I -S -c <this source> SETTINGS`, so it needs the standard library alone and no file of ours in the
container. SETTINGS is JSON; one of

    {"folder": "/sock"}                     it listens on /sock/control.sock, and on a socket there for each route
    {"port": 9000, "outside": true}         it listens on that TCP port, where unix sockets can't be reached; clients
                                            from within this network namespace are turned away
    {"port": 9000, "target": "172.18.0.2"}  the gate: passes what comes to that port on to the holder at that address

The control socket takes one JSON request a line:

    {"do": "route", "name": "app.sock", "port": 8080}    app.sock leads to that port from now on; see LIMITS for more
    {"do": "route", "name": "app.hand", "port": 8080, "hands": true}
                                                         whoever connects to app.hand and says in a byte how many
                                                         is handed the port and so many sockets of this network, one
                                                         for IPv6 besides: they connect themselves, and nothing is
                                                         copied
    {"do": "listening"}                                  [[address, port], …] that somebody listens on

A unix socket is its own route; only the grader can reach its folder. A TCP client says in its first line the run's
token and where it wants to go: the app shares this network, and could connect as well. The token is in RELAY_TOKEN, in
this container's environment alone, and no process of the app can read another container's.
"""

import contextlib
import hmac
import json
import os
import select
import socket
import struct
import sys
import threading
import time

# What a route's connection may take: bytes of one answer, seconds without a byte, connections at a time. A check reads
# 4 MiB at most, of an exchange of 5 s in a check of 45 s: what the relay allows lies above that, so that it is always
# the check that ends an exchange and can say why. A route to something else (a database) brings its own.
LIMITS = {"largest": 8 << 20, "idle": 60.0, "most": 64}
MOST = 128  # connections in all; each has one thread, and the container may have 192
HELLO = 2.0  # seconds for the first line
TURN = 10.0  # seconds that one connection more than a route has may wait for its turn
LAST = 10.0  # seconds that an app has for its answer after the client has ended its side
LONGEST = 4096  # bytes of a line
TOLD = 500  # ports that are told
BUFFER = 65536
LISTEN = "0A"

settings = {}
routes = {}
connections = threading.BoundedSemaphore(MOST)


def listening():
    """Addresses and ports with a listening socket in this namespace, as the kernel tells; not the engine's own DNS."""
    found = set()
    for name, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        with contextlib.suppress(OSError), open(f"/proc/net/{name}") as table:
            next(table)
            for line in table:
                _, local, _, state = line.split()[:4]
                if state == LISTEN:
                    address, port = local.split(":")
                    words = [bytes.fromhex(address[i : i + 8])[::-1] for i in range(0, len(address), 8)]
                    found.add((socket.inet_ntop(family, b"".join(words)), int(port, 16)))
    wanted = {route["port"] for route in routes.values()}
    others = [pair for pair in found if pair[0] != "127.0.0.11" and pair[1] != settings.get("port")]
    return sorted(others, key=lambda pair: (pair[1] not in wanted, pair[1], pair[0]))[:TOLD]


def receive(source):
    """The next bytes; none at the end, None where nothing is there. They are acknowledged at once: a server that sends
    head and body apart waits for that."""
    try:
        if source.family != socket.AF_UNIX and hasattr(socket, "TCP_QUICKACK"):
            source.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        return source.recv(BUFFER)
    except BlockingIOError:
        return None


def send(target, data):
    """What of the data could not be sent yet."""
    try:
        return data[target.send(data) :]
    except BlockingIOError:
        return data


class Line:
    """A client and an app, and what is on its way between them. One buffer each way, so nobody fills our memory."""

    def __init__(self, client, app, limits):
        self.client, self.app = client, app
        self.largest, self.idle = limits["largest"], limits["idle"]
        self.up = self.down = b""
        self.left = self.largest
        self.hears_client = self.hears_app = True
        self.ends = float("inf")
        self.poll = select.poll()
        for sock in (client, app):
            sock.setblocking(False)
            self.poll.register(sock, 0)

    def copy(self):
        """Both ways, until the app has ended, the client is gone, nothing moves, or an answer is too large."""
        while self.hears_app or self.down:
            found = self.wait()
            if not found:
                return
            if self.down or found.get(self.app.fileno()):
                self.from_app()
            client = found.get(self.client.fileno(), 0)
            if self.up or (self.hears_client and client):
                self.from_client()
            if client & (select.POLLHUP | select.POLLERR) and (self.up or not self.hears_client):
                return  # nobody waits for the rest
            if self.left < 0:  # it must not look like a proper end
                with contextlib.suppress(OSError):
                    self.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return

    def wait(self):
        """Sockets at which something can be done; none when the time is over."""
        reads_client = select.POLLIN if self.hears_client and not self.up else 0
        reads_app = select.POLLIN if self.hears_app and not self.down else 0
        self.poll.modify(self.client, reads_client | (select.POLLOUT if self.down else 0))
        self.poll.modify(self.app, reads_app | (select.POLLOUT if self.up else 0))
        seconds = min(self.idle, self.ends - time.monotonic())
        return dict(self.poll.poll(max(seconds, 0) * 1000))

    def from_app(self):
        if not self.down:
            try:
                data = receive(self.app)
            except OSError:
                data = b""
            self.hears_app = data != b""
            self.down = data or b""
            self.left -= len(self.down)
        if self.down and self.left >= 0:
            self.down = send(self.client, self.down)

    def from_client(self):
        if not self.up:
            data = receive(self.client)
            if data == b"":
                self.no_more()
            self.up = data or b""
            self.left = self.largest if data else self.left
        if self.up:
            try:
                self.up = send(self.app, self.up)
            except OSError:  # it may have answered without reading all
                self.up = b""
                self.no_more()

    def no_more(self):
        """The client has said all, or the app hears no more; an answer may still come."""
        self.hears_client = False
        self.ends = time.monotonic() + LAST
        with contextlib.suppress(OSError):
            self.app.shutdown(socket.SHUT_WR)


def join(client, hosts, port, limits):
    """Copies between a client and the first host that accepts on the port."""
    for host in hosts:
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=5) as app:
            app.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return Line(client, app, limits).copy()
    return None


def forward(client, name):
    """Joins a client with the port that its route leads to; the connection ends at once where nobody listens."""
    route = routes.get(name)
    if route is not None and route["free"].acquire(timeout=TURN):
        try:
            join(client, ("127.0.0.1", "::1"), route["port"], route)
        finally:
            route["free"].release()


def hand(client, name):
    """Hands a client sockets of this network, and the port that its route leads to."""
    client.settimeout(HELLO)
    with contextlib.ExitStack() as stack:
        made = [stack.enter_context(socket.socket()) for _ in range(client.recv(1)[0])]
        with contextlib.suppress(OSError):  # not every kernel has it
            made.append(stack.enter_context(socket.socket(socket.AF_INET6)))
        socket.send_fds(client, [str(routes[name]["port"]).encode()], [sock.fileno() for sock in made])


def answer(client, _=None):
    """Serves requests on the control socket until that client leaves."""
    client.settimeout(None)
    with client.makefile("rwb") as stream:
        while (line := stream.readline(LONGEST)).endswith(b"\n"):
            request = json.loads(line)
            reply = {"listening": listening()} if request["do"] == "listening" else {"ok": add_route(request)}
            stream.write(json.dumps(reply).encode() + b"\n")
            stream.flush()


def add_route(request):
    """Makes a route, or turns one to another port."""
    name, known = request["name"], request["name"] in routes
    route = routes.get(name) or {**LIMITS, **request}
    route["port"] = request["port"]
    if not known:
        route["free"] = threading.BoundedSemaphore(route["most"])
        routes[name] = route
        if "folder" in settings:
            serve(bind(os.path.join(settings["folder"], name)), hand if route.get("hands") else forward, name)
    return True


def bind(path):
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen(128)
    return server


def serve(server, handler, argument):
    """Accepts for ever in a thread; each client gets a thread of its own, or the end where there are too many."""

    def talk(client):
        try:
            with contextlib.suppress(OSError, ValueError, LookupError), client:
                handler(client, argument)
        finally:
            connections.release()

    def loop():
        while True:
            try:
                client, _ = server.accept()
            except OSError:  # too many open files
                time.sleep(0.05)
                continue
            if is_inside(client) or not connections.acquire(blocking=False):
                client.close()
                continue
            try:
                threading.Thread(target=talk, args=(client,), daemon=True).start()
            except RuntimeError:  # too many threads
                client.close()
                connections.release()

    threading.Thread(target=loop, daemon=True).start()


def is_inside(client):
    """Whether a TCP client is the app, which has no business here: it could take up every connection that there is."""
    if client.family == socket.AF_UNIX or not settings.get("outside"):
        return False
    try:
        there, here = client.getpeername()[0], client.getsockname()[0]
    except OSError:  # gone already
        return True
    return there == here or there.startswith("127.") or here.startswith("127.")


def dispatch(client, token):
    """A TCP client's first line: the token, and where it wants to go. Without the token it hears nothing."""
    line, ends = b"", time.monotonic() + HELLO
    while not line.endswith(b"\n") and len(line) < LONGEST:
        client.settimeout(max(ends - time.monotonic(), 0.001))
        byte = client.recv(1)
        if not byte:
            return
        line += byte
    said, _, name = line.strip().partition(b" ")
    if hmac.compare_digest(said, token):
        (answer if name == b"control.sock" else forward)(client, name.decode("ascii", "replace"))


def main():
    settings.update(json.loads(sys.argv[1]))
    if "folder" in settings:
        serve(bind(os.path.join(settings["folder"], "control.sock")), answer, None)
    else:
        tcp = socket.socket()
        tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        tcp.bind(("0.0.0.0", settings["port"]))
        tcp.listen(128)
        target = settings.get("target")
        token = os.environ.pop("RELAY_TOKEN", "").encode()
        if target:
            serve(tcp, lambda client, _: join(client, (target,), settings["port"], LIMITS), None)
        elif token:
            serve(tcp, dispatch, token)
    threading.Event().wait()


if __name__ == "__main__":
    main()
