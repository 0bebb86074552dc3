"""The dossiers that citizens filed at the portal itself, with their files, for the systems that fetch them.

Each belongs to one system and one way of fetching. What a test session filed is listed while the session is open: a
system that is tested again must not meet the dossiers of every run before.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from sqlite3 import Row
from typing import Any

import orjson

from simulator.domain.filing import Filing, FilingFile, FilingLine
from simulator.journal.database import Database, Transaction
from simulator.session.sessions import Query

SCHEMA = """
CREATE TABLE IF NOT EXISTS portal_filing (
  id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, submission_id TEXT NOT NULL UNIQUE, way TEXT NOT NULL,
  province TEXT NOT NULL, session TEXT NOT NULL, service TEXT NOT NULL, agency TEXT NOT NULL,
  procedure_code TEXT NOT NULL, owner_id TEXT NOT NULL, owner_name TEXT NOT NULL, tech_id TEXT NOT NULL,
  birth_date TEXT NOT NULL, residence TEXT NOT NULL, filed_at TEXT NOT NULL, arrived_at TEXT NOT NULL,
  lines TEXT NOT NULL, listed INTEGER NOT NULL DEFAULT 0, acknowledged INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS portal_filing_of_system ON portal_filing (province, way);
CREATE TABLE IF NOT EXISTS portal_filing_file (
  path TEXT PRIMARY KEY, code TEXT NOT NULL, component TEXT NOT NULL, title TEXT NOT NULL, name TEXT NOT NULL,
  content_type TEXT NOT NULL, content BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS portal_filing_file_of ON portal_filing_file (code);
"""
_COLUMNS = (
    "code",
    "submission_id",
    "way",
    "province",
    "session",
    "service",
    "agency",
    "procedure_code",
    "owner_id",
    "owner_name",
    "tech_id",
    "birth_date",
    "residence",
    "filed_at",
    "arrived_at",
    "lines",
)
_INSERT = f"INSERT INTO portal_filing ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"
_GOING_ON = (
    "SELECT f.* FROM portal_filing f LEFT JOIN session s ON s.id = f.session"
    " WHERE f.province = :province AND f.way = :way AND (f.session = '' OR s.status = 'open')"
)
_PORTAL = "000.00.00.G22"
"""The agency code of the Government Office, which keeps the portal."""


class PortalFilings:
    """The store of what was filed at the portal."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(SCHEMA)

    def keep(self, tx: Transaction, filing: Filing, files: Iterable[FilingFile]) -> Filing:
        """Store a filing under the next code of its day; return it with its code. Files get their paths here."""
        rows = tx.execute("SELECT coalesce(max(id), 0) + 1 AS next FROM portal_filing")
        day = date.fromisoformat(filing.filed_at[:10])
        kept = replace(filing, code=f"{_PORTAL}-{day:%y%m%d}-{rows[0]['next']:07}")
        tx.execute(_INSERT, **{**vars(kept), "lines": orjson.dumps([vars(line) for line in kept.lines]).decode()})
        for number, file in enumerate(files, start=1):
            tx.execute(
                "INSERT INTO portal_filing_file VALUES (:path, :code, :component, :title, :name, :content_type,"
                " :content)",
                **{**vars(file), "path": f"/{kept.code}/{number}", "code": kept.code},
            )
        return kept

    def of_submission(self, query: Query, submission_id: str) -> Filing | None:
        """Return the filing that a submission made."""
        return _first(query("SELECT * FROM portal_filing WHERE submission_id = :id", id=submission_id))

    def find(self, query: Query, province: str, code: str) -> Filing | None:
        """Return a system's filing with that code."""
        sql = "SELECT * FROM portal_filing WHERE province = :province AND code = :code"
        return _first(query(sql, province=province, code=code))

    def numbered(self, query: Query, province: str, number: int) -> Filing | None:
        """Return a system's filing with that running number."""
        sql = "SELECT * FROM portal_filing WHERE province = :province AND id = :number"
        return _first(query(sql, province=province, number=number))

    def waiting(self, query: Query, province: str, way: str) -> list[Filing]:
        """Return what a system can fetch, the oldest first, taken or not."""
        return [_filing(row) for row in query(f"{_GOING_ON} ORDER BY f.id", province=province, way=way)]

    def unacknowledged(self, query: Query, province: str, way: str) -> list[Filing]:
        """Return what a system can fetch and has not acknowledged, the oldest first."""
        sql = f"{_GOING_ON} AND f.acknowledged = 0 ORDER BY f.id"
        return [_filing(row) for row in query(sql, province=province, way=way)]

    def acknowledge(self, tx: Transaction, code: str) -> None:
        """Note that its system has said that it has it."""
        tx.execute("UPDATE portal_filing SET acknowledged = 1 WHERE code = :code", code=code)

    def first_listed(self, tx: Transaction, codes: Iterable[str]) -> list[Filing]:
        """Return those of the codes that were never listed before, and note that they are now."""
        fresh = []
        for code in codes:
            sql = "UPDATE portal_filing SET listed = 1 WHERE code = :code AND listed = 0 RETURNING *"
            fresh += [_filing(row) for row in tx.execute(sql, code=code)]
        return fresh

    def files(self, query: Query, code: str) -> list[FilingFile]:
        """Return the files of a dossier, without their content."""
        sql = "SELECT path, code, component, title, name, content_type FROM portal_filing_file WHERE code = :code"
        return [FilingFile(**dict(row)) for row in query(f"{sql} ORDER BY path", code=code)]

    def file(self, query: Query, path: str) -> FilingFile | None:
        """Return a file with its content."""
        rows = query("SELECT * FROM portal_filing_file WHERE path = :path", path=path)
        return FilingFile(**dict(rows[0])) if rows else None


def _first(rows: list[Row]) -> Filing | None:
    return _filing(rows[0]) if rows else None


def _filing(row: Row) -> Filing:
    data: dict[str, Any] = {name: row[name] for name in _COLUMNS}
    return Filing(**{**data, "lines": tuple(FilingLine(**line) for line in orjson.loads(row["lines"]))})
