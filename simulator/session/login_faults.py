"""Faults that VNeID is told to make: armed with a scope, taken by one login, never on for everybody.

An armed fault waits for the next logins of one client: of any citizen, of one citizen, or of the people of one
session. Whoever logs in first in that scope takes it; from then on it belongs to that login and disturbs no other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Row
from typing import Any

import orjson

from simulator.core.clock import Clock
from simulator.core.ids import random_id
from simulator.journal.database import Database, Transaction
from simulator.session.sessions import Query

SCHEMA = """
CREATE TABLE IF NOT EXISTS login_fault (
  id TEXT PRIMARY KEY, case_id TEXT NOT NULL, stages TEXT NOT NULL, client_id TEXT NOT NULL, session TEXT NOT NULL,
  personal_id TEXT NOT NULL, logins_left INTEGER NOT NULL, expires_at TEXT NOT NULL, active INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS login_fault_of_client ON login_fault (client_id);
"""
ANYBODY = ""
KEPT_SECONDS = 300


@dataclass(frozen=True)
class Scope:
    """Whose next logins a fault waits for: of that client, and of one session's people or one citizen, if named."""

    client_id: str
    session: str = ANYBODY
    personal_id: str = ANYBODY
    logins: int = 1
    """How many logins take it before it is used up."""


@dataclass(frozen=True)
class LoginFault:
    """A fault that was armed."""

    id: str
    case_id: str
    """The case that it comes from; empty for one that was told in full."""
    stages: Mapping[str, Any]
    """Stage -> what happens there, as in `contracts/vneid/cases`."""
    scope: Scope
    expires_at: datetime
    active: bool
    """Whether a login has taken it, so that the client's own issuer shows it too."""

    def at(self, stage: str) -> Mapping[str, Any]:
        """Return what happens at a stage; empty for nothing."""
        found: Mapping[str, Any] = self.stages.get(stage) or {}
        return found

    def shown(self, *stages: str, held_seconds: float = 0.0, cut: str = "") -> dict[str, Any]:
        """Return the data of the fact `fault_shown` for the stages of these that the fault touches."""
        touched = [stage for stage in stages if self.at(stage)]
        return {"fault": self.id, "case": self.case_id, "stages": touched, "held_seconds": held_seconds, "cut": cut}


class LoginFaults:
    """The store of faults; it survives a restart."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        db.add_schema(SCHEMA)

    def arm(
        self,
        tx: Transaction,
        scope: Scope,
        stages: Mapping[str, Any],
        case_id: str = "",
        seconds: float = KEPT_SECONDS,
    ) -> str:
        """Arm a fault and return its id; it is gone after so many seconds of wall time, used or not."""
        fault, now = random_id("f"), self._clock.now()
        tx.execute("DELETE FROM login_fault WHERE expires_at < :day", day=(now - timedelta(days=1)).isoformat())
        tx.execute(
            "INSERT INTO login_fault VALUES (:id, :case_id, :stages, :client_id, :session, :personal_id, :logins,"
            " :expires_at, 0)",
            id=fault,
            case_id=case_id,
            stages=orjson.dumps(dict(stages)).decode(),
            expires_at=(now + timedelta(seconds=seconds)).isoformat(),
            **vars(scope),
        )
        return fault

    def take(
        self, tx: Transaction, client_id: str, personal_id: str, sessions: tuple[str, ...] = ()
    ) -> LoginFault | None:
        """Return the oldest fault that waits for this login, counted down; None on a calm day."""
        rows = tx.execute(
            "SELECT * FROM login_fault WHERE client_id = :client_id AND logins_left > 0 AND expires_at > :now"
            " AND personal_id IN ('', :personal_id) ORDER BY rowid",
            client_id=client_id,
            personal_id=personal_id,
            now=self._clock.now().isoformat(),
        )
        row = next((row for row in rows if row["session"] in ("", *sessions)), None)
        if row is None:
            return None
        tx.execute("UPDATE login_fault SET logins_left = logins_left - 1, active = 1 WHERE id = :id", id=row["id"])
        return _fault(row, active=True)

    def get(self, query: Query, fault: str) -> LoginFault | None:
        """Return a fault by its id, as long as it was not lifted."""
        rows = query("SELECT * FROM login_fault WHERE id = :id", id=fault) if fault else []
        return _fault(rows[0]) if rows else None

    def on_issuer(self, query: Query, client_id: str) -> LoginFault | None:
        """Return the fault that the client's own issuer shows: the latest of its keys or its description."""
        rows = query(
            "SELECT * FROM login_fault WHERE client_id = :client_id AND active AND expires_at > :now"
            " ORDER BY rowid DESC",
            client_id=client_id,
            now=self._clock.now().isoformat(),
        )
        faults = map(_fault, rows)
        return next((fault for fault in faults if fault.at("jwks") or fault.at("discovery")), None)

    def lift(self, tx: Transaction, fault: str) -> bool:
        """Lift a fault; return whether there was one."""
        return bool(tx.execute("DELETE FROM login_fault WHERE id = :id RETURNING id", id=fault))

    def all(self) -> list[LoginFault]:
        """Return every fault that is armed or taken, oldest first."""
        return [_fault(row) for row in self._db.read("SELECT * FROM login_fault ORDER BY rowid")]


def _fault(row: Row, active: bool | None = None) -> LoginFault:
    return LoginFault(
        id=row["id"],
        case_id=row["case_id"],
        stages=orjson.loads(row["stages"]),
        scope=Scope(row["client_id"], row["session"], row["personal_id"], row["logins_left"]),
        expires_at=datetime.fromisoformat(row["expires_at"]),
        active=bool(row["active"]) if active is None else active,
    )
