"""The list of exchanges as a person reads it: newest first, narrowed, by page; no bodies are handed out.

Every page starts from a position and reads an index backwards, so the hundredth costs what the first does. Only the
search looks into bodies; it reads a bounded part of the journal at a time and says how far it got.
"""

import json
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row
from typing import Any

import orjson

from simulator.domain.contract_finding import ContractFinding
from simulator.journal.database import Database

INDEXES = """
CREATE INDEX IF NOT EXISTS exchange_of_province ON exchange (province);
CREATE INDEX IF NOT EXISTS exchange_of_operation ON exchange (operation);
"""
NEWEST = 2**62
"""A position that no journal reaches."""
SEARCHED_EXCHANGES = 2000
SEARCHED_CHARACTERS = 16_000_000
"""After so many the search stops and offers to go on from there."""
_CHUNK = 100

_HEAD = (
    "e.id, e.at, e.direction, e.party, e.operation, e.province, e.method, e.url, e.status, e.error, e.weather,"
    " substr(e.response_body, 1, 400) AS answer"
)
_BODIES = ", e.request_body, e.response_body"
_CONDITIONS = {
    "province": "e.province = :province",
    "party": "e.party = :party",
    "direction": "e.direction = :direction",
    "operation": "instr(lower(e.operation), lower(:operation)) > 0",
}
_STATUS = {
    "ok": "e.status < 400",
    "refused": "e.status BETWEEN 400 AND 499",
    "broken": "e.status >= 500",
    "none": "e.status IS NULL",
}
STATUS_CHOICES = tuple(_STATUS)
"""Below 400, 400-499, from 500, no answer at all."""
_WITH_FINDINGS = "EXISTS (SELECT 1 FROM finding f WHERE f.exchange = e.id)"


@dataclass(frozen=True)
class Wanted:
    """Which exchanges to list; what is empty does not narrow."""

    province: str = ""
    session: str = ""
    run: str = ""
    party: str = ""
    operation: str = ""
    """Part of the operation's name."""
    direction: str = ""
    """`in` or `out`."""
    status: str = ""
    """One of `STATUS_CHOICES`."""
    findings: bool = False
    """Only exchanges that differ from their contract."""
    text: str = ""
    """Part of the address, the operation or a body; upper and lower case count the same."""


@dataclass(frozen=True)
class Listed:
    """One line of the list."""

    id: int
    at: datetime
    direction: str
    party: str
    operation: str
    province: str | None
    method: str
    url: str
    status: int | None
    error: str
    weather: str
    answer: str
    """The beginning of the answer's body."""
    sessions: tuple[str, ...]
    findings: tuple[ContractFinding, ...]


@dataclass(frozen=True)
class ListPage:
    """Some lines, newest first."""

    lines: tuple[Listed, ...]
    older: int | None
    """The position from which the next page starts; None when there is nothing older."""
    cut: bool = False
    """Whether the search stopped at its bound, so that the page may hold less than there is."""


class Listing:
    """Reads the journal as a list."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(INDEXES)

    def page(self, wanted: Wanted, before: int = NEWEST, after: int = 0, limit: int = 50) -> ListPage:
        """Return the newest lines between two positions (both excluded)."""
        if wanted.text:
            return self._search(wanted, before, after, limit)
        rows = self._rows(_HEAD, wanted, before, after, limit + 1)
        older = rows[limit - 1]["id"] if len(rows) > limit else None
        return ListPage(self._lines(rows[:limit]), older)

    def parties(self) -> list[str]:
        """Return the parties that have taken part lately."""
        known = self._db.read("SELECT DISTINCT party FROM (SELECT party FROM exchange ORDER BY id DESC LIMIT 5000)")
        return sorted(row["party"] for row in known)

    def neighbours(self, position: int, session: str = "") -> tuple[int | None, int | None]:
        """Return the exchange before and the one after a position, of one session or of all."""
        table, column = ("exchange_session", "exchange") if session else ("exchange", "id")
        also = "AND session = :session" if session else ""
        sql = (
            f"SELECT (SELECT max({column}) FROM {table} WHERE {column} < :at {also}) AS earlier,"
            f" (SELECT min({column}) FROM {table} WHERE {column} > :at {also}) AS later"
        )
        row = self._db.read(sql, at=position, session=session)[0]
        return row["earlier"], row["later"]

    def _rows(self, columns: str, wanted: Wanted, before: int, after: int, limit: int) -> list[Row]:
        linked = bool(wanted.session or wanted.run)
        position = "s.exchange" if linked else "e.id"
        conditions = [f"{position} < :before", f"{position} > :after", *_conditions(wanted)]
        # CROSS JOIN keeps SQLite on the index of the session or run, which is in the order asked for.
        source = "exchange_session s CROSS JOIN exchange e ON e.id = s.exchange" if linked else "exchange e"
        once = " GROUP BY s.exchange" if linked else ""
        return self._db.read(
            f"SELECT {columns} FROM {source} WHERE {' AND '.join(conditions)}{once}"
            f" ORDER BY {position} DESC LIMIT :limit",
            **{**vars(wanted), "before": before, "after": after, "limit": limit},
        )

    def _search(self, wanted: Wanted, before: int, after: int, limit: int) -> ListPage:
        forms = _written_forms(wanted.text)
        found: list[Row] = []
        looked = read = 0
        while looked < SEARCHED_EXCHANGES and read < SEARCHED_CHARACTERS:
            rows = self._rows(_HEAD + _BODIES, wanted, before, after, _CHUNK)
            for row in rows:
                text = _folded(f"{row['url']}\n{row['operation']}\n{row['request_body']}\n{row['response_body']}")
                before, looked, read = row["id"], looked + 1, read + len(text)
                if any(form in text for form in forms):
                    found.append(row)
                if len(found) == limit:
                    return ListPage(self._lines(found), before)
            if len(rows) < _CHUNK:
                return ListPage(self._lines(found), None)
        return ListPage(self._lines(found), before, cut=True)

    def _lines(self, rows: Sequence[Row]) -> tuple[Listed, ...]:
        ids = json.dumps([row["id"] for row in rows])
        sessions = self._values("SELECT exchange, session AS value FROM exchange_session", ids)
        findings = self._values("SELECT DISTINCT exchange, body AS value FROM finding", ids)
        return tuple(_line(row, sessions[row["id"]], findings[row["id"]]) for row in rows)

    def _values(self, sql: str, ids: str) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for row in self._db.read(f"{sql} WHERE exchange IN (SELECT value FROM json_each(:ids))", ids=ids):
            found[row["exchange"]].append(row["value"])
        return found


def _conditions(wanted: Wanted) -> list[str]:
    found = [sql for name, sql in _CONDITIONS.items() if getattr(wanted, name)]
    found += [f"s.{name} = :{name}" for name in ("session", "run") if getattr(wanted, name)]
    found += [_STATUS[wanted.status]] if wanted.status in _STATUS else []
    return [*found, _WITH_FINDINGS] if wanted.findings else found


def _written_forms(text: str) -> set[str]:
    """The text as it may stand in a body: as it is, and as JSON in ASCII writes it."""
    bare = text.strip()
    return {_folded(bare), _folded(json.dumps(unicodedata.normalize("NFC", bare))[1:-1])}


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _line(row: Row, sessions: Sequence[str], findings: Sequence[str]) -> Listed:
    data: dict[str, Any] = {name: row[name] for name in row.keys() if not name.endswith("_body")}  # noqa: SIM118
    data["at"] = datetime.fromisoformat(data["at"])
    read = tuple(ContractFinding.from_json(orjson.loads(body)) for body in findings)
    return Listed(**data, sessions=tuple(sorted(sessions)), findings=read)
