import math
import re
from collections import Counter
from urllib.parse import urlsplit

from grader.checks.values import Miss

NAMES = "PORT APP_ENV SECRET_KEY DATABASE_URL MAX_PAGE_SIZE DEBUG FEATURE_EXPORT".split()
LINE = re.compile(r"(?m)^[ \t]*#?[ \t]*(?:export[ \t]+)?([A-Z][A-Z0-9_]*)[ \t]*=[ \t]*(.*?)[ \t]*$")
PLACEHOLDER = re.compile(
    r"(?i)change|example|secret|your|here|replace|insert|placeholder|dummy|random|generate|todo|xxx|\.\.\."
)
SHORTEST = 12  # characters of a secret that is worth anything


def settings(text):
    """Names and values, commented out or not; the last one counts."""
    return {name: value.strip("\"'") for name, value in LINE.findall(text)}


def looks_real(value):
    """Whether a value is one that nobody thinks of: long, of many different characters, and no word for a gap."""
    if len(value) < SHORTEST or re.search(r"\s", value) or PLACEHOLDER.search(value):
        return False
    shares = [count / len(value) for count in Counter(value).values()]
    kinds = sum(bool(re.search(kind, value)) for kind in ("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]"))
    return -sum(share * math.log2(share) for share in shares) > 2.7 and kinds > 1


def test_names(project):
    """.env.example has a line for each variable of the service, if only commented out."""
    missing = [name for name in NAMES if name not in settings(project.text(".env.example"))]
    if missing:
        raise Miss(f"lines for {', '.join(NAMES)} in .env.example", f"none for {', '.join(missing)}")


def test_no_secret(project):
    """No real secret is in .env.example."""
    found = settings(project.text(".env.example"))
    for name, value in found.items():
        secret = name.endswith(("KEY", "SECRET", "TOKEN", "PASSWORD", "_PASS"))
        if secret and looks_real(value):
            raise Miss(f"nothing, or a word for a gap, as {name} in .env.example", "what looks like a real secret")
    try:
        password = urlsplit(found.get("DATABASE_URL", "")).password or ""
    except ValueError:
        password = ""
    assert not looks_real(password), "the password in DATABASE_URL looks like a real one: .env.example is for everybody"


def test_ignored(project):
    """Git leaves .env out, and not .env.example."""
    ignored = project.ignored(".env", ".env.example")
    assert ".env" in ignored, "a line .env in .gitignore keeps it, and its secrets, out of Git"
    assert ".env.example" not in ignored, "a rule in .gitignore leaves .env.example out, too; it belongs into Git"
