"""Disturbances of one request to a citizen's phone: armed for a client, taken by its next request, never for all."""

from simulator.core.ids import random_id
from simulator.journal.database import Database, Transaction

SCHEMA = """
CREATE TABLE IF NOT EXISTS vneid_service_fault (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, client_id TEXT NOT NULL, personal_id TEXT NOT NULL, faults TEXT NOT NULL,
  expires_at INTEGER NOT NULL);
"""
RETURNING = ("double_encoded", "without_result", "misspelled")
"""Of the citizen's way back to the system that asked; all three were seen in public clients."""
WEBHOOKS = (
    "bad_hmac", "stale", "duplicate", "out_of_order", "unknown_field", "unknown_type", "before_answer",
)  # fmt: skip
"""Of what the signing gateway sends to the system."""
FAULTS = {"sharing": RETURNING, "certificates": WEBHOOKS, "signing": WEBHOOKS}


class ServiceFaults:
    """The armed faults."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(SCHEMA)

    def arm(
        self, tx: Transaction, kind: str, client_id: str, personal_id: str, faults: tuple[str, ...], expires_at: int
    ) -> str:
        """Arm faults for the next request of that kind, of any citizen when the number is empty; return the id."""
        fault = random_id("fault")
        tx.execute(
            "INSERT INTO vneid_service_fault VALUES (:id, :kind, :client_id, :personal_id, :faults, :expires_at)",
            id=fault,
            kind=kind,
            client_id=client_id,
            personal_id=personal_id,
            faults=" ".join(faults),
            expires_at=expires_at,
        )
        return fault

    def take(self, tx: Transaction, kind: str, client_id: str, personal_id: str, now: int) -> tuple[str, ...]:
        """Return the oldest armed faults in scope and disarm them."""
        found = tx.execute(
            "SELECT id, faults FROM vneid_service_fault WHERE kind = :kind AND client_id = :client_id"
            " AND personal_id IN ('', :personal_id) AND expires_at > :now ORDER BY rowid LIMIT 1",
            kind=kind,
            client_id=client_id,
            personal_id=personal_id,
            now=now,
        )
        if not found:
            return ()
        tx.execute("DELETE FROM vneid_service_fault WHERE id = :id", id=found[0]["id"])
        return tuple(found[0]["faults"].split())

    def lift(self, tx: Transaction, fault: str) -> bool:
        """Disarm faults that nobody took; False when there are none of that id."""
        return bool(tx.execute("DELETE FROM vneid_service_fault WHERE id = :id RETURNING id", id=fault))
