"""Small durable values that are made once per data folder: signing keys, the secret, counters."""

from collections.abc import Callable

from simulator.journal.database import Database, Transaction

SCHEMA = """
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""


class Settings:
    """Named values and counters."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(SCHEMA)

    def get_or_make(self, name: str, make: Callable[[], str]) -> str:
        """Return the stored value; the first call on a data folder makes it."""
        rows = self._db.read("SELECT value FROM setting WHERE name = :name", name=name)
        if rows:
            return str(rows[0]["value"])
        made = make()
        with self._db.write() as tx:
            tx.execute("INSERT OR IGNORE INTO setting (name, value) VALUES (:name, :value)", name=name, value=made)
            stored = tx.execute("SELECT value FROM setting WHERE name = :name", name=name)
        return str(stored[0]["value"])

    def take(self, tx: Transaction, name: str, count: int = 1) -> int:
        """Take `count` numbers from a counter and return the first; a number is never given twice."""
        tx.execute("INSERT OR IGNORE INTO counter (name, value) VALUES (:name, 0)", name=name)
        rows = tx.execute(
            "UPDATE counter SET value = value + :count WHERE name = :name RETURNING value", name=name, count=count
        )
        return int(rows[0]["value"]) - count
