"""The weather that is on right now: which party is disturbed for which system under test."""

from dataclasses import dataclass

from simulator.journal.database import Database, Transaction
from simulator.session.sessions import Query

SCHEMA = """
CREATE TABLE IF NOT EXISTS disturbance (
  province TEXT NOT NULL, party TEXT NOT NULL, weather TEXT NOT NULL, status INTEGER NOT NULL,
  active INTEGER NOT NULL, refused INTEGER NOT NULL, PRIMARY KEY (province, weather));
"""


@dataclass(frozen=True)
class Disturbance:
    """One disturbance of one party for one system under test."""

    weather: str
    party: str
    status: int
    """HTTP status the party answers while it is disturbed."""
    active: bool
    refused: int
    """How many exchanges it has refused since it was started."""


class Disturbances:
    """The store of disturbances; it survives a restart, as an outage would."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(SCHEMA)

    def start(self, tx: Transaction, province: str, weather: str, party: str, status: int) -> None:
        """Start a disturbance and count from zero; starting it again while it is on changes nothing."""
        tx.execute(
            "INSERT INTO disturbance VALUES (:province, :party, :weather, :status, 1, 0)"
            " ON CONFLICT (province, weather) DO UPDATE SET party = :party, status = :status,"
            " refused = CASE WHEN active THEN refused ELSE 0 END, active = 1",
            province=province,
            party=party,
            weather=weather,
            status=status,
        )

    def stop(self, tx: Transaction, province: str, weather: str) -> None:
        """Lift a disturbance; its count stays readable."""
        tx.execute(
            "UPDATE disturbance SET active = 0 WHERE province = :province AND weather = :weather",
            province=province,
            weather=weather,
        )

    def active(self, query: Query, province: str, party: str) -> Disturbance | None:
        """Return what disturbs that party for that system now."""
        rows = query(
            "SELECT * FROM disturbance WHERE province = :province AND party = :party AND active = 1",
            province=province,
            party=party,
        )
        return _disturbance(rows[0]) if rows else None

    def get(self, province: str, weather: str) -> Disturbance | None:
        """Return one disturbance, on or lifted."""
        rows = self._db.read(
            "SELECT * FROM disturbance WHERE province = :province AND weather = :weather",
            province=province,
            weather=weather,
        )
        return _disturbance(rows[0]) if rows else None

    def count_refused(self, tx: Transaction, province: str, weather: str) -> None:
        """Count one refused exchange."""
        tx.execute(
            "UPDATE disturbance SET refused = refused + 1 WHERE province = :province AND weather = :weather",
            province=province,
            weather=weather,
        )


def _disturbance(row: object) -> Disturbance:
    data = dict(row)  # type: ignore[call-overload]
    return Disturbance(data["weather"], data["party"], data["status"], bool(data["active"]), data["refused"])
