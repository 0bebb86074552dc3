"""Codes with which a citizen shows her papers: good for one minute and one reading.

The minute was read in public; that a system can read the papers by the code is assumed.
"""

import hashlib
from dataclasses import dataclass

from simulator.core.ids import random_token
from simulator.journal.database import Database, Transaction
from simulator.web.capture import PRESENTATION

SCHEMA = """
CREATE TABLE IF NOT EXISTS vneid_presentation (
  code TEXT PRIMARY KEY, personal_id TEXT NOT NULL, papers TEXT NOT NULL, expires_at INTEGER NOT NULL,
  read_at INTEGER);
"""
LIFE_SECONDS = 60


@dataclass(frozen=True)
class Presentation:
    """Papers that a citizen shows."""

    personal_id: str
    papers: tuple[str, ...]
    expires_at: int
    read_at: int | None


class Presentations:
    """The store of the codes; they are kept as SHA-256 only."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(SCHEMA)

    def begin(self, tx: Transaction, personal_id: str, papers: tuple[str, ...], now: int) -> str:
        """Return the text of a new QR code."""
        code = random_token()
        tx.execute(
            "INSERT INTO vneid_presentation VALUES (:code, :personal_id, :papers, :expires_at, NULL)",
            code=_hidden(code),
            personal_id=personal_id,
            papers=" ".join(papers),
            expires_at=now + LIFE_SECONDS,
        )
        return f"{PRESENTATION}{code}"

    def find(self, tx: Transaction, written: str) -> Presentation | None:
        """Return what the text of a QR code shows, whatever became of it."""
        sql = "SELECT personal_id, papers, expires_at, read_at FROM vneid_presentation WHERE code = :code"
        rows = tx.execute(sql, code=_hidden(written))
        return Presentation(**{**dict(rows[0]), "papers": tuple(rows[0]["papers"].split())}) if rows else None

    def mark_read(self, tx: Transaction, written: str, now: int) -> None:
        """Note that the papers were read."""
        sql = "UPDATE vneid_presentation SET read_at = :now WHERE code = :code"
        tx.execute(sql, code=_hidden(written), now=now)


def _hidden(written: str) -> str:
    code = written.removeprefix(PRESENTATION).encode("utf-8", "surrogatepass")
    return hashlib.sha256(code).hexdigest()
