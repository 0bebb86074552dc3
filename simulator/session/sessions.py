"""Sessions: one scenario x service x weather against one system under test.

A session owns its people, its dossiers and its clock. An exchange finds its sessions by keys (dossier code, personal
number, TechID, phone, e-mail) within the province that sent it; a closed session still owns its keys, so that what
arrives after closing reopens it as late instead of becoming somebody else's.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Row

import orjson

from simulator.core.clock import Clock
from simulator.core.ids import random_id
from simulator.domain.person import Person
from simulator.journal.database import Database, Transaction

SCHEMA = """
CREATE TABLE IF NOT EXISTS session (
  id TEXT PRIMARY KEY, request_id TEXT NOT NULL UNIQUE, run TEXT NOT NULL, province TEXT NOT NULL,
  service TEXT NOT NULL, scenario TEXT NOT NULL, weather TEXT NOT NULL, seed INTEGER NOT NULL, people TEXT NOT NULL,
  opened_at TEXT NOT NULL, session_opened_at TEXT NOT NULL, offset_seconds REAL NOT NULL, status TEXT NOT NULL,
  late INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS session_key (
  province TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, session TEXT NOT NULL,
  PRIMARY KEY (province, kind, value, session)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS key_of_session ON session_key (session);
CREATE INDEX IF NOT EXISTS key_of_anybody ON session_key (kind, value);
"""

_STRENGTH = {kind: place for place, kind in enumerate(("dossier_code", "tech_id", "personal_id", "phone", "email"))}
"""How surely a key names one session, the surest first."""

Query = Callable[..., list[Row]]
"""`Transaction.execute` or `Database.read`."""


@dataclass(frozen=True)
class Session:
    """A session as it is stored."""

    id: str
    run: str
    province: str
    service: str
    scenario: str
    weather: str
    seed: int
    people: Mapping[str, Person]
    opened_at: datetime
    session_opened_at: datetime
    offset: timedelta
    """Session time minus wall time."""
    status: str
    """open or closed."""
    late: bool

    def now(self, clock: Clock) -> datetime:
        """Return the session time."""
        return clock.now() + self.offset


@dataclass(frozen=True)
class SessionPlace:
    """Where an exchange of a session belongs: all that is needed of it for each message."""

    run: str
    offset: timedelta
    """Session time minus wall time."""

    def now(self, clock: Clock) -> datetime:
        """Return the session time."""
        return clock.now() + self.offset


@dataclass(frozen=True)
class NewSession:
    """What is needed to open a session."""

    request_id: str
    run: str
    province: str
    service: str
    scenario: str
    weather: str
    seed: int
    people: Mapping[str, Person]
    starts_at: datetime
    """Session time at the opening."""


class Sessions:
    """The store of sessions and of the keys by which exchanges find them."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        db.add_schema(SCHEMA)

    def open(self, tx: Transaction, new: NewSession) -> str:
        """Open a session and register the keys of its people; return its id."""
        session = random_id("s")
        now = self._clock.now()
        tx.execute(
            "INSERT INTO session VALUES (:id, :request_id, :run, :province, :service, :scenario, :weather, :seed,"
            " :people, :opened_at, :session_opened_at, :offset, 'open', 0)",
            id=session,
            request_id=new.request_id,
            run=new.run,
            province=new.province,
            service=new.service,
            scenario=new.scenario,
            weather=new.weather,
            seed=new.seed,
            people=orjson.dumps({name: person.to_json() for name, person in new.people.items()}).decode(),
            opened_at=now.isoformat(),
            session_opened_at=new.starts_at.isoformat(),
            offset=(new.starts_at - now).total_seconds(),
        )
        for person in new.people.values():
            for kind in ("personal_id", "tech_id", "phone", "email"):
                if value := person.get(kind):
                    self.register_key(tx, session, new.province, kind, value)
        return session

    def register_key(self, tx: Transaction, session: str, province: str, kind: str, value: str) -> None:
        """Let exchanges of that province that carry this key find this session."""
        tx.execute(
            "INSERT OR IGNORE INTO session_key VALUES (:province, :kind, :value, :session)",
            province=province,
            kind=kind,
            value=value,
            session=session,
        )

    def keys(self, session: str, kind: str) -> tuple[str, ...]:
        """Return the keys of one kind that a session owns, for example its dossier codes."""
        rows = self._db.read(
            "SELECT value FROM session_key WHERE session = :session AND kind = :kind", session=session, kind=kind
        )
        return tuple(row["value"] for row in rows)

    def match(self, query: Query, province: str, keys: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """Return the sessions of that province that own any of the keys, in a stable order."""
        return tuple(sorted(self.matched(query, province, keys)))

    def matched(self, query: Query, province: str, keys: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Return session -> the kind of the strongest key by which it is found."""
        found: dict[str, str] = {}
        for kind, value in sorted(keys, key=lambda key: _STRENGTH.get(key[0], len(_STRENGTH))):
            rows = query(
                "SELECT session FROM session_key WHERE province = :province AND kind = :kind AND value = :value",
                province=province,
                kind=kind,
                value=value,
            )
            for row in rows:
                found.setdefault(row["session"], kind)
        return found

    def owners(self, kind: str, value: str) -> tuple[str, ...]:
        """Return the sessions of any province that own a key, newest first."""
        rows = self._db.read(
            "SELECT k.session FROM session_key k JOIN session s ON s.id = k.session"
            " WHERE k.kind = :kind AND k.value = :value ORDER BY s.opened_at DESC",
            kind=kind,
            value=value,
        )
        return tuple(row["session"] for row in rows)

    def person_by_id(self, personal_id: str) -> Person | None:
        """Return the person with that number as their session knows them now; None when no session owns the number."""
        for session_id in self.owners("personal_id", personal_id):
            session = self.get(session_id)
            for person in session.people.values() if session else ():
                if session and person.get("personal_id") == personal_id:
                    return person.on(session.now(self._clock).date())
        return None

    def get(self, session: str, query: Query | None = None) -> Session | None:
        """Return a session, or None when the id is unknown."""
        rows = (query or self._db.read)("SELECT * FROM session WHERE id = :id", id=session)
        return _session(rows[0]) if rows else None

    def place(self, session: str, query: Query | None = None) -> SessionPlace | None:
        """Return run and clock of a session, or None when the id is unknown."""
        rows = (query or self._db.read)("SELECT run, offset_seconds FROM session WHERE id = :id", id=session)
        return SessionPlace(rows[0]["run"], timedelta(seconds=rows[0]["offset_seconds"])) if rows else None

    def by_request(self, request_id: str) -> Session | None:
        """Return the session that this request opened."""
        rows = self._db.read("SELECT * FROM session WHERE request_id = :id", id=request_id)
        return _session(rows[0]) if rows else None

    def all(self, run: str | None = None, status: str | None = None) -> list[Session]:
        """Return sessions in the order of opening."""
        rows = self._db.read(
            "SELECT * FROM session WHERE (:run IS NULL OR run = :run) AND (:status IS NULL OR status = :status)"
            " ORDER BY opened_at",
            run=run,
            status=status,
        )
        return [_session(row) for row in rows]

    def advance(self, tx: Transaction, session: str, by: timedelta) -> None:
        """Move the session's clock forward."""
        tx.execute(
            "UPDATE session SET offset_seconds = offset_seconds + :by WHERE id = :id", by=by.total_seconds(), id=session
        )

    def close(self, tx: Transaction, session: str) -> None:
        """Close a session; its keys stay."""
        tx.execute("UPDATE session SET status = 'closed' WHERE id = :id", id=session)

    def touch(self, tx: Transaction, session: str) -> None:
        """Note that something arrived: a closed session becomes late."""
        tx.execute("UPDATE session SET late = 1 WHERE id = :id AND status = 'closed'", id=session)


def _session(row: Row) -> Session:
    people = {name: Person.from_json(value) for name, value in orjson.loads(row["people"]).items()}
    return Session(
        id=row["id"],
        run=row["run"],
        province=row["province"],
        service=row["service"],
        scenario=row["scenario"],
        weather=row["weather"],
        seed=row["seed"],
        people=people,
        opened_at=datetime.fromisoformat(row["opened_at"]),
        session_opened_at=datetime.fromisoformat(row["session_opened_at"]),
        offset=timedelta(seconds=row["offset_seconds"]),
        status=row["status"],
        late=bool(row["late"]),
    )
