"""Runs and their sessions as a person looks them over: counted, newest first, without people."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from simulator.journal.database import Database

INDEXES = """
CREATE INDEX IF NOT EXISTS session_overview ON session (run, opened_at, province, status, late);
"""

_RUNS = """
SELECT run, count(*) AS sessions, sum(status = 'open') AS open, sum(late) AS late, min(opened_at) AS first,
  group_concat(DISTINCT province) AS provinces
FROM session GROUP BY run ORDER BY first DESC, run LIMIT :limit OFFSET :skipped
"""
_SESSIONS = """
SELECT id, run, province, service, scenario, weather, status, late, opened_at FROM session
WHERE (:run = '' OR run = :run) AND (:province = '' OR province = :province) AND (:status = '' OR status = :status)
ORDER BY opened_at DESC, id LIMIT :limit OFFSET :skipped
"""
_EXCHANGES = (
    "SELECT {by} AS owner, count(DISTINCT exchange) AS n FROM exchange_session WHERE {by} IN {ids} GROUP BY {by}"
)
_FINDINGS = (
    "SELECT s.{by} AS owner, count(DISTINCT s.exchange) AS n FROM exchange_session s"
    " WHERE s.{by} IN {ids} AND EXISTS (SELECT 1 FROM finding f WHERE f.exchange = s.exchange) GROUP BY s.{by}"
)
_IDS = "(SELECT value FROM json_each(:ids))"


@dataclass(frozen=True)
class RunLine:
    """One run: what it opened so far."""

    run: str
    sessions: int
    open: int
    late: int
    """Sessions in which something arrived after they were closed."""
    first: datetime
    provinces: tuple[str, ...]
    exchanges: int
    findings: int
    """Exchanges that differ from their contract."""


@dataclass(frozen=True)
class SessionLine:
    """One session."""

    id: str
    run: str
    province: str
    service: str
    scenario: str
    weather: str
    status: str
    late: bool
    opened_at: datetime
    exchanges: int
    findings: int


class Overview:
    """Reads runs and sessions as lists."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(INDEXES)

    def runs(self, skipped: int = 0, limit: int = 50) -> list[RunLine]:
        """Return runs, the one begun last first."""
        rows = self._db.read(_RUNS, skipped=skipped, limit=limit)
        exchanges, findings = self._counts("run", [row["run"] for row in rows])
        return [_run(row, exchanges.get(row["run"], 0), findings.get(row["run"], 0)) for row in rows]

    def sessions(
        self, run: str = "", province: str = "", status: str = "", skipped: int = 0, limit: int = 50
    ) -> list[SessionLine]:
        """Return sessions, the one opened last first; an empty word does not narrow."""
        rows = self._db.read(_SESSIONS, run=run, province=province, status=status, skipped=skipped, limit=limit)
        exchanges, findings = self._counts("session", [row["id"] for row in rows])
        return [_session(row, exchanges.get(row["id"], 0), findings.get(row["id"], 0)) for row in rows]

    def of_dossier(self, province: str, code: str) -> tuple[str, ...]:
        """Return the sessions that own a dossier code of that province."""
        rows = self._db.read(
            "SELECT session FROM session_key WHERE province = :province AND kind = 'dossier_code' AND value = :code",
            province=province,
            code=code,
        )
        return tuple(row["session"] for row in rows)

    def _counts(self, by: str, ids: Sequence[str]) -> tuple[dict[str, int], dict[str, int]]:
        asked = json.dumps(list(ids))
        exchanges, findings = (
            {row["owner"]: row["n"] for row in self._db.read(sql.format(by=by, ids=_IDS), ids=asked)}
            for sql in (_EXCHANGES, _FINDINGS)
        )
        return exchanges, findings


def _run(row: Row, exchanges: int, findings: int) -> RunLine:
    return RunLine(
        run=row["run"],
        sessions=row["sessions"],
        open=row["open"],
        late=row["late"],
        first=datetime.fromisoformat(row["first"]),
        provinces=tuple(sorted(row["provinces"].split(","))),
        exchanges=exchanges,
        findings=findings,
    )


def _session(row: Row, exchanges: int, findings: int) -> SessionLine:
    known = {**dict(row), "late": bool(row["late"]), "opened_at": datetime.fromisoformat(row["opened_at"])}
    return SessionLine(**known, exchanges=exchanges, findings=findings)
