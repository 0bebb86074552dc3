"""Citizens' browsers at the portal: who is logged in, and which logins are under way."""

from dataclasses import dataclass
from datetime import timedelta

from simulator.core.ids import random_token
from simulator.journal.database import Database, Transaction

SCHEMA = """
CREATE TABLE IF NOT EXISTS portal_citizen (
  cookie TEXT PRIMARY KEY, personal_id TEXT NOT NULL, expires_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS portal_login (
  state TEXT PRIMARY KEY, nonce TEXT NOT NULL, verifier TEXT NOT NULL, next TEXT NOT NULL, expires_at TEXT NOT NULL);
"""

CITIZEN_LIFETIME = timedelta(hours=8)
LOGIN_LIFETIME = timedelta(minutes=10)


@dataclass(frozen=True)
class PendingLogin:
    """A login that was sent to VNeID and has not come back."""

    state: str
    nonce: str
    verifier: str
    next: str
    """Path of the portal to go to afterwards."""
    expires_at: str


class CitizenStore:
    """The store of both."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(SCHEMA)

    def begin(self, tx: Transaction, login: PendingLogin) -> None:
        """Keep a login that is sent to VNeID."""
        tx.execute("INSERT INTO portal_login VALUES (:state, :nonce, :verifier, :next, :expires_at)", **vars(login))

    def take(self, tx: Transaction, state: str, now: str) -> PendingLogin | None:
        """Return the login with that state, once; None when it is unknown, used or too old."""
        rows = tx.execute("DELETE FROM portal_login WHERE state = :state RETURNING *", state=state)
        tx.execute("DELETE FROM portal_login WHERE expires_at <= :now", now=now)
        return PendingLogin(**dict(rows[0])) if rows and rows[0]["expires_at"] > now else None

    def log_in(self, tx: Transaction, personal_id: str, expires_at: str) -> str:
        """Keep a citizen as logged in and return the cookie."""
        cookie = random_token()
        tx.execute(
            "INSERT INTO portal_citizen VALUES (:cookie, :personal_id, :expires_at)",
            cookie=cookie,
            personal_id=personal_id,
            expires_at=expires_at,
        )
        return cookie

    def personal_id(self, cookie: str, now: str) -> str | None:
        """Return who is logged in with that cookie."""
        sql = "SELECT personal_id FROM portal_citizen WHERE cookie = :cookie AND expires_at > :now"
        rows = self._db.read(sql, cookie=cookie, now=now)
        return str(rows[0]["personal_id"]) if rows else None

    def log_out(self, tx: Transaction, cookie: str) -> None:
        """Forget a citizen's browser."""
        tx.execute("DELETE FROM portal_citizen WHERE cookie = :cookie", cookie=cookie)
