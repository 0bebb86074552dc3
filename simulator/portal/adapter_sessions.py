"""Sessions of the adapter: opaque, stored, thirty minutes long.

A known client keeps a session for ten minutes and does not log in again when it is told that the session is dead, so
sessions outlive that, and a restart.
"""

from datetime import datetime, timedelta

from simulator.core.clock import VIETNAM
from simulator.core.ids import random_token
from simulator.journal.database import Database, Transaction
from simulator.session.sessions import Query
from simulator.web.national import National

SCHEMA = """
CREATE TABLE IF NOT EXISTS adapter_session (
  token TEXT PRIMARY KEY, province TEXT NOT NULL, account TEXT NOT NULL, expires_at TEXT NOT NULL);
"""

LIFETIME = timedelta(minutes=30)


class AdapterSessions:
    """The store of adapter sessions; an account may have many at a time, as clients that never reuse one need."""

    def __init__(self, db: Database, national: National) -> None:
        self._national = national
        db.add_schema(SCHEMA)

    def open(self, tx: Transaction, province: str, account: str) -> str:
        """Open a session and return its token; dead ones are swept."""
        token = random_token()
        now = self._national.clock.now()
        tx.execute("DELETE FROM adapter_session WHERE expires_at <= :now", now=(now - LIFETIME).isoformat())
        tx.execute(
            "INSERT INTO adapter_session VALUES (:token, :province, :account, :expires_at)",
            token=token,
            province=province,
            account=account,
            expires_at=(now + LIFETIME).isoformat(),
        )
        return token

    def owner(self, query: Query, token: str) -> tuple[str, bool] | None:
        """Return (province, whether the session is alive), or None for a token that was never given."""
        rows = query("SELECT province, expires_at FROM adapter_session WHERE token = :token", token=token)
        if not rows:
            return None
        return rows[0]["province"], rows[0]["expires_at"] > self._national.clock.now().isoformat()

    def why_dead(self, query: Query, token: str) -> str:
        """Return in Vietnamese what is wrong with a session, for the developer who reads the answer."""
        if not token:
            return "Bản tin không có session."
        rows = query("SELECT expires_at FROM adapter_session WHERE token = :token", token=token)
        if not rows:
            return "Cổng này chưa từng cấp session đó."
        ended = datetime.fromisoformat(rows[0]["expires_at"]).astimezone(VIETNAM)
        return f"Session hết hạn lúc {ended:%H:%M:%S %d/%m/%Y}."
