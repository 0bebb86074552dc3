"""Sessions of the adapter: opaque, thirty minutes long, revocable; only a hash of each is kept.

A known client keeps a session for ten minutes and does not log in again when it is told that the session is dead, so
sessions outlive that, and a restart. It lives below the apps because control lists and revokes what the portal opens.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from simulator.core.clock import VIETNAM, Clock
from simulator.core.ids import random_token
from simulator.journal.database import Database, Transaction
from simulator.session.sessions import Query

SCHEMA = """
CREATE TABLE IF NOT EXISTS portal_session (
  hash TEXT PRIMARY KEY, province TEXT NOT NULL, account TEXT NOT NULL, opened_at TEXT NOT NULL,
  expires_at TEXT NOT NULL, used_at TEXT NOT NULL, revoked_at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS portal_session_of_system ON portal_session (province, expires_at);
DROP TABLE IF EXISTS adapter_session;
"""
"""The dropped table is the one of before: it held the sessions themselves."""

LIFETIME = timedelta(minutes=30)
_NOTICED = timedelta(minutes=1)
"""The last use is kept to the minute, so that a call does not have to write it each time."""


class Holder(NamedTuple):
    """Whose a session is."""

    province: str
    alive: bool
    used_just_now: bool
    """Whether its last use need not be written again."""


class AdapterSessions:
    """The store of adapter sessions; an account may have many at a time, as clients that never reuse one need."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._clock = clock
        db.add_schema(SCHEMA)

    def open(self, tx: Transaction, province: str, account: str) -> str:
        """Open a session and return its token; dead ones are swept when their end is a lifetime ago."""
        token = random_token()
        now = self._clock.now()
        tx.execute("DELETE FROM portal_session WHERE expires_at <= :now", now=(now - LIFETIME).isoformat())
        tx.execute(
            "INSERT INTO portal_session VALUES (:hash, :province, :account, :now, :expires_at, :now, '')",
            hash=_hash(token),
            province=province,
            account=account,
            now=now.isoformat(),
            expires_at=(now + LIFETIME).isoformat(),
        )
        return token

    def holder(self, query: Query, token: str) -> Holder | None:
        """Return whose a session is, or None for a token that was never given."""
        rows = query("SELECT * FROM portal_session WHERE hash = :hash", hash=_hash(token)) if token else []
        if not rows:
            return None
        row, now = rows[0], self._clock.now()
        alive = not row["revoked_at"] and row["expires_at"] > now.isoformat()
        return Holder(row["province"], alive, row["used_at"] > (now - _NOTICED).isoformat())

    def used(self, tx: Transaction, token: str) -> None:
        """Note that a session was used now."""
        sql = "UPDATE portal_session SET used_at = :now WHERE hash = :hash"
        tx.execute(sql, now=self._clock.now().isoformat(), hash=_hash(token))

    def revoke_all(self, tx: Transaction, province: str) -> int:
        """End every living session of a system at once, and return how many there were."""
        now = self._clock.now().isoformat()
        sql = (
            "UPDATE portal_session SET revoked_at = :now"
            " WHERE province = :province AND revoked_at = '' AND expires_at > :now RETURNING hash"
        )
        return len(tx.execute(sql, province=province, now=now))

    def of(self, query: Query, province: str) -> list[dict[str, Any]]:
        """Return the sessions of a system that are not forgotten yet, the newest first; none can be used from here."""
        sql = "SELECT * FROM portal_session WHERE province = :province ORDER BY opened_at DESC, hash"
        return [self._shown(dict(row)) for row in query(sql, province=province)]

    def why_dead(self, query: Query, token: str) -> str:
        """Return in Vietnamese what is wrong with a session, for the developer who reads the answer."""
        if not token:
            return "Bản tin không có session."
        rows = query("SELECT expires_at, revoked_at FROM portal_session WHERE hash = :hash", hash=_hash(token))
        if not rows:
            return "Cổng này chưa từng cấp session đó."
        revoked, ended = rows[0]["revoked_at"], rows[0]["expires_at"]
        return f"Session bị thu hồi lúc {_told(revoked)}." if revoked else f"Session hết hạn lúc {_told(ended)}."

    def _shown(self, row: dict[str, Any]) -> dict[str, Any]:
        alive = not row["revoked_at"] and row["expires_at"] > self._clock.now().isoformat()
        times = {name: row[name] for name in ("opened_at", "expires_at", "used_at", "revoked_at")}
        return {"account": row["account"], **times, "alive": alive}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _told(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone(VIETNAM):%H:%M:%S %d/%m/%Y}"
