"""What apps and installers print when they fail, as it was seen, and what a learner is told about it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from grader.diagnosis import Finding, error_at, explain, explain_install
from grader.diagnosis.causes import STARTING, look_up
from grader.diagnosis.install_diagnosis import INSTALLING
from grader.project import Dependencies, Project

REQUIREMENTS = b"Flask==3.1.0\nPyJWT\n"
FILES = {
    "app.py": "from flask import Flask\n\n\ndef x(:\n",
    "products.py": "def gross(price):\n    return price * 1.2\n",
    "shop/__init__.py": "",
    "shop/models.py": "",
    "src/utils.py": "",
    "server.js": "const a = ;\n",
    "routes/User.js": "",
    "routes/products.js": "export function make(price) {\n  return price.toFixed(2);\n}\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return Project(tmp_path, "flask", "python app.py", Dependencies("python", {"requirements.txt": REQUIREMENTS}))


def python_error(error: str, line: str = "import x") -> str:
    where = 'Traceback (most recent call last):\n  File "/app/app.py", line 1, in <module>\n'
    return f"{where}    {line}\n{error}\n"


def no_module(name: str) -> str:
    return python_error(f"ModuleNotFoundError: No module named '{name}'")


def node_missing(name: str, by: str = "/app/server.js") -> str:
    return (
        "node:internal/modules/cjs/loader:1210\n  throw err;\n  ^\n\n"
        f"Error: Cannot find module '{name}'\nRequire stack:\n- {by}\n    at resolve (node:internal/x:1:1)"
    )


def esm_missing(kind: str, name: str) -> str:
    return f"Error [ERR_MODULE_NOT_FOUND]: Cannot find {kind} '{name}' imported from /app/server.js\n    at finalize"


CAUSES = {
    # Python's modules
    "flask_cors": (
        no_module("flask_cors"),
        "ModuleNotFoundError: flask_cors: the package flask-cors is not",
        "Add flask-cors to",
    ),
    "dotenv": (no_module("dotenv"), "the package python-dotenv", "Add python-dotenv to requirements.txt."),
    "PIL": (no_module("PIL.Image"), "the package Pillow", "Add Pillow"),
    "MySQLdb": (no_module("MySQLdb"), "the package mysqlclient", "Add mysqlclient"),
    "psycopg2": (no_module("psycopg2"), "the package psycopg2-binary", "Add psycopg2-binary"),
    "unknown": (no_module("some_thing"), "the package some-thing", "Add some-thing to requirements.txt."),
    "misspelled": (no_module("flask_corss"), "flask_corss", "Or did you mean flask-cors?"),
    "declared": (no_module("jwt"), "the package PyJWT is not installed", "PyJWT is declared, but has no jwt"),
    "own, elsewhere": (
        no_module("utils"),
        "it is a part of your project",
        "It is in src/utils.py. Python looks in the project",
    ),
    "own, no such part": (
        no_module("shop.views"),
        "it is a part of your project",
        "There is no shop/views.py: is it in Git",
    ),
    # old libraries
    "url_quote": (
        python_error("ImportError: cannot import name 'url_quote' from 'werkzeug.urls' (/x)"),
        "older than werkzeug.urls",
        "Raise",
    ),
    "Markup": (
        python_error("ImportError: cannot import name 'Markup' from 'jinja2' (/x)"),
        "no longer has Markup",
        "Raise",
    ),
    "JSONEncoder": (
        python_error("ImportError: cannot import name 'JSONEncoder' from 'flask.json' (/x)"),
        "older Flask",
        "app.json",
    ),
    "collections": (
        python_error("ImportError: cannot import name 'Mapping' from 'collections' (/x)"),
        "too old for this Python",
        "Raise",
    ),
    "distutils": (no_module("distutils.util"), "too old for this Python", "Raise"),
    "before_first_request": (
        python_error("AttributeError: 'Flask' object has no attribute 'before_first_request'"),
        "older Flask",
        "create_app",
    ),
    "ugettext": (
        python_error("ImportError: cannot import name 'ugettext_lazy' from 'django.utils.translation'"),
        "older Django",
        "gettext_lazy",
    ),
    # Node's modules
    "package": (node_missing("cors"), "Cannot find module 'cors' (server.js)", "npm install cors"),
    "scope": (node_missing("@me/x/sub"), "'@me/x/sub'", "npm install @me/x"),
    "misspelled package": (esm_missing("package", "expres"), "'expres'", "did you mean express?"),
    "other case": (
        node_missing("./routes/user"),
        "server.js wants routes/user, and there is no such file",
        "called routes/User.js",
    ),
    "no ending": (esm_missing("module", "/app/routes/User"), "wants routes/User", "write the whole name: User.js"),
    "other folder": (
        node_missing("../products", "/app/routes/User.js"),
        "wants products",
        "Did you mean routes/products.js?",
    ),
    "no file to start": (node_missing("/app/index.js", ""), "index.js is to be started", "Is the file in Git?"),
    "native": (
        node_missing("/app/node_modules/bcrypt/lib/binding/napi-v3/bcrypt_lib.node"),
        "machine code",
        "bcryptjs",
    ),
    "better-sqlite3": (
        "Error: Could not locate the bindings file. Tried:\n → /app/node_modules/better-sqlite3/x.node\n    at b (/x)",
        "no package runs scripts while it is installed here",
        "node:sqlite for sqlite3 or better-sqlite3",
    ),
    "not of this machine": (
        "Error: /app/node_modules/x/x.node: invalid ELF header",
        "not made for this machine",
        "Never commit node_modules",
    ),
    "require in a module": (
        "ReferenceError: require is not defined in ES module scope, you can use import",
        "require is used",
        ".cjs",
    ),
    "import in a script": (
        "/app/server.js:1\nimport x\n^^^^^^\n\nSyntaxError: Cannot use import statement outside a module",
        "import or export is used",
        '"type": "module"',
    ),
    "export": (
        "file:///app/server.js:1\nimport {n} from './m.js'\n  ^\n"
        "SyntaxError: The requested module './m.js' does not provide an export named 'n'",
        "the export n",
        "{ name }",
    ),
    # syntax
    "Python's syntax": (
        'Traceback (most recent call last):\n  File "/app/app.py", line 4\n    def x(:\n          ^\n'
        "SyntaxError: invalid syntax\n",
        "app.py:4: SyntaxError: invalid syntax",
        "Look at line 4 of app.py and the one before it: def x(:",
    ),
    "indentation": (
        '  File "/app/app.py", line 4\n    x\nIndentationError: unexpected indent',
        "app.py:4: IndentationError",
        "line 4",
    ),
    "Node's syntax": (
        "/app/server.js:1\nconst a = ;\n          ^\n\nSyntaxError: Unexpected token ';'\n    at wrapSafe (node:x:1:1)",
        "server.js:1: SyntaxError: Unexpected token ';'",
        "line 1 of server.js and the one before it: const a = ;",
    ),
    # ports
    "EADDRINUSE": ("Error: listen EADDRINUSE: address already in use :::3000", "port 3000 is already in use", "PORT"),
    "in use": ("Address already in use\nPort 5000 is in use by another program.", "already in use", "PORT"),
    "low port": ("Error: listen EACCES: permission denied 0.0.0.0:80", "port 80", "PORT"),
    # variables
    "environ": (
        python_error("KeyError: 'SECRET_KEY'", 'KEY = os.environ["SECRET_KEY"]'),
        "the variable SECRET_KEY is not set",
        'os.environ.get("SECRET_KEY", "…"), or set it in grade.toml: env = { SECRET_KEY = "…" }',
    ),
    "decouple": (
        "decouple.UndefinedValueError: API_KEY not found. Declare it",
        "API_KEY is not set",
        'env = { API_KEY = "…" }',
    ),
    "Django's key": (
        "django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.",
        "SECRET_KEY is empty",
        "default",
    ),
    "SQLAlchemy": (
        "RuntimeError: Either 'SQLALCHEMY_DATABASE_URI' or 'SQLALCHEMY_BINDS' must be set.",
        "database's address",
        "sqlite:///",
    ),
    "missing": ("Error: Missing required environment variable: JWT_SECRET", "JWT_SECRET is not set", "JWT_SECRET"),
    "is required": ("Error: JWT_SECRET is required", "JWT_SECRET is not set", "JWT_SECRET"),
    # databases
    "mongoose": ("MongooseServerSelectionError: connect ECONNREFUSED 127.0.0.1:27017", "MongoDB", "day 3"),
    "mysql": ("Error: connect ECONNREFUSED 127.0.0.1:3306", "MySQL", "day 3"),
    "postgres": (
        'psycopg2.OperationalError: connection to server at "localhost", port 5432 failed',
        "PostgreSQL",
        "day 3",
    ),
    "redis": ("[ioredis] Unhandled error event: Error: connect ECONNREFUSED 127.0.0.1:6379", "Redis", "first request"),
    "elsewhere": ("Error: getaddrinfo ENOTFOUND db.example.com", "reach db.example.com", "DATABASE_URL"),
    # frameworks
    "no app": (
        "Error: Failed to find Flask application or factory in module 'shop'. Use",
        "shop holds no Flask app",
        "app = Flask",
    ),
    "no module": ("Usage: flask run\n\nError: Could not import 'nope'.", "nope holds no Flask app", "app = Flask"),
    "endpoints": (
        "AssertionError: View function mapping is overwriting an existing endpoint function: index",
        "called index",
        "own",
    ),
    "no router": ("TypeError: app.use() requires a middleware function", "no function", "module.exports = router"),
    "no handler": ("TypeError: argument handler must be a function", "no function", "export"),
    "wildcard": ("PathError [TypeError]: Missing parameter name at index 1: *; visit", "Express 5", "'/*splat'"),
    # the machine
    "nodemon": ("sh: 1: nodemon: not found", "nodemon is not installed", "package.json"),
    "gunicorn": ("bash: line 1: gunicorn: command not found", "gunicorn is not installed", "requirements.txt"),
    "no such file": (
        "python: can't open file '/app/run.py': [Errno 2] No such file or directory",
        "run.py",
        "grade.toml",
    ),
    "read-only": ("OSError: [Errno 30] Read-only file system: '/usr/x'", "nothing can be written", "/tmp"),
    "heap": (
        "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
        "out of memory",
        "grows",
    ),
    "killed": ("starting\nKilled\n", "out of memory", "grows"),
}


@pytest.mark.parametrize(("log", "cause", "cure"), CAUSES.values(), ids=CAUSES.keys())
def test_why_it_did_not_start(log: str, cause: str, cure: str, project: Project) -> None:
    """The cause by its name, and a cure that can be followed."""
    finding = explain(log, project)
    assert finding is not None
    assert cause in finding.cause
    assert cure in finding.cure
    assert finding.fault == "learner"
    assert "/app/" not in finding.cause + finding.cure


@pytest.mark.parametrize(
    "log", ["", "Listening on 8080\n", " * Running on http://127.0.0.1:5000\n", "KeyError: 'name'\n"]
)
def test_no_cause(log: str, project: Project) -> None:
    """What shows no known cause gets no guess."""
    assert explain(log, project) is None
    assert explain_install(log, project) is None


def test_no_path_of_the_machine(project: Project) -> None:
    """An app that runs in a copy on this machine tells about the project's files only."""
    folder = str(project.folder)
    finding = explain(
        f"Error [X]: Cannot find module '{folder}/routes/user.js' imported from {folder}/server.js", project
    )
    assert finding is not None
    assert finding.cause == "Cannot find module: server.js wants routes/user.js, and there is no such file"
    finding = explain("python: can't open file '/home/me/copy/run.py': [Errno 2] No such file", project)
    assert finding is not None
    assert "/home" not in finding.cause


def test_tables_are_whole() -> None:
    """Every line of both tables can be filled in, whatever its pattern found."""
    for cause in (*STARTING, *INSTALLING):
        assert "{" not in cause.cause.format("a", "b")
        assert cause.cure.format("a", "b")
    assert look_up((), "x") is None


RETRYING = (
    "WARNING: Retrying (Retry(total={}, connect=None, read=None, redirect=None, status=None)) after connection broken "
    "by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f96>: Failed to establish a "
    "new connection: [Errno 111] Connection refused')': /simple/{}/\n"
)
NEW, ONCE = RETRYING.format(0, "zzz"), RETRYING.format(4, "zzz")
UNFETCHED = (
    "not fetched: connection error: HTTPSConnectionPool(host='index', port=443): Max retries exceeded with url: "
    "/simple/{}/ (Caused by NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f96>\n"
)
NONE = "ERROR: Could not find a version that satisfies the requirement {} (from versions: none)\n"
SOME = "ERROR: Could not find a version that satisfies the requirement {} (from versions: 0.9, 1.0)\n"
INSTALLS = {
    "no such package": (NONE.format("flaskk"), "learner", "no package called flaskk", "Did you mean Flask?"),
    "no such thing": (NONE.format("qqqqq==1"), "learner", "no package called qqqqq", "requirements.txt"),
    "an import's name": (NONE.format("dotenv"), "learner", "dotenv", "Did you mean python-dotenv?"),
    "no such version": (
        "ERROR: Could not find a version that satisfies the requirement Flask==99.1 (from versions: 0.1, 3.1.3)",
        "learner",
        "there is no Flask==99.1 for this Python; the newest is 3.1.3",
        "Write Flask==3.1.3",
    ),
    "source alone": (
        NONE.format("mysqlclient") + "not ready-made: mysqlclient-2.2.7.tar.gz\n",
        "learner",
        "mysqlclient has no ready-made file for this Python, and packages are not built from source here",
        "Use PyMySQL instead. Teachers can allow it: GRADER_SOURCE_PACKAGES=mysqlclient",
    ),
    "psycopg2": (
        NONE.format("psycopg2==2.9.9") + "not ready-made: psycopg2-2.9.9.tar.gz\n",
        "learner",
        "psycopg2 has no ready-made file",
        "Use psycopg2-binary or psycopg[binary] instead.",
    ),
    "source alone, of another": (
        NONE.format("uWSGI>=2 (from my-app->other)") + "not ready-made: uwsgi-2.0.31.tar.gz\n",
        "learner",
        "uWSGI, which my-app needs, has no ready-made file",
        "Use gunicorn instead. Teachers can allow it: GRADER_SOURCE_PACKAGES=uwsgi",
    ),
    "source alone, unknown": (
        NONE.format("Some_Thing (from -r /deps/requirements.txt (line 1))")
        + "not ready-made: some.thing-1.0-cp27-none-win32.whl\n",
        "learner",
        "Some_Thing has no ready-made file",
        "Use another version of it, or another package",
    ),
    "another's source": (
        NONE.format("flask") + "not ready-made: flask-script-2.tar.gz\n",
        "learner",
        "there is no package called flask",
        "",
    ),
    "a huge file": ("OSError: [Errno 27] File too large", "learner", "a file of more than 1 GB", "Take out"),
    "unreachable": (NEW + NONE.format("zzz"), "machine", "can't be reached", "grade doctor"),
    "refused by the index": (
        NONE.format("zzz") + "not fetched: 401 Client Error: Unauthorized for url: http://h/simple/zzz/\n",
        "machine",
        "can't be reached",
        "grade doctor",
    ),
    "unreachable, with versions at hand": (
        "".join(RETRYING.format(left, "flask") for left in (4, 3, 2, 1, 0)) + SOME.format("Flask==99"),
        "machine",
        "can't be reached",
        "grade doctor",
    ),
    "unreachable, without a retry": (
        SOME.format("My_Pkg==99") + UNFETCHED.format("my-pkg"),
        "machine",
        "can't be reached",
        "grade doctor",
    ),
    "unreachable, with a source at hand": (
        NONE.format("uwsgi") + "not ready-made: uwsgi-2.0.31.tar.gz\n" + UNFETCHED.format("uwsgi"),
        "machine",
        "can't be reached",
        "grade doctor",
    ),
    "timed out": (SOME.format("zzz==9") + "not fetched: timed out\n", "machine", "can't be reached", "grade doctor"),
    "an index without a certificate": (
        "WARNING: The repository located at h is not a trusted or secure host and is being ignored.\n"
        + NONE.format("zzz"),
        "machine",
        "can't be reached",
        "grade doctor",
    ),
    "unreachable once": (ONCE + SOME.format("zzz==9"), "learner", "the newest is 1.0", "zzz==1.0"),
    "unreachable once, no such package": (ONCE + NONE.format("zzz"), "learner", "no package called zzz", "Correct"),
    "unreachable for another package": (
        RETRYING.format(0, "flask") + UNFETCHED.format("flask") + NONE.format("flaskk"),
        "learner",
        "no package called flaskk",
        "Did you mean Flask?",
    ),
    "other Python": (
        "ERROR: Ignored the following versions that require a different python version: 1.21\n"
        + NONE.format("numpy==1.21"),
        "learner",
        "another version of Python",
        "Raise",
    ),
    "conflict": (
        "ERROR: Cannot install Flask==1.0 and Werkzeug==3 because these have conflicting dependencies.",
        "learner",
        "different versions",
        "versions off",
    ),
    "twice": (
        "ERROR: Double requirement given: Flask==3 (already in Flask==2, name='Flask')",
        "learner",
        "different versions",
        "",
    ),
    "pg_config": (
        "Error: pg_config executable not found.\n× subprocess-exited-with-error",
        "learner",
        "psycopg2",
        "psycopg2-binary",
    ),
    "mysqlclient": (
        "Exception: Can not find valid pkg-config name.\nFailed building wheel for mysqlclient",
        "learner",
        "mysqlclient",
        "PyMySQL",
    ),
    "wheel": ("  ERROR: Failed building wheel for greenlet", "learner", "greenlet must be compiled", "ready made"),
    "gcc": ("error: command 'gcc' failed: No such file or directory", "learner", "must be compiled", "ready made"),
    "old pin": (
        "AttributeError: module 'pkgutil' has no attribute 'ImpImporter'. \n× Getting requirements",
        "learner",
        "too old",
        "Raise",
    ),
    "E404": (
        "npm error code E404\nnpm error 404 Not Found - GET https://h/expres\n"
        "npm error 404  The requested resource 'expres@^4' could not be found or you do not have permission\n",
        "learner",
        "no package called expres",
        "Did you mean express?",
    ),
    "E404 of old": (
        "npm ERR! 404  '@me/secret@1.0.0' is not in this registry.",
        "learner",
        "@me/secret",
        "package.json",
    ),
    "ETARGET": (
        "npm error code ETARGET\nnpm error notarget No matching version found for express@^99.\n",
        "learner",
        "no express ^99",
        "express@latest",
    ),
    "ERESOLVE": (
        "npm error code ERESOLVE\nnpm error ERESOLVE unable to resolve dependency tree",
        "learner",
        "different versions",
        "",
    ),
    "EUSAGE": (
        "npm error code EUSAGE\nnpm error `npm ci` can only install packages when your package.json",
        "learner",
        "does not fit",
        "npm install",
    ),
    "gyp": ("npm error gyp ERR! find Python", "learner", "must be compiled", "bcryptjs"),
    "E401": (
        "npm error code E401\nnpm error 401 Unauthorized - GET https://h/@me%2fx - not allowed\n",
        "learner",
        "@me%2fx is not public",
        "everybody",
    ),
    "npm offline": (
        "npm error code ENOTFOUND\nnpm error network request to https://h/express failed",
        "machine",
        "can't be reached",
        "doctor",
    ),
    "disk": ("OSError: [Errno 28] No space left on device", "machine", "disk is full", "grade clean"),
}


@pytest.mark.parametrize(("log", "fault", "cause", "cure"), INSTALLS.values(), ids=INSTALLS.keys())
def test_why_it_was_not_installed(log: str, fault: str, cause: str, cure: str, project: Project) -> None:
    """The cause, the cure, and whose fault it is; also without a project at hand."""
    for finding in (explain_install(log, project), explain_install(log)):
        assert finding is not None
        assert finding.fault == fault
        assert cause in finding.cause
        assert cure in finding.cure


PYTHON_TRACE = """[2026-01-01] ERROR in app: Exception on /a [GET]
Traceback (most recent call last):
  File "/deps/lib/python3.12/site-packages/flask/app.py", line 1511, in wsgi_app
    response = self.full_dispatch_request()
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/app/products.py", line 2, in gross
    return price * 1.2
           ~~~~~~^~~~~
  File "/deps/lib/python3.12/site-packages/x/app.py", line 2, in inner
    y()
TypeError: can't multiply sequence by non-int of type 'float'
127.0.0.1 - - [x] "GET /a HTTP/1.1" 500 -
"""
CHAIN = """Traceback (most recent call last):
  File "/app/products.py", line 2, in gross
    return price * 1.2
KeyError: 'x'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/products.py", line 1, in <module>
    raise Bad from error
shop.errors.Bad: no file /home/me/secret/data.json
"""
NODE_TRACE = """listening
TypeError: Cannot read properties of undefined (reading 'toFixed')
    at make (file:///app/routes/products.js:2:16)
    at file:///app/server.js:4:44
    at Layer.handleRequest (/app/node_modules/router/lib/layer.js:152:17)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
"""
NODE_CAUSE = """Error: no price
    at async chain (/app/routes/products.js:1:50)
    ... 6 lines matching cause stack trace ...
    at next (/app/node_modules/router/index.js:291:5) {
  [cause]: TypeError: Cannot read
      at make (/app/routes/products.js:2:16)
      at next (/app/node_modules/router/index.js:291:5)
}
"""
PLACES: Mapping[str, tuple[str, str]] = {
    "Python": (
        PYTHON_TRACE,
        "products.py:2 in gross     return price * 1.2\nTypeError: can't multiply sequence by non-int of type 'float'",
    ),
    "Python's chain": (CHAIN, "products.py:1     def gross(price):\nshop.errors.Bad: no file …/data.json"),
    "Node": (
        NODE_TRACE,
        "routes/products.js:2 in make     return price.toFixed(2);\n"
        "TypeError: Cannot read properties of undefined (reading 'toFixed')",
    ),
    "Node's chain": (NODE_CAUSE, "routes/products.js:1 in chain     export function make(price) {\nError: no price"),
    "the last of two": (
        PYTHON_TRACE + NODE_TRACE + PYTHON_TRACE,
        "products.py:2 in gross     return price * 1.2\nTypeError: can't multiply sequence by non-int of type 'float'",
    ),
    "none": ("GET / 200\nTypeError: nothing\n", ""),
    "a library's alone": (PYTHON_TRACE.replace("/app/products", "/usr/lib/python3.12/products"), ""),
    "out of the project": (PYTHON_TRACE.replace("/app/products.py", "/app/../etc/passwd"), ""),
    "a cut one": ("Traceback (most recent call last):\n", ""),
    "a file that is gone": (
        'Traceback (most recent call last):\n  File "/app/gone.py", line 7, in f\nValueError\n',
        "gone.py:7 in f\nValueError",
    ),
}


@pytest.mark.parametrize(("log", "expected"), PLACES.values(), ids=PLACES.keys())
def test_where_it_went_wrong(log: str, expected: str, project: Project) -> None:
    """The innermost line of the learner's own in the last traceback, and the error."""
    assert error_at(log, project.folder) == expected


def test_where_in_a_copy(project: Project) -> None:
    """The same for an app that ran in a copy somewhere on this machine."""
    for log, expected in PLACES.values():
        if "/app/../" not in log and "gone" not in log:
            assert error_at(log.replace("/app/", "/tmp/copy-of/it/"), project.folder) == expected


def test_a_finding_is_a_value() -> None:
    """It can be compared and is what callers build errors of."""
    assert Finding("learner", "a", "b") == Finding("learner", "a", "b")


@pytest.mark.parametrize(
    "piece",
    [
        "E401 ",
        "OperationalError(",
        "    at x (",
        "/app/",
        "A",
        " ",
        "\n",
        "from versions: ",
        '  File "',
        "/tmp/",
        "\0/",
        "x" * 300 + "/",
    ],
)
def test_a_flood(piece: str, project: Project) -> None:
    """Whatever an app prints a million times, it is looked at quickly."""
    log = "Traceback (most recent call last):\n    at x (/app/" + piece * (1_000_000 // len(piece)) + ":1:1)\n"
    began = time.monotonic()
    explain(log, project)
    explain_install(log, project)
    error_at(log, project.folder)
    error_at(
        f'Traceback (most recent call last):\n  File "/{piece * 40}", line 1, in x\nE: /tmp/{piece * 40}',
        project.folder,
    )
    assert time.monotonic() - began < 5
