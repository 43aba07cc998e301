"""A pod: a holder with a network namespace and two volumes in memory, and the containers that join them.

The holder runs the relay. What joins shares its loopback interface and nothing else: process and file systems stay
apart, and the volumes go only to the app. Everything is labelled before it exists, so that the watchdog finds it.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docker.types import Mount

from grader import system
from grader.checks.transport import Limits, connect
from grader.errors import MachineError
from grader.runners import folders
from grader.runners.docker.engine import SLOW, engine_faults, labels, patience
from grader.runners.docker.profile import APP_VOLUME, DATA_VOLUME, DATABASE_VOLUME, USER, host_config, tmpfs_volume
from grader.server.address import Address

if TYPE_CHECKING:
    from docker import DockerClient
    from docker.models.containers import Container

RELAY = Path(__file__).with_name("relay.py")
RELAY_PORT = 9000
BASE_URL = "http://127.0.0.1:8080"


class Pod:
    """Call `open` once; the watchdog removes it with all else that carries the run's label."""

    def __init__(
        self, client: DockerClient, run: str, image: str, *, sockets: bool, runtime: str = "", lifetime: int
    ) -> None:
        self.client = client
        self.run = run
        self.image = image
        self.sockets = sockets
        self.runtime = runtime
        self.lifetime = lifetime  # in seconds; a backstop inside every container, the watchdog is what counts
        self.folder = ""
        self.gate = ""
        self.answers = False  # whether the relay has
        self.token = secrets.token_hex(16)  # for connections over a port, which the app could make as well
        self.there: Future[None] = Future()  # from when on containers can be made for it
        self.volumes: tuple[Mount, ...] = ()
        self.databases: tuple[Mount, ...] = ()  # what a database's server keeps: no app sees it

    def open(self, folder: str, *, volumes: bool = True, database: str = "") -> None:
        """Makes the holder, its volumes and the way to it. `folder`: a 0700 folder of this run for the sockets.

        `database`: where a volume for a database's server is mounted, which outlives that as `volumes` do the app.
        """
        self.folder = folder
        if volumes:
            self.volumes = (self.volume("/app", APP_VOLUME), self.volume("/data", DATA_VOLUME))
        if database:
            self.make_room(database)
        with engine_faults("making the sandbox"):
            if self.sockets:
                self._hold("none", {"folder": "/sock"}, (Mount("/sock", folder, type="bind"),))
            else:
                self._hold_with_gate()

    def make_room(self, path: str) -> None:
        """The volume for a database's server, to be mounted at `path`."""
        self.databases = (self.volume(path, DATABASE_VOLUME, anybodys=True),)

    def volume(self, path: str, size: int, *, anybodys: bool = False) -> Mount:
        """A sized volume in memory, to be mounted at `path`."""
        name = f"backend-week-{self.run}-{path.strip('/')}-{os.urandom(3).hex()}"
        options = tmpfs_volume(size, anybodys=anybodys)
        self.client.volumes.create(name, driver="local", driver_opts=options, labels=labels(self.run))
        return Mount(path, name, type="volume", no_copy=True)

    def _hold(self, network: str, settings: dict[str, Any], mounts: tuple[Mount, ...]) -> None:
        self.holder = self.add(
            "holder",
            self.image,
            relay_command(settings),
            env={} if self.sockets else {"RELAY_TOKEN": self.token},
            network=network,
            mounts=(*mounts, *self.volumes, *self.databases),
            user=owner(self.folder),
            started=False,
        )
        self.there.set_result(None)
        self.begin(self.holder)

    def _hold_with_gate(self) -> None:
        """Two networks: one without a gateway for the pod, and one for the gate, which publishes a loopback port."""
        options = {"com.docker.network.bridge.inhibit_ipv4": "true"}
        inner = self.client.networks.create(
            f"backend-week-{self.run}-{os.urandom(3).hex()}", internal=True, options=options, labels=labels(self.run)
        )
        self._hold(str(inner.name), {"port": RELAY_PORT, "outside": True}, ())
        self.holder.reload()
        target = self.holder.attrs["NetworkSettings"]["Networks"][inner.name]["IPAddress"]
        command = relay_command({"port": RELAY_PORT, "target": target})
        ports = {f"{RELAY_PORT}/tcp": ("127.0.0.1", None)}
        gate = self.add("gate", self.image, command, network="bridge", ports=ports, started=False)
        inner.connect(gate)
        self.begin(gate)
        gate.reload()
        published = gate.ports[f"{RELAY_PORT}/tcp"] or []
        self.gate = f"127.0.0.1:{published[0]['HostPort']}"

    def add(
        self,
        role: str,
        image: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        network: str = "",
        mounts: tuple[Mount, ...] = (),
        user: str = USER,
        started: bool = True,
        **more: Any,
    ) -> Container:
        """Makes and starts a container; without `network` it joins the holder's. It ends by itself some day."""
        network = network or f"container:{self.holder.id}"
        with patience(self.client, SLOW):
            made = self.client.containers.create(
                image,
                # In the foreground, so that a SIGTERM reaches it once: a second one can kill an app while it ends.
                ["timeout", "--foreground", "-s", "KILL", str(self.lifetime), *command],
                user=user,
                environment=dict(env or {}),
                labels=labels(self.run) | {"org.backend-week.role": role},
                entrypoint=[],
                detach=True,
                **host_config(role, network, mounts=mounts, runtime=self.runtime),
                **more,
            )
        if started:
            self.begin(made)
        return made

    def begin(self, made: Container) -> None:
        """Starts a container."""
        with patience(self.client, SLOW):
            made.start()

    def put(self, path: str, archive: bytes) -> None:
        """Unpacks a tar archive into one of the volumes."""
        with engine_faults("copying the project into the sandbox"), patience(self.client, SLOW):
            self.holder.put_archive(path, archive)

    # --- the way in ---------------------------------------------------------------------------------------------------
    def address(self, name: str, port: int) -> Address:
        """Where a port of the pod can be reached from here, by clients of ours."""
        if not self.sockets:
            return self.route(f"{name}.sock", port)
        self._ask(do="route", name=f"{name}.hand", port=port, hands=True)
        return Address(BASE_URL, socket=f"{self.folder}/{name}.hand", hands=True)

    def route(self, socket: str, port: int) -> Address:
        """The same for any client: it may want its socket to have that name."""
        self._ask(do="route", name=socket, port=port)
        return self._way(socket)

    def listening(self) -> list[tuple[str, int]]:
        """Addresses and ports that somebody in the pod listens on."""
        return [(address, port) for address, port in self._ask(do="listening")["listening"]]

    def _way(self, name: str) -> Address:
        if self.sockets:
            return Address(BASE_URL, socket=f"{self.folder}/{name}")
        return Address(BASE_URL, gate=self.gate, route=f"{self.token} {name}")

    def _ask(self, **question: Any) -> dict[str, Any]:
        """Asks the relay, once it is there. Raises MachineError where it does not answer: no app can do that to it."""
        if not self.answers:
            self._wait_for_relay()
        try:
            return self._ask_once(question)
        except (OSError, ValueError) as error:
            words = f"the sandbox's relay does not answer ({type(error).__name__})"
            raise MachineError(
                words, "Try again; if it stays, look for what stops containers on this machine."
            ) from error

    def _ask_once(self, question: dict[str, Any]) -> dict[str, Any]:
        with connect(self._way("control.sock"), Limits(5, 1 << 20)) as sock:
            sock.sendall(json.dumps(question).encode() + b"\n")
            with sock.makefile("rb") as stream:
                answer: dict[str, Any] = json.loads(stream.readline())
            return answer

    def _wait_for_relay(self) -> None:
        """Until the relay answers; its own log where it doesn't."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, ValueError):
                self._ask_once({"do": "listening"})
                self.answers = True
                return
            time.sleep(0.003)
        log = self.holder.logs(tail=5).decode("utf-8", "replace")
        raise MachineError(f"the sandbox's relay did not come up: {log.strip()}", "Try GRADER_TRANSPORT=port.")


def relay_command(settings: dict[str, Any]) -> list[str]:
    """The relay's whole program on the command line: no file of ours is in the container."""
    return ["python3", "-I", "-S", "-c", RELAY.read_text(encoding="utf-8"), json.dumps(settings)]


def owner(folder: str) -> str:
    """The user that the relay runs as: the caller, so that sockets are theirs; never root."""
    if system.POSIX and not system.is_root():
        return f"{os.getuid()}:{os.getgid()}"
    if folder and system.POSIX:
        os.chown(folder, 10002, 10002)
    return "10002:10002"


def socket_folder() -> str:
    """A short-named 0700 folder: a unix socket's path may have 107 bytes."""
    return str(folders.make(folders.SOCKETS, folders.SHORTEST))
