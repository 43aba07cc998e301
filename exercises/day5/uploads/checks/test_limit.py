from grader.checks.problems import too_large
from grader.checks.tickets import goes_on, made
from grader.checks.uploads import MOST, attached, large_text, upload, words
from grader.checks.values import Miss

NOTHING = 64 * 1024  # bytes that a new file may have without being half of an upload: a log, a journal
KIB = 1024


def test_up_to_it(api, fake):
    """A file of nearly 5 MiB is taken."""
    content = large_text(fake, MOST - fake.integer(1, 20) * KIB)
    attached(api, made(api, fake), f"{fake.word()}.txt", content, "text/plain")


def test_over_it(api, fake):
    """A file over 5 MiB is 413, by a little or by much, and the app goes on."""
    one = made(api, fake)
    for size in (MOST + fake.integer(1, 900), MOST + fake.integer(100, 900) * KIB, MOST + 4 * KIB * KIB):
        content = large_text(fake, size)
        too_large(lambda content=content: upload(api, one, f"{fake.word()}.txt", content, "text/plain"))
    goes_on(api, fake)
    attached(api, one, f"{fake.word()}.txt", words(fake))


def test_nothing_is_kept(api, fake, app):
    """Nothing of a file that is too large is kept, no half of it either."""
    one = made(api, fake)
    attached(api, one, f"{fake.word()}.txt", words(fake))
    before = app.all_files()
    for size in (MOST + fake.integer(1, 900), MOST + 2 * KIB * KIB):
        content = large_text(fake, size)
        too_large(lambda content=content: upload(api, one, f"{fake.word()}.txt", content, "text/plain"))
    new = {path: file for path, file in app.all_files().items() if path not in before}
    kept = [path for path, file in new.items() if path.startswith(app.env["UPLOAD_DIR"]) or file.size > NOTHING]
    if kept:
        raise Miss("no new file after an upload that was refused", f"{kept[0]}, {new[kept[0]].size} bytes")
