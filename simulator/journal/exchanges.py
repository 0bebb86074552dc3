"""The store of exchanges: append with everything that it meant, and read back from a position."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from sqlite3 import Row
from typing import Any

import orjson

from simulator.domain.contract_finding import ContractFinding
from simulator.domain.exchange import Exchange
from simulator.domain.fact import Fact
from simulator.journal.database import Database, Transaction
from simulator.journal.draft import Draft

SCHEMA = """
CREATE TABLE IF NOT EXISTS exchange (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, session_at TEXT, direction TEXT NOT NULL,
  party TEXT NOT NULL, operation TEXT NOT NULL, province TEXT, method TEXT NOT NULL, url TEXT NOT NULL,
  status INTEGER, seconds REAL NOT NULL, request_headers TEXT NOT NULL, request_body TEXT NOT NULL,
  response_headers TEXT NOT NULL, response_body TEXT NOT NULL, error TEXT NOT NULL, weather TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS exchange_session (
  exchange INTEGER NOT NULL, session TEXT NOT NULL, run TEXT NOT NULL, PRIMARY KEY (session, exchange));
CREATE INDEX IF NOT EXISTS exchange_of_run ON exchange_session (run, exchange);
CREATE INDEX IF NOT EXISTS session_of_exchange ON exchange_session (exchange, session);
CREATE TABLE IF NOT EXISTS fact (
  id INTEGER PRIMARY KEY, exchange INTEGER NOT NULL, session TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS fact_of_session ON fact (session, exchange);
CREATE INDEX IF NOT EXISTS fact_of_exchange ON fact (exchange);
CREATE TABLE IF NOT EXISTS finding (
  id INTEGER PRIMARY KEY, exchange INTEGER NOT NULL, session TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS finding_of_session ON finding (session, exchange);
CREATE INDEX IF NOT EXISTS finding_of_exchange ON finding (exchange);
CREATE TABLE IF NOT EXISTS orphan (
  id INTEGER PRIMARY KEY, exchange INTEGER NOT NULL, province TEXT, row INTEGER, keys TEXT NOT NULL);
"""

TRIAL_AGENT = "dvcsim-doctor"
"""User-Agent of calls that only try whether the line works; they are not the system's own."""

_INSERT = """
INSERT INTO exchange (at, session_at, direction, party, operation, province, method, url, status, seconds,
  request_headers, request_body, response_headers, response_body, error, weather)
VALUES (:at, :session_at, :direction, :party, :operation, :province, :method, :url, :status, :seconds,
  :request_headers, :request_body, :response_headers, :response_body, :error, :weather)
"""

_HEAD = ("id", "at", "direction", "party", "operation", "province", "method", "url", "status", "error", "weather")
"""What is told of an exchange without its headers and bodies."""
_HEAD_COLUMNS = ", ".join(f"e.{name}" for name in _HEAD)
_SPAN = "BETWEEN :first AND :last"
_SESSIONS = f"SELECT exchange, session FROM exchange_session WHERE exchange {_SPAN} ORDER BY session"
_FACTS = (
    "SELECT f.*, e.at FROM fact f JOIN exchange e ON e.id = f.exchange"
    f" WHERE f.exchange {_SPAN} ORDER BY f.exchange, f.id"
)
_COUNTS = f"SELECT exchange, count(DISTINCT body) AS n FROM finding WHERE exchange {_SPAN} GROUP BY exchange"


def _json(value: Any) -> str:
    try:
        return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:  # a whole number of more than 64 bits, which JSON may carry
        return json.dumps(value)


class Journal:
    """The exchanges of one national side, in the order of commit."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(SCHEMA)
        db.restore_position(self._last)

    def _last(self) -> int:
        rows = self._db.read("SELECT max(id) AS last FROM exchange")
        return int(rows[0]["last"] or 0)

    def append(self, tx: Transaction, draft: Draft) -> int:
        """Store an exchange with its links, facts, findings and orphans; return its position."""
        position = tx.insert(
            _INSERT,
            at=draft.at.isoformat(),
            session_at=draft.session_at.isoformat() if draft.session_at else None,
            direction=draft.direction,
            party=draft.party,
            operation=draft.operation,
            province=draft.province,
            method=draft.method,
            url=draft.url,
            status=draft.status,
            seconds=draft.seconds,
            request_headers=_json(dict(draft.request_headers)),
            request_body=draft.request_body,
            response_headers=_json(dict(draft.response_headers)),
            response_body=draft.response_body,
            error=draft.error,
            weather=draft.weather,
        )
        _append_meaning(tx, position, draft)
        tx.position = position
        tx.operation = draft.operation
        return position

    def exchange(self, position: int) -> Exchange | None:
        """Return one exchange with its findings and sessions."""
        rows = self._db.read("SELECT * FROM exchange WHERE id = :id", id=position)
        return self._full(rows)[0] if rows else None

    def exchanges(self, session: str) -> list[Exchange]:
        """Return the exchanges of a session in order."""
        return self._full(
            self._db.read(
                "SELECT e.* FROM exchange e JOIN exchange_session s ON s.exchange = e.id"
                " WHERE s.session = :session ORDER BY e.id",
                session=session,
            )
        )

    def latest(self, limit: int = 50, province: str | None = None) -> list[Exchange]:
        """Return the newest exchanges, newest first."""
        return self._full(
            self._db.read(
                "SELECT * FROM exchange WHERE (:province IS NULL OR province = :province)"
                " ORDER BY id DESC LIMIT :limit",
                province=province,
                limit=limit,
            )
        )

    def first_of_each(self, province: str, party: str, count: int, with_unknown: bool = False) -> list[Exchange]:
        """Return the first calls of a province at a party, so many of each operation; also those of nobody known."""
        return self._full(
            self._db.read(
                "SELECT * FROM exchange WHERE id IN (SELECT id FROM"
                " (SELECT id, row_number() OVER (PARTITION BY operation ORDER BY id) AS place FROM exchange"
                " WHERE direction = 'in' AND party = :party"
                " AND (province = :province OR (:unknown AND province IS NULL AND operation NOT LIKE 'citizen/%')))"
                " WHERE place <= :count) ORDER BY id",
                province=province,
                party=party,
                count=count,
                unknown=with_unknown,
            )
        )

    def arrived(self, province: str, limit: int) -> list[Exchange]:
        """Return what came from a system, or from somebody unknown, newest first; not what dvcsim itself tried out."""
        return self._full(
            self._db.read(
                "SELECT * FROM exchange WHERE direction = 'in' AND party != 'control'"
                " AND (province = :province OR province IS NULL) AND request_headers NOT LIKE :ours"
                " ORDER BY id DESC LIMIT :limit",
                province=province,
                ours=f"%{TRIAL_AGENT}%",
                limit=limit,
            )
        )

    def facts_of(self, exchange: int) -> list[Fact]:
        """Return what one exchange meant."""
        rows = self._db.read(
            "SELECT f.*, e.at FROM fact f JOIN exchange e ON e.id = f.exchange WHERE f.exchange = :id ORDER BY f.id",
            id=exchange,
        )
        return [_fact(row) for row in rows]

    def after(self, position: int, run: str | None = None, limit: int = 200) -> list[dict[str, Any]]:
        """Return what came after a position (of one run, or everything): heads with sessions and facts, no bodies."""
        if run is None:
            rows = self._db.read(
                f"SELECT {_HEAD_COLUMNS} FROM exchange e WHERE id > :after ORDER BY id LIMIT :limit",
                after=position,
                limit=limit,
            )
        else:
            rows = self._db.read(
                f"SELECT DISTINCT {_HEAD_COLUMNS} FROM exchange e JOIN exchange_session s ON s.exchange = e.id"
                " WHERE s.run = :run AND e.id > :after ORDER BY e.id LIMIT :limit",
                run=run,
                after=position,
                limit=limit,
            )
        return self._heads(rows)

    def arrivals(self, session: str) -> int:
        """Return how many exchanges of a session the system under test has started."""
        rows = self._db.read(
            "SELECT count(*) AS n FROM exchange_session s JOIN exchange e ON e.id = s.exchange"
            " WHERE s.session = :session AND e.direction = 'in'",
            session=session,
        )
        return int(rows[0]["n"])

    def facts(self, session: str) -> list[Fact]:
        """Return the facts of a session in journal order."""
        rows = self._db.read(
            "SELECT f.*, e.at FROM fact f JOIN exchange e ON e.id = f.exchange"
            " WHERE f.session = :session ORDER BY f.exchange, f.id",
            session=session,
        )
        return [_fact(row) for row in rows]

    def background(self, province: str, after: int, kinds: Iterable[str]) -> list[Fact]:
        """Return the facts of a system since a position, of these kinds, whether or not they belong to a session."""
        rows = self._db.read(
            "SELECT f.*, e.at FROM fact f JOIN exchange e ON e.id = f.exchange"
            " WHERE f.exchange > :after AND e.province = :province"
            " AND f.kind IN (SELECT value FROM json_each(:kinds)) ORDER BY f.exchange, f.id",
            after=after,
            province=province,
            kinds=orjson.dumps(list(kinds)).decode(),
        )
        return [_fact(row) for row in rows]

    def findings(self, session: str) -> list[tuple[int, str, ContractFinding]]:
        """Return (exchange, operation, finding) of the messages that belong to a session."""
        rows = self._db.read(
            "SELECT f.exchange, f.body, e.operation FROM finding f JOIN exchange e ON e.id = f.exchange"
            " WHERE f.session = :session ORDER BY f.exchange, f.id",
            session=session,
        )
        return [
            (row["exchange"], row["operation"], ContractFinding.from_json(orjson.loads(row["body"]))) for row in rows
        ]

    def orphans(self, province: str | None = None, limit: int = 100, before: int | None = None) -> list[dict[str, Any]]:
        """Return the rows that named somebody whom no session owns, newest first, before one of them."""
        rows = self._db.read(
            "SELECT o.id, o.exchange, o.province, o.row, o.keys, e.operation"
            " FROM orphan o JOIN exchange e ON e.id = o.exchange"
            " WHERE (:province IS NULL OR o.province = :province) AND (:before IS NULL OR o.id < :before)"
            " ORDER BY o.id DESC LIMIT :limit",
            province=province,
            limit=limit,
            before=before,
        )
        return [{**dict(row), "keys": orjson.loads(row["keys"])} for row in rows]

    def _full(self, rows: Iterable[Row]) -> list[Exchange]:
        return [self._exchange(row) for row in rows]

    def _exchange(self, row: Row) -> Exchange:
        found = self._db.read("SELECT DISTINCT body FROM finding WHERE exchange = :id ORDER BY id", id=row["id"])
        data = dict(row)
        for name in ("request_headers", "response_headers"):
            data[name] = orjson.loads(data[name])
        data["at"] = datetime.fromisoformat(data["at"])
        data["session_at"] = datetime.fromisoformat(data["session_at"]) if data["session_at"] else None
        data["findings"] = tuple(ContractFinding.from_json(orjson.loads(item["body"])) for item in found)
        data["sessions"] = self._sessions(row["id"])
        return Exchange(**data)

    def _sessions(self, exchange: int) -> tuple[str, ...]:
        rows = self._db.read("SELECT session FROM exchange_session WHERE exchange = :id ORDER BY session", id=exchange)
        return tuple(row["session"] for row in rows)

    def _heads(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """Four queries whatever the number of exchanges: this is asked again at every piece of news of a run."""
        if not rows:
            return []
        sessions, facts = self._of(rows, _SESSIONS), self._of(rows, _FACTS)
        counts = {row["exchange"]: row["n"] for row in self._db.read(_COUNTS, **_span(rows))}
        return [
            {
                **{name: row[name] for name in _HEAD},
                "sessions": [found["session"] for found in sessions[row["id"]]],
                "facts": [{**_fact(found).to_json(), "session": found["session"]} for found in facts[row["id"]]],
                "findings": counts.get(row["id"], 0),
            }
            for row in rows
        ]

    def _of(self, rows: Sequence[Row], sql: str) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = defaultdict(list)
        for row in self._db.read(sql, **_span(rows)):
            found[row["exchange"]].append(row)
        return found


def _span(rows: Sequence[Row]) -> dict[str, int]:
    return {"first": rows[0]["id"], "last": rows[-1]["id"]}


def _append_meaning(tx: Transaction, position: int, draft: Draft) -> None:
    for session, run in draft.links.items():
        tx.execute(
            "INSERT OR IGNORE INTO exchange_session (exchange, session, run) VALUES (:exchange, :session, :run)",
            exchange=position,
            session=session,
            run=run,
        )
    for kind, session, data in draft.facts:
        tx.execute(
            "INSERT INTO fact (exchange, session, kind, data) VALUES (:exchange, :session, :kind, :data)",
            exchange=position,
            session=session,
            kind=kind,
            data=_json(data),
        )
    for finding, sessions in draft.findings:
        for session in sessions or ("",):
            tx.execute(
                "INSERT INTO finding (exchange, session, body) VALUES (:exchange, :session, :body)",
                exchange=position,
                session=session,
                body=_json(finding.to_json()),
            )
    for row, keys in draft.orphans:
        tx.execute(
            "INSERT INTO orphan (exchange, province, row, keys) VALUES (:exchange, :province, :row, :keys)",
            exchange=position,
            province=draft.province,
            row=row,
            keys=_json(keys),
        )


def _fact(row: Row) -> Fact:
    return Fact(row["kind"], row["exchange"], datetime.fromisoformat(row["at"]), orjson.loads(row["data"]))
