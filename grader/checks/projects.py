"""What the projects of day 7 share: accounts, errors, a database that keeps what it was told, tests of one's own.

A helper that finds a fault raises Miss with its words ready: an assert outside a check would not be explained.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from grader.checks.api import Api
from grader.checks.app import App
from grader.checks.auth import LOGIN, LOGOUT, ME, REGISTER, Account, Client, challenge, register, tried, user_of
from grader.checks.database import AppDatabase
from grader.checks.hashes import hold_no_password
from grader.checks.notes import stored
from grader.checks.people import People, Person
from grader.checks.reply import Reply, status_words
from grader.checks.suite import LearnersTests
from grader.checks.values import Miss, same, say
from grader.server.answers import SuiteRun, Unavailable

FEWEST_REQUESTS = 5
NAMES = (
    "tests/test_*.py, tests/*.test.js (or .mjs, .cjs), tests/*.sh or *.postman_collection.json (with at least one test"
    " script)"
)
Request = tuple[str, str, Any]  # method, path, body: None where there is none
SERVERS = {"postgres": "PostgreSQL", "mysql": "MariaDB"}  # one of them will do
OTHERS = {"sqlite": SERVERS, "postgres": {"sqlite": "SQLite"}, "mysql": {"sqlite": "SQLite"}}


# --- errors -----------------------------------------------------------------------------------------------------------
def expect(reply: Reply, *statuses: int) -> Reply:
    """The answer, which must have one of these statuses."""
    if reply.status_code not in statuses:
        raise Miss(" or ".join(status_words(status) for status in statuses), str(reply.status_code))
    return reply


def refused(reply: Reply, *statuses: int) -> Reply:
    """An error with one of these statuses, in either form: `error` as on days 2 to 4, problem details as on day 5."""
    body = expect(reply, *statuses).json()
    words = [body.get(key) for key in ("error", "title", "detail")] if isinstance(body, dict) else []
    if not any(isinstance(text, str) and text.strip() for text in words):
        raise Miss("a JSON error that says what is wrong, in `error` or in `title` and `detail`", say(body))
    return reply


def invalid(reply: Reply, *fields: str) -> Reply:
    """A 422 that names at least these fields: as keys of `fields`, or as `field` in the list `errors`."""
    body = refused(reply, 422).json()
    by_key, in_list = body.get("fields"), body.get("errors")
    named = list(by_key) if isinstance(by_key, dict) else []
    if isinstance(in_list, list):
        named += [str(entry.get("field")) for entry in in_list if isinstance(entry, dict)]
    missing = [field for field in fields if not any(name.split(".")[0] == field for name in named)]
    if missing:
        raise Miss(f"{' and '.join(missing)} named in `fields` or `errors`", say(named))
    return reply


# --- accounts ---------------------------------------------------------------------------------------------------------
def registers(people: People) -> None:
    """Registering answers 201 with the user, and tells no password."""
    account = people.account()
    reply = expect(people.client().post(REGISTER, json=account.json), 201)
    _is_user(reply, account)


def registers_once(people: People) -> None:
    """An e-mail that is taken is 409 in any case, and the account stays whose it was."""
    someone = people.someone()
    for email in (someone.email, someone.email.upper()):
        refused(people.client().post(REGISTER, json=people.account(email=email).json), 409)
    expect(people.client().post(LOGIN, json=someone.account.login), 200)


def registers_no_nonsense(people: People) -> None:
    """No e-mail, or a password of nine characters, is a 422 that names it."""
    for change, field in (({"email": "no address"}, "email"), ({"password": "123456789"}, "password")):
        invalid(people.client().post(REGISTER, json=people.account().json | change), field)


def logs_in(people: People) -> None:
    """The right password gives credentials, and GET /me says whose they are; wrong ones and unknown e-mails are 401."""
    someone, other = people.someone(), people.other()
    client = people.client()
    client.login(someone.email.upper(), someone.password)
    _is_user(expect(client.get(ME), 200), someone.account)
    for email, password in ((someone.email, other.password), (people.account().email, someone.password)):
        refused(people.client().post(LOGIN, json={"email": email, "password": password}), 401)


def logs_out(api: Api, people: People) -> None:
    """After a logout the same credentials are 401, and one can log in again."""
    person = people.fresh()
    credentials = person.credentials
    expect(tried(api, credentials), 200)
    expect(person.api.post(LOGOUT), 204)
    refused(tried(api, credentials), 401)
    expect(person.again().get(ME), 200)


def closed(api: Api, people: People, requests: Sequence[Request]) -> None:
    """Each of the requests is 401 without credentials and with worthless ones, and with tokens says how to log in."""
    credentials = people.someone().credentials
    names = list(credentials.keys)
    worthless = credentials.with_key(names[0], "not.a.credential")
    for method, path, body in requests:
        how = {} if body is None else {"json": body}
        for headers in ({}, worthless.headers):
            api.session.cookies.clear()
            reply = refused(api.request(method, path, headers=headers, **how), 401)
            if credentials.token and (said := challenge(reply)) != "Bearer":
                raise Miss("a header WWW-Authenticate: Bearer", said)


def _is_user(reply: Reply, account: Account) -> None:
    user, expected = reply.json(), user_of(account)
    if not same(user, expected):
        raise Miss(f"id, email and name of the user: {say(account.email)}, {say(account.name)}", say(user))
    hold_no_password(user, account.password)


# --- the database -----------------------------------------------------------------------------------------------------
def lies_in(database: AppDatabase, words: str) -> None:
    """The words are in some table of the database that DATABASE_URL names."""
    stored(words, database.tables())


def outlives(app: App, *looks: Callable[[], Any]) -> None:
    """What each of the looks gives is the same again after the app was killed and started anew."""
    before = [look() for look in looks]
    app.kill()
    app.start()
    for look, was in zip(looks, before, strict=True):
        if not same(now := look(), was):
            raise Miss(f"after SIGKILL and a new start the same as before: {say(was)}", say(now))


def another_is_empty(app: App, database: AppDatabase, person: Person) -> Client:
    """An app on another, empty database: it makes its tables, knows nobody from here, and takes new accounts.

    Gives somebody who is logged in there.
    """
    there = Client.like(app.second({"DATABASE_URL": database.another()}))
    refused(there.post(LOGIN, json=person.account.login), 401)
    return newcomer(there, person)


def newcomer(there: Client, person: Person) -> Client:
    """Somebody with this person's e-mail and password where the app knows nobody yet, logged in."""
    register(there, person.account)
    there.login(person.email, person.password)
    return there


def works_on_others(app: App, database: AppDatabase, person: Person, use: Callable[[Client], None]) -> None:
    """On SQLite the app works on a database server as well, and the other way round. `use` raises Miss or fails.

    Where this run can't give the other kind of database, the report says that it was not tried.
    """
    missed: list[Miss] = []
    for kind, title in OTHERS.get(database.kind, {}).items():
        try:
            use(newcomer(Client.like(app.second({"DATABASE_URL": database.on(kind)})), person))
        except Unavailable:
            continue
        except Miss as miss:
            missed.append(Miss(miss.expected, f"{miss.got}, on {title}"))
        else:
            return
    if missed:
        raise missed[0]


# --- the learner's own tests ------------------------------------------------------------------------------------------
def tests_are_found(suite: LearnersTests) -> None:
    """There are tests, and at least five requests of theirs reach the server."""
    if not suite.found:
        raise Miss(f"tests of yours: {NAMES}", "none")
    for run in suite.right:
        if run.requests < FEWEST_REQUESTS:
            raise Miss(
                f"at least {FEWEST_REQUESTS} requests to the server at BASE_URL (/health does not count)",
                f"{run.requests}{said(run)}",
            )


def tests_pass(runs: Sequence[SuiteRun], where: str) -> None:
    """Each of the runs has passed. `where`: "the course's server", "your own project"."""
    if not runs:
        raise Miss(
            f"a run of your tests on {where}", "none: no tests were found, or they failed on the course's server"
        )
    for run in runs:
        if run.timed_out:
            raise Miss(f"tests that end in time on {where}", f"some that still ran when their time was over{said(run)}")
        if not run.passed:
            raise Miss(f"tests that pass on {where}", f"a failure{said(run)}")


def tests_catch(suite: LearnersTests, faults: Mapping[str, str], least: int) -> None:
    """At least so many of the faulty servers are found out. `faults` says for each what to look at."""
    tests_are_found(suite)
    tests_pass(suite.right, "the course's server")
    missed = [look for fault, look in faults.items() if suite.fault(fault).passed]
    caught = len(faults) - len(missed)
    if caught < least:
        raise Miss(
            f"at least {least} of {len(faults)} faulty servers found out",
            f"{caught}. Your tests passed where something was wrong with: {'; '.join(missed)}",
        )


def said(run: SuiteRun) -> str:
    """The end of what the tests printed, as a part of a message."""
    return f"\nYour tests printed:\n{run.output.rstrip()}" if run.output.strip() else "\nYour tests printed nothing."
