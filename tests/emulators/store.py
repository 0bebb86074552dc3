"""The database of an emulated system: one file, written before a page answers, so that a kill loses nothing."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS dossier (code TEXT PRIMARY KEY, document TEXT NOT NULL, changed INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS told (code TEXT PRIMARY KEY, version INTEGER NOT NULL, steps INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS number (unit TEXT, day TEXT, last INTEGER NOT NULL, PRIMARY KEY (unit, day));
CREATE TABLE IF NOT EXISTS keep (name TEXT PRIMARY KEY, document TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sync_log (id INTEGER PRIMARY KEY, code TEXT, operation TEXT, ok INTEGER, detail TEXT);
"""


@dataclass
class Step:
    """One thing that was done to a dossier."""

    status: str
    """Code of the portal's list."""
    at: str
    """yyyyMMddHHmmss, Vietnam time."""
    officer: str
    note: str


@dataclass
class Dossier:
    """A dossier as the one-stop office keeps it; times are yyyyMMddHHmmss, Vietnam time, or empty."""

    code: str
    procedure: str
    """National procedure code."""
    agency: str
    status: str
    owner: dict[str, str]
    """name, number, phone, email, address, tech_id."""
    content: str
    papers: list[dict[str, str]]
    """id, code, name of each file."""
    filed_at: str
    received_at: str = ""
    due_at: str = ""
    finished_at: str = ""
    returned_at: str = ""
    refused_at: str = ""
    reason: str = ""
    portal_code: str = ""
    """The portal's own code of a dossier that was filed there."""
    steps: list[Step] = field(default_factory=list)


class Store:
    """Everything that an emulated system remembers."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "field.sqlite"
        with self._open() as db:
            db.executescript(SCHEMA)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self._path, timeout=20)
        try:
            with db:
                yield db
        finally:
            db.close()

    def save(self, dossier: Dossier) -> None:
        """Write a dossier; each writing is a new version of it."""
        text = json.dumps(asdict(dossier), ensure_ascii=False)
        with self._open() as db:
            db.execute(
                "INSERT INTO dossier VALUES (?, ?, 1) "
                "ON CONFLICT (code) DO UPDATE SET document = excluded.document, changed = changed + 1",
                (dossier.code, text),
            )

    def find(self, code: str) -> Dossier | None:
        """Return a dossier."""
        with self._open() as db:
            row = db.execute("SELECT document FROM dossier WHERE code = ?", (code,)).fetchone()
        return _dossier(row[0]) if row else None

    def all(self) -> list[Dossier]:
        """Return every dossier."""
        with self._open() as db:
            return [_dossier(row[0]) for row in db.execute("SELECT document FROM dossier ORDER BY code")]

    def untold(self) -> list[tuple[Dossier, int, int]]:
        """Return (dossier, its version, how many of its steps the portal knows) of what the portal has not heard."""
        with self._open() as db:
            rows = db.execute(
                "SELECT document, changed, COALESCE(steps, 0) FROM dossier LEFT JOIN told USING (code) "
                "WHERE changed > COALESCE(version, 0) ORDER BY dossier.rowid"
            ).fetchall()
        return [(_dossier(document), changed, steps) for document, changed, steps in rows]

    def told(self, code: str, version: int, steps: int) -> None:
        """Remember what the portal has acknowledged."""
        with self._open() as db:
            db.execute("INSERT OR REPLACE INTO told VALUES (?, ?, ?)", (code, version, steps))

    def next_number(self, unit: str, day: str) -> int:
        """Return the next number of a unit on a day, from 1."""
        with self._open() as db:
            db.execute(
                "INSERT INTO number VALUES (?, ?, 1) ON CONFLICT (unit, day) DO UPDATE SET last = last + 1", (unit, day)
            )
            return int(db.execute("SELECT last FROM number WHERE unit = ? AND day = ?", (unit, day)).fetchone()[0])

    def keep(self, name: str, document: Any) -> None:
        """Keep something small: a login, a citizen's profile, the session at the portal."""
        with self._open() as db:
            db.execute("INSERT OR REPLACE INTO keep VALUES (?, ?)", (name, json.dumps(document, ensure_ascii=False)))

    def kept(self, name: str) -> Any:
        """Return what was kept, or None."""
        with self._open() as db:
            row = db.execute("SELECT document FROM keep WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

    def kept_like(self, beginning: str) -> list[tuple[str, Any]]:
        """Return (name, document) of what was kept under names that begin so."""
        with self._open() as db:
            rows = db.execute("SELECT name, document FROM keep WHERE name LIKE ? || '%' ORDER BY rowid", (beginning,))
            return [(name, json.loads(document)) for name, document in rows]

    def log(self, code: str, operation: str, ok: bool, detail: str) -> None:
        """Write a line of the synchronisation's log."""
        with self._open() as db:
            db.execute(
                "INSERT INTO sync_log (code, operation, ok, detail) VALUES (?, ?, ?, ?)", (code, operation, ok, detail)
            )

    def logged(self) -> list[dict[str, Any]]:
        """Return the log, the oldest line first."""
        with self._open() as db:
            rows = db.execute("SELECT code, operation, ok, detail FROM sync_log ORDER BY id").fetchall()
        return [{"code": code, "operation": name, "ok": bool(ok), "detail": detail} for code, name, ok, detail in rows]


def _dossier(text: str) -> Dossier:
    document = json.loads(text)
    return Dossier(**{**document, "steps": [Step(**step) for step in document["steps"]]})
