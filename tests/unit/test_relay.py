"""The relay's program as a process on this machine: routes, both directions, what listens, and the gate."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hostile import says, serving, whole

from grader.checks.api import Api
from grader.checks.exchange import Patience
from grader.checks.stock import MANY
from grader.checks.transport import Limits, connect
from grader.checks.values import Miss
from grader.runners.docker import relay
from grader.server.address import Address

SOURCE = Path(relay.__file__).read_text()
TOKEN = "0123456789abcdef"
HELLO = f"{TOKEN} ".encode()


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="bw-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def start() -> Iterator[Callable[..., None]]:
    """Starts relays as containers do, `start(folder="/x")`, and ends them."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(**settings: object) -> None:
        argv = [sys.executable, "-I", "-S", "-c", SOURCE, json.dumps(settings, default=str)]
        env = {"RELAY_TOKEN": TOKEN}
        running.append(subprocess.Popen(argv, cwd="/", env=env, stdin=subprocess.DEVNULL))

    yield begin
    for child in running:
        child.kill()
        child.wait()


def connected(family: int, target: Any) -> socket.socket:
    """A connection to a program that has just been started."""
    deadline = time.monotonic() + 20
    while True:
        sock = socket.socket(family)
        sock.settimeout(10)
        try:
            sock.connect(target)
            return sock
        except OSError:
            sock.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


class Control:
    """The control connection: a request a line, an answer a line."""

    def __init__(self, sock: socket.socket, hello: bytes = b"") -> None:
        self.sock = sock
        self.stream = sock.makefile("rwb")
        self.stream.write(hello)

    def __call__(self, **request: Any) -> Any:
        self.stream.write(json.dumps(request).encode() + b"\n")
        self.stream.flush()
        return json.loads(self.stream.readline())

    def __enter__(self) -> Control:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()
        self.sock.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def rest(sock: socket.socket) -> bytes:
    data = b""
    while piece := sock.recv(65536):
        data += piece
    return data


def upper(client: socket.socket, head: bytes) -> None:
    client.sendall(head.upper())
    client.close()


def test_routes(start, folder):
    """A route leads to its port from then on, and to another one when it is told so."""
    start(folder=folder)
    with (
        serving(says(whole(b"one"))) as one,
        serving(says(whole(b"other"))) as other,
        Control(connected(socket.AF_UNIX, str(folder / "control.sock"))) as control,
    ):
        assert control(do="route", name="app.sock", port=one) == {"ok": True}
        address = Address("http://127.0.0.1:8080", socket=str(folder / "app.sock"))
        for port, words in ((one, "one"), (other, "other"), (one, "one")):
            control(do="route", name="app.sock", port=port)
            api = Api(address, "", [], Patience(10))
            assert api.get("/").text == words
            assert api.get("/").text == words
            api.session.close()


def test_listening(start, folder):
    """What listens where, as the kernel tells: both families, with readable addresses."""
    start(folder=folder)
    with socket.socket(socket.AF_INET) as four, Control(connected(socket.AF_UNIX, str(folder / "control.sock"))) as ask:
        four.bind(("127.0.0.1", 0))
        four.listen()
        assert ["127.0.0.1", four.getsockname()[1]] in ask(do="listening")["listening"]
        if socket.has_ipv6 and Path("/proc/net/if_inet6").exists() and Path("/proc/net/if_inet6").read_text():
            with socket.socket(socket.AF_INET6) as six:
                six.bind(("::1", 0))
                six.listen()
                assert ["::1", six.getsockname()[1]] in ask(do="listening")["listening"]
        port = four.getsockname()[1]
        four.close()
        assert ["127.0.0.1", port] not in ask(do="listening")["listening"]


def test_both_directions(start, folder):
    """Large data goes up and down whole, and the end of one direction is passed on."""
    start(folder=folder)
    size = 3 << 20
    heard: list[int] = []

    def answer(client: socket.socket, head: bytes) -> None:
        count = len(head)
        while piece := client.recv(65536):
            count += len(piece)
        heard.append(count)
        client.sendall(b"y" * size)
        client.close()

    with serving(answer) as port, Control(connected(socket.AF_UNIX, str(folder / "control.sock"))) as control:
        control(do="route", name="app.sock", port=port)
        with connected(socket.AF_UNIX, str(folder / "app.sock")) as client:
            client.sendall(b"GET / HTTP/1.1\r\n\r\n" + b"x" * size)
            client.shutdown(socket.SHUT_WR)
            assert rest(client) == b"y" * size
    assert heard == [size + 18]


def test_nobody_listens(start, folder):
    """A route to a port without a listener ends the connection at once: a miss, not a wait."""
    start(folder=folder)
    with Control(connected(socket.AF_UNIX, str(folder / "control.sock"))) as control:
        control(do="route", name="app.sock", port=free_port())
        with connected(socket.AF_UNIX, str(folder / "app.sock")) as client:
            assert rest(client) == b""
        api = Api(Address("http://127.0.0.1:8080", socket=str(folder / "app.sock")), "", [], Patience(10))
        with pytest.raises(Miss, match="broke off"):
            api.get("/")
        assert api.patience.missed == 0
        api.session.close()


def test_an_app_that_dies_in_the_middle(start, folder):
    """The end of the app's connection is the end of the client's."""
    start(folder=folder)
    short = says(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", close=True)
    with serving(short) as port, Control(connected(socket.AF_UNIX, str(folder / "control.sock"))) as control:
        control(do="route", name="app.sock", port=port)
        api = Api(Address("http://127.0.0.1:8080", socket=str(folder / "app.sock")), "", [], Patience(10))
        with pytest.raises(Miss, match="broke off"):
            api.get("/")
        api.session.close()


def handed(folder: Path) -> Address:
    return Address("http://127.0.0.1:8080", socket=str(folder / "app.hand"), hands=True)


@pytest.fixture
def patience() -> Iterator[Patience]:
    """A run's, whose sockets are let go at its end."""
    made = Patience(10)
    yield made
    made.stock.close()


def test_sockets_are_handed_out(start, folder, patience):
    """Whoever is given some connects with the app itself, more often than it got at once; also on another port."""
    start(folder=folder)
    with (
        serving(says(whole(b"one", "Connection: close"), close=True)) as one,
        serving(says(whole(b"other", "Connection: close"), close=True)) as other,
        Control(connected(socket.AF_UNIX, str(folder / "control.sock"))) as control,
    ):
        control(do="route", name="app.hand", port=one, hands=True)
        api = Api(handed(folder), "", [], patience)
        for _ in range(3 * MANY):
            assert api.get("/").text == "one"
        control(do="route", name="app.hand", port=other, hands=True)
        api.session.close()
    with serving(says(whole(b"again", "Connection: close"), close=True)) as again:
        with Control(connected(socket.AF_UNIX, str(folder / "control.sock"))) as control:
            control(do="route", name="app.hand", port=again, hands=True)
        assert api.get("/").text == "again"
        api.session.close()
    with pytest.raises(Miss, match="no connection: nothing listens there"):
        api.get("/")


def test_handed_sockets_reach_the_other_family(start, folder, patience):
    """An app that listens on ::1 alone is reached, too."""
    if not (Path("/proc/net/if_inet6").exists() and Path("/proc/net/if_inet6").read_text()):
        pytest.skip("this machine has no IPv6")
    start(folder=folder)
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:

        def answer() -> None:
            with server.accept()[0] as client:
                client.recv(1000)
                client.sendall(whole(b"six"))

        threading.Thread(target=answer, daemon=True).start()
        with Control(connected(socket.AF_UNIX, str(folder / "control.sock"))) as control:
            control(do="route", name="app.hand", port=server.getsockname()[1], hands=True)
        api = Api(handed(folder), "", [], patience)
        assert api.get("/").text == "six"
        api.session.close()


def test_no_file_stays_open(start, folder, patience):
    """Of what was handed out nothing is left when a run has let go of it."""
    start(folder=folder)
    before = len(list(Path("/proc/self/fd").iterdir()))
    with serving(says(whole(b"one", "Connection: close"), close=True)) as port:
        with Control(connected(socket.AF_UNIX, str(folder / "control.sock"))) as control:
            control(do="route", name="app.hand", port=port, hands=True)
        api = Api(handed(folder), "", [], patience)
        for _ in range(5):
            api.get("/")
        api.session.close()
        with connect(handed(folder), Limits(5, 1000)):
            pass
    patience.stock.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_several_at_once(start, folder):
    """A client that says nothing keeps no other one waiting."""
    start(folder=folder)
    with serving(upper) as port, Control(connected(socket.AF_UNIX, str(folder / "control.sock"))) as control:
        control(do="route", name="app.sock", port=port)
        idle = [connected(socket.AF_UNIX, str(folder / "app.sock")) for _ in range(10)]
        with connected(socket.AF_UNIX, str(folder / "app.sock")) as client:
            client.sendall(b"hello\r\n\r\n")
            assert rest(client) == b"HELLO\r\n\r\n"
        for one in idle:
            one.close()


def test_over_a_port(start):
    """One port, and a first line with the run's token and where to; without the token, not even the control answers."""
    port = free_port()
    start(port=port)
    with (
        serving(upper) as app,
        Control(connected(socket.AF_INET, ("127.0.0.1", port)), HELLO + b"control.sock\n") as control,
    ):
        assert control(do="route", name="app.sock", port=app) == {"ok": True}
        found = control(do="listening")["listening"]
        assert ["127.0.0.1", app] in found and port not in {number for _, number in found}
        with connected(socket.AF_INET, ("127.0.0.1", port)) as client:
            client.sendall(HELLO + b"app.sock\nhello\r\n\r\n")
            assert rest(client) == b"HELLO\r\n\r\n"
        strangers = (
            b"control.sock\n",
            b"app.sock\n",
            b"0" * 16 + b" app.sock\n",
            b" app.sock\n",
            b"x" * 9000,
            b"\xff\n",
        )
        for hello in (HELLO + b"other.sock\n", *strangers):
            with connected(socket.AF_INET, ("127.0.0.1", port)) as client:
                client.sendall(hello)
                assert ended(client)
        with connected(socket.AF_INET, ("127.0.0.1", port)) as client:
            client.shutdown(socket.SHUT_WR)
            assert ended(client)


def test_a_stranger_has_no_time(start):
    """Who says nothing in time is turned away, and keeps nobody waiting."""
    port = free_port()
    start(port=port)
    silent = [connected(socket.AF_INET, ("127.0.0.1", port)) for _ in range(20)]
    began = time.monotonic()
    with Control(connected(socket.AF_INET, ("127.0.0.1", port)), HELLO + b"control.sock\n") as control:
        assert "listening" in control(do="listening")
    assert time.monotonic() - began < 1.5
    for one in silent:
        with one:
            assert ended(one)
    assert 1.5 < time.monotonic() - began < 8


def test_the_app_is_turned_away(start):
    """Over a port, connections from within the network namespace end at once, whatever they say."""
    port = free_port()
    start(port=port, outside=True)
    for hello in (HELLO + b"control.sock\n", b""):
        with connected(socket.AF_INET, ("127.0.0.1", port)) as client:
            client.sendall(hello)
            began = time.monotonic()
            assert ended(client)
            assert time.monotonic() - began < 1.0


def test_without_a_token_there_is_no_port():
    """A relay that was given no token serves nobody."""
    argv = [sys.executable, "-I", "-S", "-c", SOURCE, json.dumps({"port": free_port()})]
    with subprocess.Popen(argv, cwd="/", env={}, stdin=subprocess.DEVNULL) as child:
        try:
            port = json.loads(argv[-1])["port"]
            with connected(socket.AF_INET, ("127.0.0.1", port)) as client:
                client.settimeout(0.5)
                client.sendall(b" control.sock\n" + json.dumps({"do": "listening"}).encode() + b"\n")
                with pytest.raises(TimeoutError):
                    client.recv(1)
        finally:
            child.kill()


def test_more_connections_than_a_route_has(start, folder):
    """One more waits until one is free, and then is served; the limit is the route's own."""
    start(folder=folder)
    with serving(upper) as port, Control(connected(socket.AF_UNIX, str(folder / "control.sock"))) as control:
        control(do="route", name="app.sock", port=port, most=2)
        idle = [connected(socket.AF_UNIX, str(folder / "app.sock")) for _ in range(2)]
        time.sleep(0.2)
        with connected(socket.AF_UNIX, str(folder / "app.sock")) as client:
            client.sendall(b"hello\r\n\r\n")
            client.settimeout(0.3)
            with pytest.raises(TimeoutError):
                client.recv(1)
            client.settimeout(10)
            idle.pop().close()
            assert rest(client) == b"HELLO\r\n\r\n"
        idle.pop().close()


def test_more_connections_than_there_are(start, folder):
    """Beyond the limit of all a client is turned away; when they have gone the relay still serves, control as well."""
    start(folder=folder)
    with serving(upper) as port, Control(connected(socket.AF_UNIX, str(folder / "control.sock"))) as control:
        control(do="route", name="app.sock", port=port, most=1000)
        many = [connected(socket.AF_UNIX, str(folder / "app.sock")) for _ in range(relay.MOST - 1)]
        time.sleep(0.5)
        with connected(socket.AF_UNIX, str(folder / "app.sock")) as client:
            assert ended(client)
        for one in many:
            one.close()
        time.sleep(0.5)
        with connected(socket.AF_UNIX, str(folder / "app.sock")) as client:
            client.sendall(b"hello\r\n\r\n")
            assert rest(client) == b"HELLO\r\n\r\n"
        assert "listening" in control(do="listening")


def test_an_app_that_never_ends(start, folder):
    """Connections of clients that have gone are free at once, though the app keeps its side open or sends on."""
    start(folder=folder)

    def silent(client: socket.socket, _: bytes) -> None:
        client.sendall(b"x")
        time.sleep(5)

    def endless(client: socket.socket, _: bytes) -> None:
        while True:
            client.sendall(b"x" * 65536)

    for number, answer in enumerate((silent, endless)):
        name = f"app{number}.sock"
        with serving(answer) as port, Control(connected(socket.AF_UNIX, str(folder / "control.sock"))) as control:
            control(do="route", name=name, port=port, most=1)
            began = time.monotonic()
            for _ in range(5):
                with connected(socket.AF_UNIX, str(folder / name)) as client:
                    client.sendall(b"hello\r\n\r\n")
                    assert client.recv(1) == b"x"
            assert time.monotonic() - began < 4


def test_a_route_has_limits(start, folder):
    """Bytes of one answer, counted anew when the client asks again; seconds without a byte."""
    start(folder=folder)
    with serving(lambda client, head: client.sendall(b"y" * int(head.split()[0]))) as port:
        with Control(connected(socket.AF_UNIX, str(folder / "control.sock"))) as control:
            control(do="route", name="app.sock", port=port, largest=1000, idle=0.3)
        with connected(socket.AF_UNIX, str(folder / "app.sock")) as client:
            for _ in range(5):
                client.sendall(b"900 \r\n\r\n")
                left = 900
                while left:
                    assert (piece := client.recv(left))
                    left -= len(piece)
            client.sendall(b"1001 \r\n\r\n")
            assert len(rest(client)) <= 1000
        with connected(socket.AF_UNIX, str(folder / "app.sock")) as client:
            began = time.monotonic()
            assert ended(client)
            assert 0.2 < time.monotonic() - began < 3


def test_an_answer_before_all_was_sent(start, folder):
    """A server that refuses a large body and closes is heard through the relay as well."""
    start(folder=folder)

    def refuse(client: socket.socket, _: bytes) -> None:
        client.sendall(whole(b"too large", status="413 Content Too Large"))
        client.shutdown(socket.SHUT_WR)
        time.sleep(0.05)
        client.close()

    with serving(refuse) as port, Control(connected(socket.AF_UNIX, str(folder / "control.sock"))) as control:
        control(do="route", name="app.sock", port=port)
        for size in (100, 1 << 20, 16 << 20):
            api = Api(Address("http://127.0.0.1:8080", socket=str(folder / "app.sock")), "", [], Patience(10))
            reply = api.post("/", data=b"x" * size)
            assert (reply.status_code, reply.text) == (413, "too large")
            api.session.close()


def test_control_takes_nonsense(start, folder):
    """What is no request ends that connection alone."""
    start(folder=folder)
    for nonsense in (b"{\n", b"[]\n", b"{}\n", b'{"do": "route"}\n', b"x" * 10_000):
        with connected(socket.AF_UNIX, str(folder / "control.sock")) as client:
            client.sendall(nonsense)
            assert ended(client)
    with Control(connected(socket.AF_UNIX, str(folder / "control.sock"))) as control:
        assert "listening" in control(do="listening")


def ended(sock: socket.socket) -> bool:
    """Whether nothing came before the end, in whatever way the connection ended."""
    try:
        return rest(sock) == b""
    except ConnectionResetError:
        return True


def test_gate(start, folder):
    """The gate passes whatever comes on to the holder, on the port that both share."""
    with socket.socket(socket.AF_INET6) as holder:
        try:
            holder.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            holder.bind(("::1", free_port()))
        except OSError:
            pytest.skip("needs IPv6 on loopback")
        holder.listen()
        holder.settimeout(10)
        port = holder.getsockname()[1]
        start(port=port, target="::1")
        with connected(socket.AF_INET, ("127.0.0.1", port)) as client:
            client.sendall(b"app.sock\nhello")
            inside, _ = holder.accept()
            with inside:
                inside.settimeout(10)
                assert inside.recv(100) == b"app.sock\nhello"
                inside.sendall(b"back")
            assert rest(client) == b"back"


def test_no_abstract_sockets():
    """The app shares the relay's network namespace, and abstract sockets with it: there are none."""
    assert '"\\0' not in SOURCE and "'\\0" not in SOURCE and "\\x00" not in SOURCE
