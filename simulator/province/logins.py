"""The province's own login sessions: a random cookie, of which only the hash is stored."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from simulator.core.clock import Clock
from simulator.core.ids import random_token
from simulator.province.identity import digest
from simulator.province.store import Store

KEPT = timedelta(hours=2)


@dataclass(frozen=True)
class Login:
    """A citizen who is logged in."""

    key: str
    claims: Mapping[str, Any]

    @property
    def personal_id(self) -> str:
        """Return the citizen's personal number."""
        return str(self.claims["SoDinhDanh"])


class Logins:
    """Opens, finds and closes login sessions."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def open(self, claims: Mapping[str, Any]) -> str:
        """Open a session and return the value of its cookie."""
        token, now = random_token(), self._clock.now()
        with self._store.transaction() as tx:
            tx.execute(
                "DELETE FROM shown_forms WHERE token IN (SELECT token FROM logins WHERE expires_at < :now)",
                now=now.isoformat(),
            )
            tx.execute("DELETE FROM logins WHERE expires_at < :now", now=now.isoformat())
            tx.execute(
                "INSERT INTO logins (token, claims, expires_at) VALUES (:token, :claims, :expires_at)",
                token=digest(token),
                claims=json.dumps(dict(claims), ensure_ascii=False),
                expires_at=(now + KEPT).isoformat(),
            )
        return token

    def find(self, token: str) -> Login | None:
        """Return the login that a cookie stands for."""
        rows = self._store.read("SELECT * FROM logins WHERE token = :token", token=digest(token))
        if not rows or rows[0]["expires_at"] < self._clock.now().isoformat():
            return None
        return Login(rows[0]["token"], json.loads(rows[0]["claims"]))

    def close(self, token: str) -> None:
        """End a session."""
        with self._store.transaction() as tx:
            tx.execute("DELETE FROM shown_forms WHERE token = :token", token=digest(token))
            tx.execute("DELETE FROM logins WHERE token = :token", token=digest(token))
