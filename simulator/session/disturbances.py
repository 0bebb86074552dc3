"""The weather that is on right now: which party is disturbed for which system under test.

A weather that touches a party is on for the whole system; one that touches messages only for those of one session.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.journal.database import Database, Transaction
from simulator.session.sessions import Query

SCHEMA = """
CREATE TABLE IF NOT EXISTS session_weather (
  province TEXT NOT NULL, session TEXT NOT NULL, party TEXT NOT NULL, weather TEXT NOT NULL, status INTEGER NOT NULL,
  active INTEGER NOT NULL, refused INTEGER NOT NULL, PRIMARY KEY (province, weather, session));
"""
EVERYBODY = ""
"""In place of a session: every message of the system under test."""


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
    session: str = EVERYBODY
    """The one session whose messages it touches."""


class Disturbances:
    """The store of disturbances; it survives a restart, as an outage would."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(SCHEMA)

    def start(
        self, tx: Transaction, province: str, weather: str, party: str, status: int, session: str = EVERYBODY
    ) -> None:
        """Start a disturbance and count from zero; starting it again while it is on changes nothing."""
        tx.execute(
            "INSERT INTO session_weather VALUES (:province, :session, :party, :weather, :status, 1, 0)"
            " ON CONFLICT (province, weather, session) DO UPDATE SET party = :party, status = :status,"
            " refused = CASE WHEN active THEN refused ELSE 0 END, active = 1",
            province=province,
            session=session,
            party=party,
            weather=weather,
            status=status,
        )

    def stop(self, tx: Transaction, province: str, weather: str, session: str = EVERYBODY) -> None:
        """Lift a disturbance; its count stays readable."""
        tx.execute(
            "UPDATE session_weather SET active = 0"
            " WHERE province = :province AND weather = :weather AND session = :session",
            province=province,
            weather=weather,
            session=session,
        )

    def active(self, query: Query, province: str, party: str, sessions: Iterable[str] = ()) -> Disturbance | None:
        """Return what disturbs that party now for that system, or for a message of these sessions."""
        rows = query(
            "SELECT * FROM session_weather WHERE province = :province AND party = :party AND active = 1",
            province=province,
            party=party,
        )
        touched = {EVERYBODY, *sessions}
        return next((_disturbance(row) for row in rows if row["session"] in touched), None)

    def get(self, province: str, weather: str, session: str = EVERYBODY) -> Disturbance | None:
        """Return one disturbance, on or lifted."""
        rows = self._db.read(
            "SELECT * FROM session_weather WHERE province = :province AND weather = :weather AND session = :session",
            province=province,
            weather=weather,
            session=session,
        )
        return _disturbance(rows[0]) if rows else None

    def count_refused(self, tx: Transaction, province: str, weather: str, session: str = EVERYBODY) -> None:
        """Count one refused exchange."""
        tx.execute(
            "UPDATE session_weather SET refused = refused + 1"
            " WHERE province = :province AND weather = :weather AND session = :session",
            province=province,
            weather=weather,
            session=session,
        )


def _disturbance(row: object) -> Disturbance:
    data = dict(row)  # type: ignore[call-overload]
    return Disturbance(
        data["weather"], data["party"], data["status"], bool(data["active"]), data["refused"], data["session"]
    )
