from urllib.parse import urlsplit

from grader.checks import containing, number, one_of, text
from grader.checks.matchers import Matcher
from grader.checks.tickets import NO_FILE
from grader.checks.values import Miss

CONFIG = "/config"
HIDDEN = one_of("***", None)
PORT = Matcher("a port as a number", lambda value: type(value) is int and 1 <= value <= 65535)
URL = Matcher(
    '"***", or the address with *** in its password\'s place',
    lambda value: value is None or (isinstance(value, str) and bool(value)),
)


def shown(api):
    reply = api.get(CONFIG)
    assert reply.status_code == 200
    return reply.json()


def test_names(api, app):
    """All twelve settings are there by their names, with the values that the app was given."""
    given = app.env
    assert shown(api) == containing(
        PORT=PORT,
        APP_ENV=given["APP_ENV"],
        SECRET_KEY="***",
        DATABASE_URL=URL,
        UPLOAD_DIR=Matcher("the folder in UPLOAD_DIR", lambda value: str(value).rstrip("/").endswith("/uploads")),
        MAIL_FROM=given["MAIL_FROM"],
        SMTP_HOST=text(),
        SMTP_PORT=PORT,
        MAX_PAGE_SIZE=Matcher("a number", lambda value: type(value) is int),
        DEBUG=one_of(True, False),
        FEATURE_EXPORT=one_of(True, False),
        LOG_LEVEL=Matcher("a level", lambda value: isinstance(value, str) and bool(value)),
    )


def test_in_force(api, app, fake):
    """They are the settings in force: other values at the start show here, numbers and booleans as such."""
    size = fake.integer(25, 95)
    port, host = fake.integer(2000, 60_000), f"{fake.word()}.example.com"
    mail = {"SMTP_HOST": host, "SMTP_PORT": str(port)}
    app.restart({"MAX_PAGE_SIZE": str(size), "FEATURE_EXPORT": "on", "LOG_LEVEL": "error"} | mail, NO_FILE)
    found = shown(api)
    assert found == containing(MAX_PAGE_SIZE=number(size), FEATURE_EXPORT=True, SMTP_HOST=host, SMTP_PORT=number(port))
    assert str(found["LOG_LEVEL"]).lower() == "error"


def test_defaults(api, app):
    """Where nothing is set, the defaults show."""
    app.restart(dict.fromkeys(["MAX_PAGE_SIZE", "FEATURE_EXPORT", "LOG_LEVEL", "DEBUG", "SECRET_KEY"]), NO_FILE)
    found = shown(api)
    assert found == containing(MAX_PAGE_SIZE=number(100), FEATURE_EXPORT=False, DEBUG=False, SECRET_KEY=HIDDEN)
    assert str(found["LOG_LEVEL"]).lower() == "info"


def test_no_secret(api, app):
    """The secret itself is nowhere in the answer."""
    shown(api)
    assert app.env["SECRET_KEY"] not in api.get(CONFIG).text, "SECRET_KEY is to be seen there"


def test_no_password(app, database):
    """The password of the database is nowhere in the answer, and *** stands in its place."""
    url = database.another()
    other = app.second({"DATABASE_URL": url})
    found = shown(other)
    password = urlsplit(url).password or ""
    if password and (password in other.get(CONFIG).text or "***" not in str(found["DATABASE_URL"])):
        raise Miss('"DATABASE_URL" with *** in place of the password', "the address with its password")
