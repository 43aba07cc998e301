"""The fixtures that checks take as arguments. To add one: a function here.

What takes its time to import is imported by the fixture that needs it: a check's process is started for each run. The
nursery, which has it all at hand, names those modules, too.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from grader.checks.api import Api
from grader.checks.app import App
from grader.checks.browsing import Browser
from grader.checks.database import AppDatabase
from grader.checks.exchange import Patience
from grader.checks.fake import Fake
from grader.checks.logs import Logs
from grader.checks.measures import Measures
from grader.checks.online import Online
from grader.checks.project_files import LearnersFiles
from grader.checks.recording import Sent
from grader.checks.state import FAILED, MEASURES, PICTURE, RECORD, RUN, Planned, Run
from grader.checks.suite import LearnersTests
from grader.checks.values import Miss
from grader.server.address import Address
from grader.server.answers import Unavailable

if TYPE_CHECKING:
    from grader.checks.auth import Client
    from grader.checks.crowd import Crowd
    from grader.checks.mailbox import Mailbox
    from grader.checks.people import People
    from grader.checks.queries import Queries
    from grader.checks.repository import Git


def why_gone(run: Run) -> str:
    """Why the app no longer answers; it is started once more in a run."""
    answer = run.channel.ask(ask="ended")
    return str(answer.get("reason") or answer.get("miss") or "")


def planned(request: pytest.FixtureRequest) -> Planned:
    run = request.config.stash[RUN]
    return run.plan[(str(request.path), request.function.__name__)]


@pytest.fixture
def api(request: pytest.FixtureRequest) -> Iterator[Api]:
    """The app over HTTP, with a connection and a cookie jar of this check's own."""
    run = request.config.stash[RUN]
    made = Api(run.address, run.shown, request.node.stash[RECORD], run.patience, lambda: why_gone(run))
    yield unhurried(made, run)
    made.session.close()


def unhurried(api: Api, run: Run) -> Api:
    """The same; what the grader is asked meanwhile (a restart, a page to open) does not count as the app's time."""
    before = run.channel.spent
    api.asking = lambda: run.channel.spent - before
    return api


@pytest.fixture
def fake(request: pytest.FixtureRequest) -> Fake:
    """Data drawn from the run's seed and this check's name."""
    return Fake(request.config.stash[RUN].seed, planned(request).id)


@pytest.fixture
def app(request: pytest.FixtureRequest) -> Iterator[App]:
    """The app as a process."""
    run = request.config.stash[RUN]

    def api_at(address: Address) -> Api:
        made = Api(address, run.shown, request.node.stash[RECORD], run.patience, lambda: why_gone(run))
        return unhurried(made, run)

    made = App(run.channel, run.fresh, api_at, run.env)
    yield made
    made.put_right()


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[AppDatabase]:
    """The app's database."""
    made = AppDatabase(request.config.stash[RUN].channel)
    yield made
    made.put_right()


@pytest.fixture
def logs(request: pytest.FixtureRequest) -> Logs:
    """What the app prints."""
    return Logs(request.config.stash[RUN].channel)


@pytest.fixture
def mailbox(request: pytest.FixtureRequest) -> Iterator[Mailbox]:
    """The mail that the app sends, from now on."""
    from grader.checks.mailbox import Mailbox

    made = Mailbox(request.config.stash[RUN].channel)
    yield made
    made.put_right()


@pytest.fixture
def measures(request: pytest.FixtureRequest) -> Measures:
    """Figures for the report."""
    return Measures(request.node.stash[MEASURES])


@pytest.fixture
def online(request: pytest.FixtureRequest) -> Iterator[Online]:
    """A server that runs somewhere else, at the address that the learner has named."""
    run = request.config.stash[RUN]
    if run.online is None:
        raise Unavailable('needs the address of your deployed app: --url https://…, or url = "https://…" in grade.toml')
    made = Online(run.online, run.online.base_url, request.node.stash[RECORD], Patience())
    yield made
    made.session.close()


@pytest.fixture
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """A page of the app in a real browser, with no memory of earlier checks."""
    made = Browser(request.config.stash[RUN].channel)
    yield made
    with contextlib.suppress(Miss, Unavailable):
        if request.node.stash.get(FAILED, False):
            request.node.stash[PICTURE] = made.picture()
        made.close()


@pytest.fixture
def crowd(request: pytest.FixtureRequest) -> Crowd:
    """Many clients at the same time."""
    from grader.checks.crowd import Crowd

    run = request.config.stash[RUN]

    def new_client(record: list[Sent]) -> Api:
        return Api(run.address, run.shown, record, run.patience)

    return Crowd(new_client, request.node.stash[RECORD])


@pytest.fixture
def people(request: pytest.FixtureRequest, app: App) -> Iterator[People]:
    """Accounts of the app. Some are made once a run, the first time a check wants them."""
    from grader.checks.auth import Client
    from grader.checks.people import People, Town

    run: Run = request.config.stash[RUN]
    town = run.kept.setdefault("people", Town(new=run.fresh))
    assert isinstance(town, Town)

    def client(record: list[Sent]) -> Client:
        return Client(run.address, run.shown, record, run.patience, lambda: why_gone(run))

    def fakes(role: str) -> Fake:
        return Fake(run.seed, f"people/{role or planned(request).id}")

    seen, unseen = client(request.node.stash[RECORD]), client([])
    made = People(seen, unseen, town, fakes, lambda: app.env["ADMIN_EMAIL"])
    yield made
    made.close()


@pytest.fixture
def project(request: pytest.FixtureRequest) -> LearnersFiles:
    """The learner's project as files."""
    return LearnersFiles(request.config.stash[RUN].channel)


@pytest.fixture
def git(request: pytest.FixtureRequest) -> Git:
    """The repository that holds the project; each of its lists is made once a run."""
    from grader.checks.repository import Git

    run: Run = request.config.stash[RUN]
    kept = run.kept.setdefault("git", Git(run.channel))
    assert isinstance(kept, Git)
    return kept


@pytest.fixture
def suite(request: pytest.FixtureRequest) -> LearnersTests:
    """The learner's own tests; run once, the first time a check wants to know."""
    run: Run = request.config.stash[RUN]
    exercise = planned(request).exercise
    if exercise not in run.kept:
        run.kept[exercise] = LearnersTests(run.channel, exercise)
    kept = run.kept[exercise]
    assert isinstance(kept, LearnersTests)
    return kept


@pytest.fixture
def queries(request: pytest.FixtureRequest) -> Queries:
    """The learner's twelve queries; all are run once, the first time a check wants to know."""
    from grader.checks.queries import Queries

    run: Run = request.config.stash[RUN]
    kept = run.kept.setdefault("queries", Queries(run.channel, run.seed))
    assert isinstance(kept, Queries)
    return kept
