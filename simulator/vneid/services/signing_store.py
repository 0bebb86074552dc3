"""What the signing gateway remembers: certificates with their keys, tokens, nonces, and wrong passwords. All SQL of it.

Tokens are kept as SHA-256 only. Times are whole seconds since 1970.
"""

from dataclasses import dataclass

from simulator.journal.database import Database, Transaction
from simulator.vneid.services.authority import Issued
from simulator.vneid.store import digest

SCHEMA = """
CREATE TABLE IF NOT EXISTS vneid_certificate (
  credential TEXT PRIMARY KEY, personal_id TEXT NOT NULL, request_id TEXT NOT NULL, certificate TEXT NOT NULL,
  key TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS vneid_certificate_by_citizen ON vneid_certificate (personal_id);
CREATE TABLE IF NOT EXISTS vneid_signing_token (
  token TEXT PRIMARY KEY, kind TEXT NOT NULL, province TEXT NOT NULL, expires_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS vneid_signing_nonce (
  partner TEXT NOT NULL, nonce TEXT NOT NULL, expires_at INTEGER NOT NULL, PRIMARY KEY (partner, nonce)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vneid_signing_try (account TEXT NOT NULL, at INTEGER NOT NULL);
"""
ACCESS, REFRESH = "access", "refresh"


@dataclass(frozen=True)
class Certificate:
    """A citizen's certificate as it is kept; it may sign once its registration is agreed."""

    credential: str
    personal_id: str
    request_id: str
    certificate: str
    key: str


class SigningStore:
    """The gateway's part of the national database."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(SCHEMA)

    def keep(self, tx: Transaction, issued: Issued, personal_id: str, request_id: str) -> None:
        """Keep a new certificate and its key."""
        tx.execute(
            "INSERT INTO vneid_certificate VALUES (:credential, :personal_id, :request_id, :certificate, :key)",
            credential=issued.credential,
            personal_id=personal_id,
            request_id=request_id,
            certificate=issued.certificate,
            key=issued.key,
        )

    def certificate(self, credential: str) -> Certificate | None:
        """Return the certificate with that serial number."""
        rows = self._db.read("SELECT * FROM vneid_certificate WHERE credential = :one", one=credential)
        return Certificate(**dict(rows[0])) if rows else None

    def certificates_of(self, personal_id: str) -> list[Certificate]:
        """Return a citizen's certificates, whatever became of them, oldest first."""
        rows = self._db.read("SELECT * FROM vneid_certificate WHERE personal_id = :id ORDER BY rowid", id=personal_id)
        return [Certificate(**dict(row)) for row in rows]

    def save_token(self, tx: Transaction, written: str, kind: str, province: str, expires_at: int) -> None:
        """Keep a new token."""
        sql = "INSERT INTO vneid_signing_token VALUES (:token, :kind, :province, :expires_at)"
        tx.execute(sql, token=digest(written), kind=kind, province=province, expires_at=expires_at)

    def owner(self, written: str, kind: str, now: int) -> str:
        """Return whose token it is; empty when it is unknown, of another kind or expired."""
        sql = "SELECT province FROM vneid_signing_token WHERE token = :token AND kind = :kind AND expires_at > :now"
        rows = self._db.read(sql, token=digest(written), kind=kind, now=now)
        return str(rows[0]["province"]) if rows else ""

    def end_token(self, tx: Transaction, written: str) -> bool:
        """End a token; False when it was ended before."""
        sql = "DELETE FROM vneid_signing_token WHERE token = :token RETURNING kind"
        return bool(tx.execute(sql, token=digest(written)))

    def take_nonce(self, tx: Transaction, partner: str, nonce: str, now: int, seconds: int) -> bool:
        """Note a nonce; False when the partner used it before. What is too old to be taken anyway is forgotten."""
        tx.execute("DELETE FROM vneid_signing_nonce WHERE expires_at <= :now", now=now)
        sql = "INSERT OR IGNORE INTO vneid_signing_nonce VALUES (:partner, :nonce, :until) RETURNING nonce"
        return bool(tx.execute(sql, partner=partner, nonce=nonce, until=now + seconds))

    def wrong_passwords(self, tx: Transaction, account: str, since: int) -> int:
        """Return how many wrong passwords came for an account since then."""
        tx.execute("DELETE FROM vneid_signing_try WHERE at <= :since", since=since)
        rows = tx.execute("SELECT count(*) AS n FROM vneid_signing_try WHERE account = :account", account=account)
        return int(rows[0]["n"])

    def note_wrong_password(self, tx: Transaction, account: str, now: int) -> None:
        """Count a wrong password."""
        tx.execute("INSERT INTO vneid_signing_try VALUES (:account, :now)", account=account, now=now)

    def forget_wrong_passwords(self, tx: Transaction, account: str) -> None:
        """Start anew after a right password."""
        tx.execute("DELETE FROM vneid_signing_try WHERE account = :account", account=account)
