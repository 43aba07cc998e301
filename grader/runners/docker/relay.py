"""Runs inside the pod's holder: hands ports of the pod's network namespace out as unix sockets.

Started as `python -I -S -c <this source> FOLDER [PORT [TARGET]]`, so it needs the standard library alone and no file of
ours in the container. It listens on FOLDER/control.sock (with PORT: on that TCP port, for engines whose unix sockets
can't be reached; with TARGET it is the gate that only passes such connections on to the holder at that address) for
one JSON request a line:

    {"do": "route", "name": "app.sock", "port": 8080}    FOLDER/app.sock leads to that port from now on
    {"do": "listening"}                                  [[address, port], …] that somebody listens on

A TCP client names its route first, in a line of its own; a unix socket is its own route.
"""

import contextlib
import json
import os
import socket
import sys
import threading

LARGEST = 512 << 20  # bytes that one connection may bring out
IDLE = 120.0  # seconds
LISTEN = "0A"

routes = {}


def listening():
    """Addresses and ports with a listening socket in this namespace, as the kernel tells; not the engine's own DNS."""
    found = []
    for name, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        with contextlib.suppress(OSError), open(f"/proc/net/{name}") as table:
            for line in table.readlines()[1:]:
                _, local, _, state = line.split()[:4]
                if state == LISTEN:
                    address, port = local.split(":")
                    words = [bytes.fromhex(address[i : i + 8])[::-1] for i in range(0, len(address), 8)]
                    found.append([socket.inet_ntop(family, b"".join(words)), int(port, 16)])
    return [pair for pair in found if pair[0] != "127.0.0.11"]


def receive(source):
    """The next bytes. They are acknowledged at once: a server that sends head and body apart waits for that."""
    if source.family != socket.AF_UNIX and hasattr(socket, "TCP_QUICKACK"):
        source.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
    return source.recv(65536)


def pump(source, target, budget):
    """Copies one direction until it ends, then tells the other side so."""
    with contextlib.suppress(OSError):
        while data := receive(source):
            budget -= len(data)
            if budget < 0:
                break
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
    if budget < 0:
        with contextlib.suppress(OSError):
            source.shutdown(socket.SHUT_RDWR)


def forward(client, name):
    """Joins a client with the port that its route leads to; closes at once where nobody listens."""
    join(client, ("127.0.0.1", "::1"), routes.get(name, 0))


def join(client, hosts, port):
    """Pumps both ways between a client and the first host that accepts on the port."""
    app = None
    for host in hosts:
        with contextlib.suppress(OSError):
            app = socket.create_connection((host, port), timeout=5)
            break
    if app is not None:
        with contextlib.suppress(OSError):
            app.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        app.settimeout(IDLE)
        client.settimeout(IDLE)
        up = threading.Thread(target=pump, args=(client, app, LARGEST), daemon=True)
        up.start()
        pump(app, client, LARGEST)
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)
        up.join(1)
        app.close()
    client.close()


def answer(client, folder):
    """Serves requests on the control socket until that client leaves."""
    with client, client.makefile("rwb") as stream:
        for line in stream:
            request = json.loads(line)
            if request["do"] == "route":
                known = request["name"] in routes
                routes[request["name"]] = request["port"]
                if folder and not known:
                    serve(bind(os.path.join(folder, request["name"])), forward, request["name"])
                reply = {"ok": True}
            else:
                reply = {"listening": [pair for pair in listening() if pair[1] != own_port()]}
            stream.write(json.dumps(reply).encode() + b"\n")
            stream.flush()


def own_port():
    return int(sys.argv[2]) if len(sys.argv) > 2 else 0


def bind(path):
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen(128)
    return server


def serve(server, handler, argument):
    """Accepts for ever in a thread; each client gets a thread of its own."""

    def loop():
        while True:
            client, _ = server.accept()
            threading.Thread(target=handler, args=(client, argument), daemon=True).start()

    threading.Thread(target=loop, daemon=True).start()


def dispatch(client, _):
    """A TCP client says in its first line where it wants to go."""
    name = b""
    while not name.endswith(b"\n") and len(name) < 64:
        byte = client.recv(1)
        if not byte:
            return client.close()
        name += byte
    name = name.decode("ascii", "replace").strip()
    return answer(client, "") if name == "control.sock" else forward(client, name)


if __name__ == "__main__":
    if own_port():
        gate = sys.argv[3:]
        tcp = socket.socket()
        tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        tcp.bind(("0.0.0.0", own_port()))
        tcp.listen(128)
        serve(tcp, (lambda client, _: join(client, gate, own_port())) if gate else dispatch, None)
    else:
        serve(bind(os.path.join(sys.argv[1], "control.sock")), answer, sys.argv[1])
    threading.Event().wait()
