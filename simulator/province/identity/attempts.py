"""Logins and logouts under way: a random state, good once and for the browser that started (RFC 6749, 10.12)."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from simulator.core.clock import Clock
from simulator.core.ids import random_token
from simulator.province.identity.refusal import USED, LoginRefused
from simulator.province.store import Store

KEPT = timedelta(minutes=10)


@dataclass(frozen=True)
class Attempt:
    """What is remembered of a login until its callback."""

    nonce: str
    verifier: str
    return_to: str
    level: int


class Attempts:
    """Remembers logins and logouts until the browser comes back."""

    def __init__(self, store: Store, clock: Clock, rules: frozenset[str]) -> None:
        self._store = store
        self._clock = clock
        self._rules = rules

    def start_login(self, browser: str, attempt: Attempt) -> str:
        """Remember a login of a browser and return its state."""
        state, now = random_token(), self._clock.now()
        with self._store.transaction() as tx:
            tx.execute("DELETE FROM login_journeys WHERE expires_at < :now", now=now.isoformat())
            tx.execute(
                "INSERT INTO login_journeys VALUES (:state, :browser, :nonce, :verifier, :return_to, :level, :expires)",
                state=state,
                browser=digest(browser),
                expires=(now + KEPT).isoformat(),
                **vars(attempt),
            )
        return state

    def finish_login(self, state: str, browser: str) -> Attempt:
        """Return the login with this state; it is good once."""
        row = self._take("login_journeys", state) or self._without_state(browser)
        if row is None:
            raise LoginRefused("state", "unknown, used or too old", USED)
        if "browser" in self._rules and not hmac.compare_digest(row["browser"], digest(browser)):
            raise LoginRefused("browser", "the callback came from another browser", USED)
        return Attempt(row["nonce"], row["verifier"], row["return_to"], row["level"])

    def start_logout(self, browser: str) -> str:
        """Remember a logout of a browser and return its state."""
        state, now = random_token(), self._clock.now()
        with self._store.transaction() as tx:
            tx.execute("DELETE FROM logout_journeys WHERE expires_at < :now", now=now.isoformat())
            tx.execute(
                "INSERT INTO logout_journeys VALUES (:state, :browser, :expires)",
                state=state,
                browser=digest(browser),
                expires=(now + KEPT).isoformat(),
            )
        return state

    def finish_logout(self, state: str, browser: str) -> bool:
        """Return whether this browser's logout had that state."""
        row = self._take("logout_journeys", state)
        matched = row is not None and hmac.compare_digest(row["browser"], digest(browser))
        return matched or "logout_state" not in self._rules

    def _take(self, table: str, state: str) -> Mapping[str, Any] | None:
        with self._store.transaction() as tx:
            rows = tx.execute(f"DELETE FROM {table} WHERE state = :state RETURNING *", state=state)
        if not rows or rows[0]["expires_at"] < self._clock.now().isoformat():
            return None
        return dict(rows[0])

    def _without_state(self, browser: str) -> Mapping[str, Any] | None:
        """Return the latest login of a browser, for a system that does not compare states."""
        if "state" in self._rules:
            return None
        rows = self._store.read(
            "SELECT * FROM login_journeys WHERE browser = :browser ORDER BY expires_at DESC", browser=digest(browser)
        )
        return dict(rows[0]) if rows else None


def digest(secret: str) -> str:
    """Return what is stored in place of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
