import hashlib

from grader.checks.rest import created
from grader.checks.tickets import goes_on, made
from grader.checks.uploads import fetch, same_bytes, upload, words
from grader.checks.values import Miss, say


def evil(fake):
    """Names that lead astray, each with a word of its own in it."""
    shapes = ["../../etc/{}", "/etc/{}", "../../../../../../tmp/{}.txt", "..\\..\\{}", "C:\\Windows\\{}", "./../{}.py"]
    shapes += ["{}/../../app.py", "..%2f..%2f{}", "....//....//{}", "~/{}", "{}" + "x" * 300, "x" * 296 + "{}.txt"]
    return [shape.format(fake.word()) for shape in shapes]


def taken(api, ticket, name, content):
    """The description of a file with such a name. Raises Miss unless it is taken, and its filename is no path."""
    description = created(upload(api, ticket, name, content))
    found = description.get("filename")
    if not isinstance(found, str) or not found or any(sign in found for sign in "/\\\0"):
        raise Miss("a filename without / and \\", say(found))
    same_bytes(fetch(api, ticket, description), content)
    return description


def test_evil_names(api, fake):
    """Paths, absolute or upwards, and 300 characters: the file is stored, and its filename has no separator."""
    one = made(api, fake)
    for name in evil(fake):
        taken(api, one, name, words(fake))


def test_nul(api, fake):
    """A name with a NUL is stored safely, or refused with 400 or 422; the app goes on."""
    one, content = made(api, fake), words(fake)
    reply = upload(api, one, f"{fake.word()}.txt\0.png", content)
    assert reply.status_code in (201, 400, 422)
    if reply.status_code == 201:
        found = reply.json()["filename"]
        assert not any(sign in str(found) for sign in "/\\\0"), "no separator and no NUL is in filename"
        same_bytes(fetch(api, one, reply.json()), content)
    goes_on(api, fake)


def test_dots(api, fake):
    """Names that are nothing but dots or a path are stored under another one."""
    one = made(api, fake)
    for name in ("..", ".", "../", "/"):
        content = words(fake)
        reply = upload(api, one, name, content)
        assert reply.status_code in (201, 400, 422)
        if reply.status_code == 201:
            same_bytes(fetch(api, one, reply.json()), content)


def test_nothing_outside(api, fake, app):
    """The files lie in UPLOAD_DIR, and nothing is written anywhere else."""
    one, home = made(api, fake), app.env["UPLOAD_DIR"].rstrip("/") + "/"
    before = app.all_files()
    contents = [(name, words(fake)) for name in evil(fake)]
    for name, content in contents:
        taken(api, one, name, content)
    after = app.all_files()
    new = {path: file for path, file in after.items() if before.get(path) != file}
    sums = {hashlib.sha256(content).hexdigest(): name for name, content in contents}
    astray = [path for path, file in new.items() if file.sha256 in sums and not path.startswith(home)]
    if astray:
        raise Miss(f"all files in {home}", f"one that was sent as {say(sums[new[astray[0]].sha256])} at {astray[0]}")
    assert any(path.startswith(home) for path in new), "no new file is in the folder that UPLOAD_DIR names"
