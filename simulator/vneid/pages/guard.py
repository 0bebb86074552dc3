"""Stops whoever was wrong too often, and says until when."""

from flask import Response

from simulator.journal.database import Transaction
from simulator.vneid.browser import Browser
from simulator.vneid.pages.asked import Asked
from simulator.vneid.pages.lockout import REST_SECONDS, TRIES, Lockout
from simulator.vneid.pages.login_store import LoginStore
from simulator.vneid.pages.times import clock_time
from simulator.vneid.provider import Provider
from simulator.web.recording import Inbound


class Guard:
    """The lock before password and one-time code."""

    def __init__(self, provider: Provider, browser: Browser, store: LoginStore) -> None:
        self._provider, self._browser, self._store = provider, browser, store

    def lockout(self, inbound: Inbound) -> Lockout:
        """Return the wrong tries as this request sees them."""
        return Lockout(self._store, tx_of(inbound), self._provider.now)

    def locked(self, inbound: Inbound, number: str, asked: Asked) -> Response | None:
        """Return the page of a locked person, with `Retry-After` in seconds; None while she may try."""
        until = self.lockout(inbound).until(number)
        if until is None:
            return None
        page = self._provider.pages.page(
            "locked.html",
            429,
            tries=TRIES,
            minutes=REST_SECONDS // 60,
            until=clock_time(until),
            back=asked.at(self._provider.path("login")),
            other_address=self._browser.page.switch(asked),
        )
        page.headers["Retry-After"] = str(until - self._provider.now)
        return page


def tx_of(inbound: Inbound) -> Transaction:
    """Return the transaction in which a page writes."""
    assert inbound.tx is not None
    return inbound.tx
