"""Starts and ends a learner's app within a container that stays: a whole program, for images with Python.

It listens on the pod's loopback interface. A connection brings one line of JSON, `{"do": …}`, and takes one back:

    start    command, cwd, env: ends what runs, and starts that; the app prints where the container does
    end      seconds: asks the app to end, and kills it when that time is over
    state    `code` is null while the app runs, and 128 + n after a signal; `tasks` are all processes and threads here
    mark     text: printed on both streams, behind all that the app has printed
    renew    files: ends what runs, empties the volumes, and writes those: [path, content, mode, link's target]

Every answer has `code` and the container's `time`, or an `error`. `agent.js` is the same for images with Node.
"""

import base64
import contextlib
import glob
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

ROOTS = ("/app", "/data")
app = None


def answer(question):
    """Does what is asked."""
    if question["do"] == "start":
        end(0)
        start(question)
    elif question["do"] == "end":
        end(question["seconds"])
    elif question["do"] == "mark":
        for stream in (1, 2):
            os.write(stream, f"{question['text']}\n".encode())
    elif question["do"] == "renew":
        end(0)
        for root in ROOTS:
            empty(root)
        for entry in question["files"]:
            lay(*entry)
    tasks = len(glob.glob("/proc/[0-9]*/task/*")) if question["do"] == "state" else 0
    return {"code": code(), "time": time.time(), "tasks": tasks}


def start(question):
    global app
    app = subprocess.Popen(
        question["command"],
        cwd=question["cwd"],
        env=question["env"],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def code():
    """The exit code as a shell has it; nothing while it runs, or where none was started."""
    found = app.poll() if app else None
    return found if found is None or found >= 0 else 128 - found


def end(seconds):
    """Ends the app, and whatever it has left behind anywhere in this container."""
    if app is None:
        return
    if seconds and app.poll() is None:
        os.kill(app.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            app.wait(seconds)
    keep = {1, os.getpid(), os.getppid()}
    for pid in (int(name) for name in os.listdir("/proc") if name.isdigit()):
        if pid not in keep:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
    app.wait()


def empty(root):
    for name in os.listdir(root):
        place = os.path.join(root, name)
        if os.path.isdir(place) and not os.path.islink(place):
            shutil.rmtree(place)
        else:
            os.unlink(place)


def lay(path, content, mode, target):
    """A file of `content` (base64), a link to `target`, or a folder."""
    place = os.path.join(ROOTS[0], path)
    if target:
        os.symlink(target, place)
    elif content is None:
        os.makedirs(place, exist_ok=True)
    else:
        with open(place, "wb") as file:
            file.write(base64.b64decode(content))
        os.chmod(place, mode)


def serve(port):
    with socket.create_server(("127.0.0.1", port)) as server:
        while True:
            connection, _ = server.accept()
            with connection, connection.makefile("rb") as stream:
                try:
                    said = answer(json.loads(stream.readline()))
                except Exception as error:
                    said = {"error": f"{type(error).__name__}: {error}"}
                with contextlib.suppress(OSError):
                    connection.sendall(json.dumps(said).encode() + b"\n")


serve(int(sys.argv[1]))
