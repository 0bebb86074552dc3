"""What VNeID remembers: what citizens granted, tokens, and browsers that are logged in.

Codes, tokens and cookies are kept as SHA-256 only: whoever reads the data folder can use none of them. Times are whole
seconds since 1970, because OpenID Connect states them so. A used code and a replaced refresh token stay, so that their
second use can be told apart from an unknown one and ends what the grant gave (RFC 6749, 4.1.2; RFC 9700, 4.14).
"""

import hashlib
import sqlite3
from dataclasses import fields
from typing import Any

from simulator.journal.database import Database, Transaction
from simulator.vneid.granted import OFFLINE, Grant, Login, Token

SCHEMA = """
CREATE TABLE IF NOT EXISTS vneid_grants (
  id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, client_id TEXT NOT NULL, redirect_uri TEXT NOT NULL,
  scope TEXT NOT NULL, nonce TEXT NOT NULL, personal_id TEXT NOT NULL, code_challenge TEXT NOT NULL,
  code_challenge_method TEXT NOT NULL, auth_time INTEGER NOT NULL, acr TEXT NOT NULL, amr TEXT NOT NULL,
  auth_level INTEGER NOT NULL, sid TEXT NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER,
  fault TEXT NOT NULL DEFAULT '', withheld TEXT NOT NULL DEFAULT '',
  ended TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS vneid_grants_by_sid ON vneid_grants (sid);
CREATE TABLE IF NOT EXISTS vneid_token (
  token TEXT PRIMARY KEY, kind TEXT NOT NULL, grant_id TEXT NOT NULL, scope TEXT NOT NULL, issued_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL, ended TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS vneid_token_by_grant ON vneid_token (grant_id);
CREATE TABLE IF NOT EXISTS vneid_browser (
  cookie TEXT PRIMARY KEY, sid TEXT NOT NULL UNIQUE, personal_id TEXT NOT NULL, auth_time INTEGER NOT NULL,
  auth_level INTEGER NOT NULL, by_hand INTEGER NOT NULL DEFAULT 0
);
DROP TABLE IF EXISTS vneid_grant;
DROP TABLE IF EXISTS vneid_login;
DROP TABLE IF EXISTS vneid_codes;
DROP TABLE IF EXISTS vneid_tokens;
DROP TABLE IF EXISTS vneid_logins;
"""
"""The tables that are dropped were of another shape, or kept their secrets in clear."""


def digest(secret: str) -> str:
    """Return what is stored in place of a code, a token or a cookie."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


_GRANT_COLUMNS = ", ".join(field.name for field in fields(Grant))
_GRANT_PLACES = ", ".join(f":{field.name}" for field in fields(Grant))
_TOKEN = (
    "SELECT t.kind, t.grant_id, g.client_id, g.personal_id, t.scope, t.issued_at, t.expires_at, g.fault,"
    " CASE WHEN t.ended != '' THEN t.ended ELSE g.ended END AS ended"
    " FROM vneid_token t JOIN vneid_grants g ON g.id = t.grant_id WHERE t.token = :token"
)


class VneidStore:
    """Grants, tokens and logins in the national database."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(SCHEMA)

    def save_grant(self, tx: Transaction, grant: Grant, code: str) -> None:
        """Keep what a citizen grants, under the code that goes to the client."""
        values = {**vars(grant), "code": digest(code)}
        tx.execute(f"INSERT INTO vneid_grants (code, {_GRANT_COLUMNS}) VALUES (:code, {_GRANT_PLACES})", **values)

    def grant_of_code(self, tx: Transaction, code: str) -> Grant | None:
        """Return the grant of a code, used or not."""
        found = tx.execute(f"SELECT {_GRANT_COLUMNS} FROM vneid_grants WHERE code = :code", code=digest(code))
        return _grant(found)

    def grant(self, tx: Transaction, grant_id: str) -> Grant | None:
        """Return a grant."""
        return _grant(tx.execute(f"SELECT {_GRANT_COLUMNS} FROM vneid_grants WHERE id = :id", id=grant_id))

    def has_signed_with(self, fault: str) -> bool:
        """Return whether a login that took the fault has got its tokens."""
        return bool(self._db.read("SELECT 1 FROM vneid_grants WHERE fault = :fault AND used_at > 0", fault=fault))

    def fault_of(self, sid: str, client_id: str) -> str:
        """Return the fault that the login took when it came to that client; empty on a calm day."""
        row = _first(
            self._db.read(
                "SELECT fault FROM vneid_grants WHERE sid = :sid AND client_id = :client_id AND fault != ''",
                sid=sid,
                client_id=client_id,
            )
        )
        return row["fault"] if row else ""

    def withheld(self, grant_id: str) -> list[str]:
        """Return the attributes that a grant leaves out."""
        row = _first(self._db.read("SELECT withheld FROM vneid_grants WHERE id = :id", id=grant_id))
        return str(row["withheld"]).split() if row else []

    def use_code(self, tx: Transaction, grant_id: str, now: int) -> None:
        """Mark the code of a grant as used."""
        tx.execute("UPDATE vneid_grants SET used_at = :now WHERE id = :id", id=grant_id, now=now)

    def end_grant(self, tx: Transaction, grant_id: str, reason: str) -> None:
        """End a grant and with it all its tokens; the first reason stays."""
        tx.execute("UPDATE vneid_grants SET ended = :reason WHERE id = :id AND ended = ''", id=grant_id, reason=reason)

    def save_token(self, tx: Transaction, written: str, token: Token) -> None:
        """Keep a new token."""
        tx.execute(
            "INSERT INTO vneid_token (token, kind, grant_id, scope, issued_at, expires_at)"
            " VALUES (:token, :kind, :grant_id, :scope, :issued_at, :expires_at)",
            token=digest(written),
            kind=token.kind,
            grant_id=token.grant_id,
            scope=token.scope,
            issued_at=token.issued_at,
            expires_at=token.expires_at,
        )

    def token(self, written: str) -> Token | None:
        """Return a token, valid or not."""
        row = _first(self._db.read(_TOKEN, token=digest(written)))
        return Token(**row) if row else None

    def end_token(self, tx: Transaction, written: str, reason: str) -> None:
        """End one token; the first reason stays."""
        tx.execute(
            "UPDATE vneid_token SET ended = :reason WHERE token = :token AND ended = ''",
            token=digest(written),
            reason=reason,
        )

    def save_login(self, tx: Transaction, login: Login) -> None:
        """Keep the login of a browser."""
        tx.execute(
            "INSERT INTO vneid_browser (cookie, sid, personal_id, auth_time, auth_level, by_hand)"
            " VALUES (:cookie, :sid, :personal_id, :auth_time, :auth_level, :by_hand)",
            **{**vars(login), "cookie": digest(login.cookie)},
        )

    def login(self, cookie: str) -> Login | None:
        """Return the login that a browser's cookie names."""
        row = _first(self._db.read("SELECT * FROM vneid_browser WHERE cookie = :cookie", cookie=digest(cookie)))
        return Login(**{**row, "cookie": cookie, "by_hand": bool(row["by_hand"])}) if row else None

    def end_sid(self, tx: Transaction, sid: str) -> list[Grant]:
        """End a login everywhere and return what was granted in it; nothing when it ended before.

        Grants for use without the citizen (`offline_access`) stay good: Back-Channel Logout 1.0, 2.7.
        """
        if not tx.execute("DELETE FROM vneid_browser WHERE sid = :sid RETURNING sid", sid=sid):
            return []
        found = tx.execute(f"SELECT {_GRANT_COLUMNS} FROM vneid_grants WHERE sid = :sid AND ended = ''", sid=sid)
        grants = [Grant(**dict(row)) for row in found]
        for grant in grants:
            if OFFLINE not in grant.scope.split():
                self.end_grant(tx, grant.id, "logged_out")
        return grants


def _grant(rows: list[sqlite3.Row]) -> Grant | None:
    return Grant(**dict(rows[0])) if rows else None


def _first(rows: list[sqlite3.Row]) -> dict[str, Any] | None:
    return dict(rows[0]) if rows else None
