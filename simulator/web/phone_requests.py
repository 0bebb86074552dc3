"""What waits on a citizen's phone until she agrees or refuses: sharing data, a certificate, a signature, her papers.

One machine for all of them: `pending`, then `agreed` or `refused`, or `expired` when nobody answered in time. A
certificate may also be `created`, which waits for the citizen to activate it and does not expire.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from sqlite3 import Row
from typing import Any

import orjson

from simulator.journal.database import Database, Transaction

SCHEMA = """
CREATE TABLE IF NOT EXISTS vneid_phone_request (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, client_id TEXT NOT NULL, province TEXT NOT NULL, personal_id TEXT NOT NULL,
  reference TEXT NOT NULL, asked_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, state TEXT NOT NULL,
  tries INTEGER NOT NULL, told TEXT NOT NULL, faults TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS vneid_phone_request_by_citizen ON vneid_phone_request (personal_id);
CREATE INDEX IF NOT EXISTS vneid_phone_request_by_reference ON vneid_phone_request (client_id, kind, reference);
"""
LIFE_SECONDS = 300
"""How long a request waits: read for signing; that sharing and papers wait as long is assumed."""
MAX_TRIES = 5
"""Wrong passcodes after which a request counts as refused (assumed)."""

SHARING, CERTIFICATE, SIGNING, WALLET = KINDS = ("sharing", "certificates", "signing", "wallet")
PENDING, CREATED, AGREED, REFUSED, EXPIRED = "pending", "created", "agreed", "refused", "expired"


@dataclass(frozen=True)
class PhoneRequest:
    """One request; times are whole seconds since 1970."""

    id: str
    kind: str
    client_id: str
    """Who asks: the OpenID client, or the account at the signing gateway."""
    province: str
    personal_id: str
    asked_at: int
    expires_at: int
    told: Mapping[str, Any] = field(default_factory=dict)
    """What is asked for, by kind."""
    faults: tuple[str, ...] = ()
    """Words of `service_faults.FAULTS` that disturb this request alone."""
    reference: str = ""
    """The caller's own id of its request; the same one is not asked twice."""
    state: str = PENDING
    tries: int = 0

    def state_at(self, now: int) -> str:
        """Return the state at that time."""
        return EXPIRED if self.state == PENDING and now >= self.expires_at else self.state


class PhoneRequests:
    """The store of the requests."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(SCHEMA)

    def ask(self, tx: Transaction, request: PhoneRequest) -> None:
        """Put a request on the citizen's phone."""
        values = {
            **vars(request),
            "told": orjson.dumps(dict(request.told)).decode(),
            "faults": " ".join(request.faults),
        }
        tx.execute(f"INSERT INTO vneid_phone_request ({_COLUMNS}) VALUES ({_PLACES})", **values)

    def get(self, request_id: str) -> PhoneRequest | None:
        """Return a request."""
        return _first(self._db.read("SELECT * FROM vneid_phone_request WHERE id = :id", id=request_id))

    def by_reference(self, tx: Transaction, client_id: str, kind: str, reference: str) -> PhoneRequest | None:
        """Return what the caller asked for under its own id."""
        where = "client_id = :client_id AND kind = :kind AND reference = :reference"
        found = tx.execute(
            f"SELECT * FROM vneid_phone_request WHERE {where}", client_id=client_id, kind=kind, reference=reference
        )
        return _first(found)

    def of_citizen(self, personal_id: str) -> list[PhoneRequest]:
        """Return the requests to one citizen, newest first."""
        sql = "SELECT * FROM vneid_phone_request WHERE personal_id = :id ORDER BY rowid DESC LIMIT 100"
        return [_request(row) for row in self._db.read(sql, id=personal_id)]

    def latest(self, limit: int = 100) -> list[PhoneRequest]:
        """Return the newest requests."""
        sql = "SELECT * FROM vneid_phone_request ORDER BY rowid DESC LIMIT :limit"
        return [_request(row) for row in self._db.read(sql, limit=limit)]

    def decide(self, tx: Transaction, request_id: str, state: str, now: int) -> bool:
        """Let a request end in a state; False when it was decided before or is too old."""
        changed = tx.execute(
            "UPDATE vneid_phone_request SET state = :state WHERE id = :id"
            " AND (state = 'created' OR (state = 'pending' AND expires_at > :now)) AND state != :state RETURNING id",
            id=request_id,
            state=state,
            now=now,
        )
        return bool(changed)

    def wrong_passcode(self, tx: Transaction, request_id: str) -> int:
        """Count a wrong passcode and return how many there were."""
        sql = "UPDATE vneid_phone_request SET tries = tries + 1 WHERE id = :id RETURNING tries"
        return int(tx.execute(sql, id=request_id)[0]["tries"])

    def run_out(self, tx: Transaction, request_id: str, now: int) -> None:
        """Let the time of a request that waits be over now, as if nobody had answered."""
        sql = "UPDATE vneid_phone_request SET expires_at = :now WHERE id = :id AND state = 'pending'"
        tx.execute(sql, id=request_id, now=now)

    def expire(self, tx: Transaction, now: int) -> list[PhoneRequest]:
        """Mark what nobody answered in time, and return it."""
        overdue = "state = 'pending' AND expires_at <= :now"
        sql = f"UPDATE vneid_phone_request SET state = 'expired' WHERE {overdue} RETURNING *"
        return [_request(row) for row in tx.execute(sql, now=now)]


_COLUMNS = ", ".join(one.name for one in fields(PhoneRequest))
_PLACES = ", ".join(f":{one.name}" for one in fields(PhoneRequest))


def _first(rows: list[Row]) -> PhoneRequest | None:
    return _request(rows[0]) if rows else None


def _request(row: Row) -> PhoneRequest:
    values = dict(row)
    return PhoneRequest(**{**values, "told": orjson.loads(values["told"]), "faults": tuple(values["faults"].split())})
