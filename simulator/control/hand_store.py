"""What the hands must remember over a crash: results by request, and where each dossier can be seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from simulator.journal.database import Database, Transaction

MOST_PICTURES = 10
"""Screenshots that are kept of one session."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS hand (
  session TEXT NOT NULL, request_id TEXT NOT NULL, hand TEXT NOT NULL, result TEXT, PRIMARY KEY (session, request_id));
CREATE TABLE IF NOT EXISTS submitted (
  id INTEGER PRIMARY KEY, session TEXT NOT NULL, dossier_code TEXT NOT NULL, view TEXT NOT NULL,
  UNIQUE (session, dossier_code));
CREATE TABLE IF NOT EXISTS screenshot (
  session TEXT NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (session, name));
"""


@dataclass(frozen=True)
class HandRecord:
    """One request to a hand: which hand, and its result once it is finished."""

    hand: str
    result: Mapping[str, Any] | None


@dataclass(frozen=True)
class SubmittedDossier:
    """A dossier that the citizen submitted."""

    code: str
    view: str
    """Path of the page that shows it; empty when the province gave none."""


class HandStore:
    """The store of the hands."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(SCHEMA)

    def find(self, session: str, request_id: str) -> HandRecord | None:
        """Return what is known of a request; None when it is new."""
        rows = self._db.read(
            "SELECT hand, result FROM hand WHERE session = :session AND request_id = :request_id",
            session=session,
            request_id=request_id,
        )
        return HandRecord(rows[0]["hand"], orjson.loads(rows[0]["result"] or b"null")) if rows else None

    def begin(self, tx: Transaction, session: str, request_id: str, hand: str) -> bool:
        """Note that a request has begun; False when it had begun before and never finished."""
        return bool(
            tx.execute(
                "INSERT OR IGNORE INTO hand (session, request_id, hand) VALUES (:session, :request_id, :hand)"
                " RETURNING session",
                session=session,
                request_id=request_id,
                hand=hand,
            )
        )

    def finish(self, tx: Transaction, session: str, request_id: str, result: Mapping[str, Any]) -> None:
        """Keep the result for repeats of the request."""
        tx.execute(
            "UPDATE hand SET result = :result WHERE session = :session AND request_id = :request_id",
            session=session,
            request_id=request_id,
            result=orjson.dumps(result).decode(),
        )

    def submitted(self, tx: Transaction, session: str, dossier_code: str, view: str) -> None:
        """Keep a dossier code and the page that shows it."""
        tx.execute(
            "INSERT INTO submitted (session, dossier_code, view) VALUES (:session, :code, :view)"
            " ON CONFLICT (session, dossier_code) DO UPDATE SET view = :view",
            session=session,
            code=dossier_code,
            view=view,
        )

    def dossiers(self, session: str) -> list[SubmittedDossier]:
        """Return the dossiers of a session, the latest last."""
        rows = self._db.read(
            "SELECT dossier_code, view FROM submitted WHERE session = :session ORDER BY id", session=session
        )
        return [SubmittedDossier(row["dossier_code"], row["view"]) for row in rows]

    def next_picture(self, session: str) -> str:
        """Return the name of a session's next screenshot; empty when it has as many as are kept."""
        rows = self._db.read("SELECT count(*) AS n FROM screenshot WHERE session = :session", session=session)
        number = int(rows[0]["n"]) + 1
        return f"{number}.png" if number <= MOST_PICTURES else ""

    def keep_picture(self, tx: Transaction, session: str, name: str, content: bytes) -> None:
        """Keep a screenshot (PNG)."""
        tx.execute(
            "INSERT INTO screenshot VALUES (:session, :name, :content)", session=session, name=name, content=content
        )

    def picture(self, session: str, name: str) -> bytes | None:
        """Return a screenshot."""
        rows = self._db.read(
            "SELECT content FROM screenshot WHERE session = :session AND name = :name", session=session, name=name
        )
        return bytes(rows[0]["content"]) if rows else None
