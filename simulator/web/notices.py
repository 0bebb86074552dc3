"""The notices that systems sent to citizens, as an inbox keeps them."""

from dataclasses import dataclass, fields

from simulator.journal.database import Database, Transaction

SCHEMA = """
CREATE TABLE IF NOT EXISTS vneid_notice (
  client_id TEXT NOT NULL, id TEXT NOT NULL, personal_id TEXT NOT NULL, dossier_code TEXT NOT NULL,
  status TEXT NOT NULL, title TEXT NOT NULL, content TEXT NOT NULL, link TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (client_id, id));
CREATE INDEX IF NOT EXISTS vneid_notice_by_citizen ON vneid_notice (personal_id);
"""


@dataclass(frozen=True)
class Notice:
    """One notice."""

    client_id: str
    id: str
    """The sender's own id; the same one is taken once."""
    personal_id: str
    dossier_code: str
    status: str
    """The portal's number of the dossier's status; empty when the notice is of something else."""
    title: str
    content: str
    link: str
    at: str
    """When it arrived, ISO 8601."""

    def says_the_same(self, other: "Notice") -> bool:
        """Return whether both tell the same, whenever they came."""
        return {**vars(self), "at": ""} == {**vars(other), "at": ""}


class Notices:
    """The store of notices."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(SCHEMA)

    def find(self, tx: Transaction, client_id: str, notice_id: str) -> Notice | None:
        """Return the notice that a client sent under that id."""
        sql = "SELECT * FROM vneid_notice WHERE client_id = :client_id AND id = :id"
        rows = tx.execute(sql, client_id=client_id, id=notice_id)
        return Notice(**dict(rows[0])) if rows else None

    def keep(self, tx: Transaction, notice: Notice) -> None:
        """Put a notice into the inbox."""
        places = ", ".join(f":{one.name}" for one in fields(Notice))
        tx.execute(f"INSERT INTO vneid_notice VALUES ({places})", **vars(notice))

    def of_citizen(self, personal_id: str, limit: int = 100) -> list[Notice]:
        """Return a citizen's notices, newest first."""
        sql = "SELECT * FROM vneid_notice WHERE personal_id = :id ORDER BY rowid DESC LIMIT :limit"
        return [Notice(**dict(row)) for row in self._db.read(sql, id=personal_id, limit=limit)]
