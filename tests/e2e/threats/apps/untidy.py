"""Leaves behind whatever an app can, and tells what it finds that others have left."""

import os
import socket
import subprocess
import sys

from serve import serve

PLACES = ("/app", "/data")
MINE = {"app.py", "serve.py", "grade.toml", "__pycache__"}


def found():
    """What nobody of this project has put there."""
    strange = [f"{place}/{name}" for place in PLACES for name in os.listdir(place) if name not in MINE]
    modes = [oct(os.stat(place).st_mode & 0o777) for place in PLACES]
    rules = [name for place in PLACES for name in os.listxattr(place)]
    with socket.socket() as probe:
        probe.settimeout(1)
        answered = probe.connect_ex(("127.0.0.1", 9999)) == 0
    return {"strange": strange, "modes": modes, "rules": rules, "answered": answered}


def leave():
    os.makedirs("/data/deep/er", exist_ok=True)
    for path in ("/data/note", "/app/.hidden", "/data/deep/er/note"):
        with open(path, "w") as file:
            file.write("from the one before")
    os.symlink("/etc/passwd", "/data/link")
    os.chmod("/data/deep", 0)
    os.chmod("/data", 0o500)
    listening = "import socket, time; s = socket.create_server(('127.0.0.1', 9999)); time.sleep(600)"
    subprocess.Popen([sys.executable, "-c", listening], start_new_session=True)


FOUND = found()
leave()
serve(reached=lambda: FOUND)
