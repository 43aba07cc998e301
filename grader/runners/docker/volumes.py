"""What lies on a pod's volumes, and what is laid there: by containers of ours that have the volumes and no network."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping

from docker.types import Mount

from grader.errors import MachineError, ProjectError
from grader.project import Project
from grader.reading import tree
from grader.runners.databases import told
from grader.runners.docker import jobs
from grader.runners.docker.engine import engine_faults
from grader.runners.docker.pod import Pod
from grader.runners.docker.profile import USER
from grader.server.answers import Stored

LIST = """
import hashlib, json, os
found = {}
for root in ("/app", "/data"):
    for top, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in ("node_modules", ".venv")]
        for path in (os.path.join(top, name) for name in names):
            if len(found) < 5000 and os.path.isfile(path) and not os.path.islink(path):
                with open(path, "rb") as file:
                    found[path] = (os.lstat(path).st_size, hashlib.file_digest(file, "sha256").hexdigest())
print(json.dumps(found))
"""
LAY = """
import base64, json, os, sys
for path, text in json.loads(sys.argv[1]).items():
    place = os.path.join("/app", path)
    os.makedirs(os.path.dirname(place), exist_ok=True)
    if os.path.lexists(place):
        os.unlink(place)
    if text is not None:
        with open(place, "wb") as file:
            file.write(base64.b64decode(text))
"""


def pack(project: Project) -> bytes:
    """The project as a tar for its volume; what was installed for it is linked to where node looks."""
    links = {}
    if project.dependencies.language == "node" and project.dependencies.files:
        links["node_modules"] = "/deps/node_modules"
    try:
        return tree.pack_tree(project.folder, 10001, 10001, links=links)
    except OSError as error:
        raise ProjectError(f"the project can't be read: {error.filename}: {error.strerror}") from error


def empty(pod: Pod) -> None:
    """Takes everything away that lies on the app's volumes. Nobody may be running there."""
    paths = [mount["Target"] for mount in pod.volumes]
    with engine_faults("emptying the sandbox"):
        code, _ = pod.holder.exec_run(["find", *paths, "-mindepth", "1", "-delete"], user=USER)
    if code:
        raise MachineError("the sandbox could not be emptied", "Try again.")


def files(pod: Pod) -> Mapping[str, Stored]:
    """The files on the app's volumes, by path."""
    mounts = tuple(Mount(m["Target"], m["Source"], type="volume", read_only=True) for m in pod.volumes)
    with engine_faults("looking at the app's files"):
        said = jobs.run(pod, pod.image, ["python3", "-I", "-S", "-c", LIST], mounts)
    found = told(said, "looking at the app's files")
    return {path: Stored(int(size), str(digest)) for path, (size, digest) in found.items()}


def lay(pod: Pod, changes: Mapping[str, bytes | None]) -> None:
    """Writes files below /app, and takes away those whose content is None."""
    if not changes:
        return
    coded = {path: None if data is None else base64.b64encode(data).decode() for path, data in changes.items()}
    with engine_faults("laying files beside the app"):
        jobs.run(pod, pod.image, ["python3", "-I", "-S", "-c", LAY, json.dumps(coded)], pod.volumes[:1])
