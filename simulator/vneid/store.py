"""What VNeID remembers: codes, access tokens and browsers that are logged in. All SQL of the package but the key's.

Times are whole seconds since 1970, because OpenID Connect states them so. A used code stays, so that its second use
can be told apart from an unknown code and can revoke what the first one gave (RFC 6749, 4.1.2).
"""

import sqlite3
from dataclasses import dataclass, fields
from typing import Any

from simulator.journal.database import Database, Transaction

SCHEMA = """
CREATE TABLE IF NOT EXISTS vneid_codes (
  code TEXT PRIMARY KEY, client_id TEXT NOT NULL, redirect_uri TEXT NOT NULL, scope TEXT NOT NULL,
  nonce TEXT NOT NULL, personal_id TEXT NOT NULL, code_challenge TEXT NOT NULL, code_challenge_method TEXT NOT NULL,
  auth_time INTEGER NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER
);
CREATE TABLE IF NOT EXISTS vneid_tokens (
  access_token TEXT PRIMARY KEY, code TEXT NOT NULL, client_id TEXT NOT NULL, personal_id TEXT NOT NULL,
  scope TEXT NOT NULL, expires_at INTEGER NOT NULL, revoked INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS vneid_tokens_by_code ON vneid_tokens (code);
CREATE TABLE IF NOT EXISTS vneid_logins (
  cookie TEXT PRIMARY KEY, personal_id TEXT NOT NULL, auth_time INTEGER NOT NULL
);
"""


@dataclass(frozen=True)
class AuthorizationCode:
    """A code as it was given; the `get_` methods are what Authlib asks of it."""

    code: str
    client_id: str
    redirect_uri: str
    scope: str
    nonce: str
    personal_id: str
    code_challenge: str
    code_challenge_method: str
    auth_time: int
    expires_at: int
    used_at: int | None = None

    def get_redirect_uri(self) -> str:
        """Return the address that the token request has to repeat."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """Return the granted scope."""
        return self.scope

    def get_nonce(self) -> str:
        """Return the nonce that goes into the ID token."""
        return self.nonce

    def get_auth_time(self) -> int:
        """Return when the citizen logged in."""
        return self.auth_time

    def get_acr(self) -> None:
        """Return no assurance level: none was found in public for VNeID's own issuer."""

    def get_amr(self) -> None:
        """Return no authentication method, for the same reason."""


@dataclass(frozen=True)
class AccessToken:
    """An access token as it was given."""

    access_token: str
    code: str
    client_id: str
    personal_id: str
    scope: str
    expires_at: int
    revoked: int = 0


@dataclass(frozen=True)
class Login:
    """A browser in which a citizen is logged in."""

    cookie: str
    personal_id: str
    auth_time: int


_CODE_COLUMNS = ", ".join(field.name for field in fields(AuthorizationCode))
_CODE_PLACES = ", ".join(f":{field.name}" for field in fields(AuthorizationCode))


class VneidStore:
    """Codes, tokens and logins in the national database."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(SCHEMA)

    def save_code(self, tx: Transaction, code: AuthorizationCode) -> None:
        """Keep a new code."""
        tx.execute(f"INSERT INTO vneid_codes ({_CODE_COLUMNS}) VALUES ({_CODE_PLACES})", **vars(code))

    def code(self, tx: Transaction, code: str) -> AuthorizationCode | None:
        """Return a code, used or not."""
        row = _first(tx.execute("SELECT * FROM vneid_codes WHERE code = :code", code=code))
        return AuthorizationCode(**row) if row else None

    def use_code(self, tx: Transaction, code: str, now: int) -> None:
        """Mark a code as used."""
        tx.execute("UPDATE vneid_codes SET used_at = :now WHERE code = :code", code=code, now=now)

    def save_token(self, tx: Transaction, token: AccessToken) -> None:
        """Keep a new access token."""
        tx.execute(
            "INSERT INTO vneid_tokens (access_token, code, client_id, personal_id, scope, expires_at, revoked)"
            " VALUES (:access_token, :code, :client_id, :personal_id, :scope, :expires_at, :revoked)",
            **vars(token),
        )

    def token(self, access_token: str) -> AccessToken | None:
        """Return an access token, valid or not."""
        row = _first(self._db.read("SELECT * FROM vneid_tokens WHERE access_token = :token", token=access_token))
        return AccessToken(**row) if row else None

    def revoke_tokens_of(self, tx: Transaction, code: str) -> None:
        """Revoke what a code gave, because somebody used it a second time."""
        tx.execute("UPDATE vneid_tokens SET revoked = 1 WHERE code = :code", code=code)

    def save_login(self, tx: Transaction, login: Login) -> None:
        """Keep the login of a browser."""
        tx.execute("INSERT INTO vneid_logins VALUES (:cookie, :personal_id, :auth_time)", **vars(login))

    def login(self, cookie: str) -> Login | None:
        """Return the login that a browser's cookie names."""
        row = _first(self._db.read("SELECT * FROM vneid_logins WHERE cookie = :cookie", cookie=cookie))
        return Login(**row) if row else None

    def end_login(self, tx: Transaction, cookie: str) -> None:
        """Forget the login of a browser."""
        tx.execute("DELETE FROM vneid_logins WHERE cookie = :cookie", cookie=cookie)


def _first(rows: list[sqlite3.Row]) -> dict[str, Any] | None:
    return dict(rows[0]) if rows else None
