"""The common causes for which an app does not start: a pattern, what it means, what to do.

The first pattern that is found anywhere in the output counts, so the particular comes before the general. `{0}` is the
first group of the pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Fault = Literal["learner", "machine"]


@dataclass(frozen=True)
class Finding:
    """A cause in the learner's words, what to do about it, and whose fault it is."""

    fault: Fault
    cause: str
    cure: str


@dataclass(frozen=True)
class Cause:
    """A line of a table."""

    pattern: str
    cause: str
    cure: str
    fault: Fault = "learner"


def look_up(causes: Iterable[Cause], text: str) -> Finding | None:
    """What the first cause that fits says, with the pattern's groups put in."""
    for cause in causes:
        found = re.search(cause.pattern, text)
        if found:
            groups = [group for group in found.groups() if group] + ["something"] * 2
            words = [group if len(group) <= 80 else f"{group[:79]}…" for group in groups]
            return Finding(cause.fault, cause.cause.format(*words), cause.cure.format(*words))
    return None


_OLD = "Raise the versions in requirements.txt (Flask==3.1.* needs no pins for its own parts) and install anew."
_NEEDS_DATABASE = (
    "Connect when the first request needs it, not before listening, and to the address in DATABASE_URL, "
    "which is set from day 3 on: before that there is no database."
)
_GIVE = 'Give it a default in your code, or set it in grade.toml: env = {{ {0} = "…" }}'

STARTING = (
    # --- old libraries
    Cause(
        r"cannot import name '(\w+)' from '(werkzeug[\w.]*|jinja2[\w.]*|markupsafe|itsdangerous[\w.]*)'",
        "one of the installed libraries is older than {1}, which no longer has {0}",
        _OLD,
    ),
    Cause(
        r"cannot import name '(JSONEncoder|Markup|escape|_app_ctx_stack|_request_ctx_stack|safe_join)'"
        r" from '(flask[\w.]*)'",
        "the code or one of the libraries was written for an older Flask: {1} no longer has {0}",
        "Import Markup and escape from markupsafe, use app.json instead of JSONEncoder, raise flask-… libraries.",
    ),
    Cause(
        r"'Flask' object has no attribute '(before_first_request|json_encoder)'",
        "the code was written for an older Flask: an app no longer has {0}",
        "Do what must be done first in create_app or before app.run; use app.json instead of json_encoder.",
    ),
    Cause(
        r"cannot import name '(\w+)' from 'collections'|module 'collections' has no attribute '(\w+)'",
        "a library is too old for this Python: collections no longer has its base classes",
        _OLD,
    ),
    Cause(
        r"cannot import name '(ugettext\w*|url|force_text|smart_text|python_2_\w+)' from '(django[\w.]*)'",
        "the code or a library was written for an older Django: {1} no longer has {0}",
        "Use gettext_lazy, re_path or force_str instead, or raise the library's version.",
    ),
    Cause(
        r"No module named '(distutils|imp|cgi|asynchat|asyncore|pipes|telnetlib)[\w.]*'"
        r"|pkgutil.* has no attribute 'ImpImporter'|module 'ast' has no attribute 'Str'|directly inherits TypingOnly",
        "a library is too old for this Python",
        _OLD,
    ),
    # --- the module system
    Cause(
        r"(require|module|exports|__dirname) is not defined in ES module scope"
        r"|ReferenceError: (__dirname) is not defined",
        "{0} is used in a file that node reads as an ES module",
        'Use import and export, or take "type": "module" out of package.json, or name the file .cjs.',
    ),
    Cause(
        r"Cannot use import statement outside a module|Unexpected token 'export'",
        "import or export is used in a file that node reads as CommonJS",
        'Add "type": "module" to package.json, or use require and module.exports.',
    ),
    Cause(
        r"does not provide an export named '?([\w$]+)'?",
        "a file is asked for the export {0}, which it does not have",
        "Compare the names: import {{ name }} needs export const name; a default export is imported without braces.",
    ),
    # --- what listens
    Cause(
        r"EACCES: permission denied [\d.:]*:(\d{1,3})\b|Permission denied.*\bport (\d{1,3})\b",
        "it wants to listen on port {0}, which ordinary programs may not take",
        "Listen on the port that the variable PORT names.",
    ),
    Cause(
        r"EADDRINUSE[^\n]*?:(\d+)",
        "port {0} is already in use",
        "Listen on the port in PORT, and once only: is listen() called twice? End what else runs on that port.",
    ),
    Cause(
        r"Address already in use|Port (\d+) is in use by another program|That port is already in use",
        "its port is already in use",
        "Listen on the port in PORT, and once only. End what else runs on that port.",
    ),
    # --- databases
    Cause(
        r"MongooseServerSelectionError|MongoServerSelectionError|MongoNetworkError|pymongo\.errors\.ServerSelection"
        r"|MongooseError: The `uri` parameter|querySrv E\w+|MongoParseError|ECONNREFUSED [\w.:\[\]]*:27017",
        "it waits for a MongoDB before it listens, and can't reach one",
        _NEEDS_DATABASE,
    ),
    Cause(
        r"ECONNREFUSED [\w.:\[\]]*:3306|Can't connect to (?:local )?(?:MySQL|server)"
        r"|OperationalError.*\((?:2002|2003),",
        "it waits for a MySQL server before it listens, and can't reach one",
        _NEEDS_DATABASE,
    ),
    Cause(
        r"ECONNREFUSED [\w.:\[\]]*:5432|SequelizeConnectionRefusedError|connection to server at .* port 5432 failed"
        r"|psycopg\w*\.OperationalError|Is the server running on .*host",
        "it waits for a PostgreSQL server before it listens, and can't reach one",
        _NEEDS_DATABASE,
    ),
    Cause(
        r"ECONNREFUSED [\w.:\[\]]*:6379|redis\.exceptions\.ConnectionError",
        "it waits for a Redis server before it listens, and can't reach one",
        "Start without it: connect when the first request needs it, and do without where you can.",
    ),
    Cause(
        r"getaddrinfo (?:ENOTFOUND|EAI_AGAIN) ([\w.-]+)|could not translate host name \"([\w.-]+)\""
        r"|Temporary failure in name resolution|Name or service not known",
        "it wants to reach {0}, but a graded app has no network",
        "Connect when the first request needs it, to the address in DATABASE_URL (from day 3 on).",
    ),
    # --- variables
    Cause(r"UndefinedValueError: (\w+) not found", "the variable {0} is not set", _GIVE),
    Cause(r"ImproperlyConfigured: Set the (\w+) environment variable", "the variable {0} is not set", _GIVE),
    Cause(
        r"ImproperlyConfigured: The (SECRET_KEY) setting must not be empty",
        "Django's SECRET_KEY is empty: the variable that it is read from is not set",
        'Give it a default for development: os.environ.get("SECRET_KEY", "only-for-development")',
    ),
    Cause(
        r"Either 'SQLALCHEMY_DATABASE_URI' or|Expected string or URL object, got None",
        "the database's address is not set",
        'Give it a default: os.environ.get("DATABASE_URL", "sqlite:///app.db")',
    ),
    Cause(
        r"(?i:missing (?:required )?env\w*(?: variables?)?):? *[\"'`]?([A-Z][A-Z0-9_]+)"
        r"|\b([A-Z][A-Z0-9_]{2,}) (?:environment variable )?(?:is|was|must be) "
        r"(?:missing|required|not set|not defined|set|undefined)",
        "the variable {0} is not set",
        _GIVE,
    ),
    # --- Flask, Express and Django themselves
    Cause(
        r"Failed to find Flask application or factory in module '([\w.]+)'|Error: Could not import '([\w.]+)'\.",
        "{0} holds no Flask app that can be found",
        'Call it app (app = Flask(__name__)) or make it in create_app(), or write start = "…" in grade.toml.',
    ),
    Cause(
        r"View function mapping is overwriting an existing endpoint function: ([\w.]+)",
        "two routes have a function called {0}",
        "Give each route's function a name of its own.",
    ),
    Cause(
        r"((?:Router|Route|app)\.\w+\(\)) requires a (?:middleware|callback) function"
        r"|argument handler (?:is required|must be a function)",
        "a route or app.use is given something that is no function",
        "Does the file that it comes from export it? module.exports = router, or export default router.",
    ),
    Cause(
        r"PathError.*|Missing parameter name at",
        "a route's path is not valid in Express 5",
        "Give a wildcard a name: '/*splat' instead of '*'; an optional part is '/users{{/:id}}'.",
    ),
    Cause(
        r"(?:ModuleNotFoundError|LookupError): No installed app with label '(\w+)'",
        "Django does not know the app {0}",
        "Add it to INSTALLED_APPS in settings.py.",
    ),
    # --- the sandbox
    Cause(
        r"BlockingIOError: \[Errno 11\] Resource temporarily unavailable|can't start new thread"
        r"|[Ff]ork: .*Resource temporarily unavailable|spawn \S+ EAGAIN|pthread_create failed",
        "it may not start any more processes or threads: 128 is the limit",
        "Look for what starts them without end, or start fewer workers.",
    ),
    Cause(
        r"No space left on device|ENOSPC|database or disk is full",
        "a place that it writes to is full",
        "In the sandbox your project's folder has 192 MB, $DATA_DIR 128 MB and /tmp 64 MB. Write less, or clean up.",
    ),
    Cause(
        r"OSError: \[Errno 27\] File too large|EFBIG",
        "a file that it writes became too large: 128 MB is the limit",
        "Look for what writes to it without end.",
    ),
    Cause(
        r"Read-only file system|EROFS",
        "it writes where nothing can be written",
        "Write below your project's own folder, with paths relative to it, or below /tmp.",
    ),
    Cause(
        r"JavaScript heap out of memory|^MemoryError\b|\bout of memory\b|(?m:^Killed$)",
        "it ran out of memory",
        "Look for something that grows without end, or a large file that is read at once.",
    ),
    Cause(
        r"Could not locate the bindings file|/(\w+)_lib\.node'|No native build was found",
        "a package's part in machine code is missing: it is fetched or built by a script of the package, "
        "and no package runs scripts while it is installed here",
        "Use one without: bcryptjs for bcrypt, node:sqlite for sqlite3 or better-sqlite3.",
    ),
    Cause(
        r"\.node: (?:invalid ELF header|cannot open shared object)"
        r"|Error loading shared library",
        "a package brings a part in machine code that was not made for this machine",
        "Use one in plain JavaScript: bcryptjs for bcrypt, node:sqlite for sqlite3. Never commit node_modules.",
    ),
    Cause(
        r"(?:sh|bash)(?:: line)?:? ?\d*: ([\w.@/-]+): (?:command )?not found"
        r"|exec: \"?([\w.@/-]+)\"?: (?:not found|executable file)|spawn ([\w.@/-]+) ENOENT",
        "the command {0} is not installed",
        "Add the package that brings it to requirements.txt or package.json, or start the app without it.",
    ),
    Cause(
        r"can't open file '([^']+)': \[Errno 2\]",
        "the file that is to be started is not there: {0}",
        'Is it in Git? Correct the command in grade.toml (start = "…"), the Procfile or package.json.',
    ),
)
