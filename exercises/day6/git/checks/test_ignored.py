from fnmatch import fnmatch

from grader.checks.values import Miss

FOLDERS = {".venv", "venv", "node_modules", "__pycache__"}
NAMES = ("*.sqlite3", "*.sqlite", "*.sqlite3-*", "*.db", "*.pyc", ".env")


def amiss(path):
    """Whether a path is of something that can be installed or made again, of data, or of secrets."""
    *folders, name = path.split("/")
    return bool(FOLDERS & set(folders)) or any(fnmatch(name.lower(), pattern) for pattern in NAMES)


def test_what_does_not_belong_in(git):
    """No file is tracked that can be installed or made again, that holds data, or that is a .env."""
    tracked = [path for path in git.tracked if amiss(path)]
    if tracked:
        more = f" and {len(tracked) - 1} more" if len(tracked) > 1 else ""
        raise Miss("none of .venv, node_modules, __pycache__, databases and .env in Git", f"{tracked[0]}{more}")
