"""The `people` of a check: accounts of the app, each with an api that is logged in.

A slow hash costs a tenth of a second and more, so some accounts are made once a run and shared: `someone`, `other`,
`admin`. Checks look with them and add to them, but take nothing away from them; what logs out, changes a password or
deletes an account does it with a `fresh` one.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable
from typing import Any

from grader.checks.auth import ME, Account, Client, register
from grader.checks.cookies import browser_jar
from grader.checks.fake import Fake
from grader.checks.town import Kept, Person, Town, draw_password
from grader.checks.values import Miss

__all__ = ["People", "Person", "Town"]


class People:
    """Makes accounts, and keeps the shared ones in `town`."""

    def __init__(
        self, api: Client, unseen: Client, town: Town, fakes: Callable[[str], Fake], admin: Callable[[], str]
    ) -> None:
        self._api = api
        self._unseen = unseen  # its exchanges are in no report
        self._town = town
        self._fakes = fakes
        self._fake = fakes("")
        self._admin = admin
        self._here: dict[str, Person] = {}
        self._clients = [api, unseen]

    # --- who there is -------------------------------------------------------------------------------------------------
    def someone(self) -> Person:
        """A plain user, the same one in all checks."""
        return self._shared("someone", lambda: self._draw(self._fakes("someone")))

    def other(self) -> Person:
        """Another plain user, the same one in all checks."""
        return self._shared("other", lambda: self._draw(self._fakes("other")))

    def admin(self) -> Person:
        """Who registered with ADMIN_EMAIL. Raises Unavailable where nobody knows what the app was given."""
        email = self._admin()
        return self._shared("admin", lambda: self._draw(self._fakes("admin"), email=email))

    def fresh(self, **given: str) -> Person:
        """A new account for this check alone, logged in."""
        account = self.account(**given)
        return self._log_in(Kept(account, self.register(account)))

    def account(self, **given: str) -> Account:
        """An account that nobody has yet; keyword arguments replace what is drawn."""
        return self._draw(self._fake, **given)

    def register(self, account: Account) -> dict[str, Any]:
        """Makes the account, and does not log in."""
        client = self.client()
        user = register(client, account)
        client.session.close()  # a server has room for so many connections, and idle ones take it from a crowd
        self._town.first.append(account)
        return user

    @property
    def style(self) -> str:
        """What a login gives: "token" or "session"."""
        return self.someone().credentials.style

    @property
    def first(self) -> list[Account]:
        """The accounts in the order in which the app made them, up to and with `someone`'s."""
        end = self._town.first.index(self.someone().account) + 1
        return self._town.first[:end]

    def client(self) -> Client:
        """A client that is not logged in."""
        client = self._api.like(self._api)
        self._clients.append(client)
        return client

    def close(self) -> None:
        for client in [*self._clients, *(person.api for person in self._here.values())]:
            client.session.close()

    # --- how they are made --------------------------------------------------------------------------------------------
    def _draw(self, fake: Fake, **given: str) -> Account:
        email, drawn = fake.email(), {"password": draw_password(fake), "name": fake.name()}
        if not self._town.new:  # an app that has met this seed before knows its addresses
            email = f"{secrets.token_hex(4)}.{email}"
        return Account(**{"email": email, **drawn, **given})

    def _shared(self, role: str, draw: Callable[[], Account]) -> Person:
        if role not in self._here:
            kept = self._town.shared.get(role)
            self._here[role] = self._back(kept) if kept else self._new(role, draw())
        return self._here[role]

    def _new(self, role: str, account: Account) -> Person:
        kept = Kept(account, self.register(account))
        self._town.shared[role] = kept
        return self._log_in(kept)

    def _back(self, kept: Kept) -> Person:
        """Somebody whom an earlier check has logged in; once more, where the app has forgotten that meanwhile."""
        client = self._with(self._unseen, kept)
        with contextlib.suppress(Miss):
            if client.credentials().keys and client.get(ME).status_code != 401:
                return Person(kept.account, kept.user, self._with(self.client(), kept))
        kept.token, kept.jar = "", browser_jar()
        try:
            return self._log_in(kept)
        except Miss:
            with contextlib.suppress(Miss):  # an app that lost the account on its way makes it anew
                kept.user = self.register(kept.account)
                return self._log_in(kept)
            raise

    def _log_in(self, kept: Kept) -> Person:
        client = self._with(self.client(), kept)
        client.login(kept.account.email, kept.account.password)
        kept.token = client.token
        return Person(kept.account, kept.user, client)

    def _with(self, client: Client, kept: Kept) -> Client:
        client.token, client.session.cookies = kept.token, kept.jar
        return client
