"""The dossiers that provinces have synchronised to the portal: the current row of each, and its processing steps.

It lives below the apps because two of them read it: the portal, which keeps it, and control, which hands it out as
evidence. A dossier code is a province's own, so rows are kept per (province, code). A step is its key (status and
time): the same step again changes nothing, an older one never removes a newer one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Row
from typing import Any

import orjson

from simulator.domain.dossier import DossierStatus
from simulator.domain.dossier_content import NOTHING_TOLD, DossierContent, Paper
from simulator.domain.evidence import PortalDossier
from simulator.domain.report import DossierReport, ProgressReport
from simulator.journal.database import Database, Transaction
from simulator.session import dossier_contents
from simulator.session.sessions import Query

SCHEMA = """
CREATE TABLE IF NOT EXISTS portal_dossier (
  province TEXT NOT NULL, code TEXT NOT NULL, status INTEGER NOT NULL, agency_code TEXT NOT NULL,
  agency_name TEXT NOT NULL, procedure_code TEXT NOT NULL, procedure_name TEXT NOT NULL, owner_name TEXT NOT NULL,
  owner_id TEXT NOT NULL, tech_id TEXT NOT NULL, phone TEXT NOT NULL, email TEXT NOT NULL, summary TEXT NOT NULL,
  channel TEXT NOT NULL, received_at TEXT NOT NULL, due_at TEXT NOT NULL, finished_at TEXT NOT NULL,
  returned_at TEXT NOT NULL, result_codes TEXT NOT NULL, result_links TEXT NOT NULL, updated_at TEXT NOT NULL,
  PRIMARY KEY (province, code));
CREATE INDEX IF NOT EXISTS portal_dossier_of_owner ON portal_dossier (owner_id);
CREATE INDEX IF NOT EXISTS portal_dossier_of_account ON portal_dossier (tech_id);
CREATE TABLE IF NOT EXISTS portal_step (
  province TEXT NOT NULL, code TEXT NOT NULL, status INTEGER NOT NULL, occurred_at TEXT NOT NULL,
  officer TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (province, code, status, occurred_at)) WITHOUT ROWID;
"""

NO_STATUS = 0
"""Stored when a row carries no public status, as one family of clients sends it."""
_STATUSES = frozenset(DossierStatus)

_TEXTS = (
    "agency_name",
    "procedure_code",
    "procedure_name",
    "owner_name",
    "owner_id",
    "tech_id",
    "phone",
    "email",
    "summary",
    "channel",
    "received_at",
    "due_at",
    "finished_at",
    "returned_at",
)
_COLUMNS = ("province", "code", "status", "agency_code", *_TEXTS, "result_codes", "result_links", "updated_at")
_UPSERT = (
    f"INSERT INTO portal_dossier ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"
    " ON CONFLICT (province, code) DO UPDATE SET "
    + ", ".join(f"{name} = :{name}" for name in _COLUMNS if name not in ("province", "code", "status"))
    + f", status = CASE WHEN :status = {NO_STATUS} THEN status ELSE :status END"
)


@dataclass(frozen=True)
class KeptDossier:
    """A dossier as the portal holds it. Times are ISO 8601 with +07:00, or empty."""

    province: str
    code: str
    status: int
    agency_code: str
    agency_name: str
    procedure_code: str
    procedure_name: str
    owner_name: str
    owner_id: str
    tech_id: str
    phone: str
    email: str
    summary: str
    channel: str
    received_at: str
    due_at: str
    finished_at: str
    returned_at: str
    result_codes: tuple[str, ...]
    result_links: tuple[str, ...]
    updated_at: str
    history: tuple[Mapping[str, Any], ...] = ()
    """Acknowledged steps by time: {status, occurred_at, officer, content, title, office, started_at, due_at}."""
    content: DossierContent = NOTHING_TOLD

    def evidence(self) -> PortalDossier:
        """Return the part that checks look at."""
        return PortalDossier(
            self.code, self.status, self.procedure_code, self.owner_name, self.phone, self.email, self.history
        )


class PortalDossiers:
    """The store of the portal's dossiers."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(SCHEMA)
        db.add_schema(dossier_contents.SCHEMA)

    def known(self, query: Query, province: str, code: str) -> bool:
        """Return whether the portal has this dossier of this province."""
        return self.status(query, province, code) is not None

    def status(self, query: Query, province: str, code: str) -> int | None:
        """Return the status of a dossier of this province; None when the portal does not have it."""
        sql = "SELECT status FROM portal_dossier WHERE province = :province AND code = :code"
        rows = query(sql, province=province, code=code)
        return int(rows[0]["status"]) if rows else None

    def keep(self, tx: Transaction, province: str, agency_code: str, report: DossierReport, at: str) -> None:
        """Store a dossier row, new or in place of the one before; a row without a status of the list leaves it."""
        tx.execute(
            _UPSERT,
            province=province,
            code=report.dossier_code,
            status=report.status if report.status in _STATUSES else NO_STATUS,
            agency_code=agency_code,
            result_codes=orjson.dumps(report.result_codes).decode(),
            result_links=orjson.dumps(report.result_links).decode(),
            updated_at=at,
            **{name: getattr(report, name) for name in _TEXTS},
        )
        if report.content is not None:
            dossier_contents.keep_content(tx, province, report.dossier_code, report.content, report.is_update)

    def set_status(self, tx: Transaction, province: str, code: str, status: int) -> None:
        """Change the status of a dossier and nothing else."""
        sql = "UPDATE portal_dossier SET status = :status WHERE province = :province AND code = :code"
        tx.execute(sql, status=status, province=province, code=code)

    def add_papers(self, tx: Transaction, province: str, code: str, papers: tuple[Paper, ...]) -> None:
        """Add files to a dossier, or take away those that are marked as deleted."""
        if papers:
            dossier_contents.add_papers(tx, province, code, papers)

    def add_step(self, tx: Transaction, province: str, step: ProgressReport) -> None:
        """Append a processing step; the same step again changes nothing."""
        status = step.status or NO_STATUS
        dossier_contents.keep_more(tx, province, step, status)
        tx.execute(
            "INSERT OR IGNORE INTO portal_step VALUES (:province, :code, :status, :occurred_at, :officer, :content)",
            province=province,
            code=step.dossier_code,
            status=status,
            occurred_at=step.occurred_at,
            officer=step.officer,
            content=step.content,
        )

    def find(self, province: str, code: str, query: Query | None = None) -> KeptDossier | None:
        """Return a dossier with its steps."""
        ask = query or self._db.read
        rows = ask(
            "SELECT * FROM portal_dossier WHERE province = :province AND code = :code", province=province, code=code
        )
        return self._kept(ask, rows[0]) if rows else None

    def elsewhere(self, code: str, query: Query | None = None) -> list[KeptDossier]:
        """Return the dossiers with that code, whoever reported them."""
        ask = query or self._db.read
        return [self._kept(ask, row) for row in ask("SELECT * FROM portal_dossier WHERE code = :code", code=code)]

    def of_owner(self, personal_id: str, tech_id: str) -> list[KeptDossier]:
        """Return a citizen's dossiers in all provinces, the one that changed last first."""
        rows = self._db.read(
            "SELECT * FROM portal_dossier WHERE owner_id = :owner OR (tech_id = :account AND tech_id <> '')"
            " ORDER BY updated_at DESC, code",
            owner=personal_id,
            account=tech_id,
        )
        return [self._kept(self._db.read, row) for row in rows]

    def _kept(self, ask: Query, row: Row) -> KeptDossier:
        data = dict(row)
        for name in ("result_codes", "result_links"):
            data[name] = tuple(orjson.loads(data[name]))
        place = row["province"], row["code"]
        content = dossier_contents.find_content(ask, *place)
        return KeptDossier(**data, history=dossier_contents.steps_of(ask, *place), content=content)
