"""The portal's dossiers as a person looks them over: the one that changed last first, narrowed, by page."""

from dataclasses import dataclass
from sqlite3 import Row

from simulator.journal.database import Database
from simulator.session.dossiers import PortalDossiers

INDEXES = """
CREATE INDEX IF NOT EXISTS portal_dossier_by_change ON portal_dossier (updated_at);
"""

_COLUMNS = "rowid, province, code, status, procedure_code, procedure_name, owner_name, received_at, updated_at"
_LIST = f"""
SELECT {_COLUMNS} FROM portal_dossier
WHERE (:province = '' OR province = :province) AND (:status = '' OR status = CAST(:status AS INTEGER))
  AND (:text = '' OR instr(lower(code), lower(:text)) > 0 OR instr(owner_name, :text) > 0 OR owner_id = :text
    OR instr(procedure_code, :text) > 0)
  AND (:updated_at = '' OR (updated_at, rowid) < (:updated_at, :rowid))
ORDER BY updated_at DESC, rowid DESC LIMIT :limit
"""


@dataclass(frozen=True)
class DossierLine:
    """One dossier."""

    province: str
    code: str
    status: int
    procedure_code: str
    procedure_name: str
    owner_name: str
    received_at: str
    updated_at: str
    steps: int
    """Processing steps that the portal was told of."""


@dataclass(frozen=True)
class DossierPage:
    """Some lines, and from where the next page starts ("" at the end)."""

    lines: tuple[DossierLine, ...]
    older: str


class DossierList:
    """Reads the portal's dossiers as a list."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.kept = PortalDossiers(db)
        db.add_schema(INDEXES)

    def page(
        self, province: str = "", status: str = "", text: str = "", before: str = "", limit: int = 50
    ) -> DossierPage:
        """Return the dossiers that changed before a place in the list; `text` is part of code, owner or procedure."""
        updated_at, _, place = before.rpartition("~")
        rows = self._db.read(
            _LIST,
            province=province,
            status=status,
            text=text,
            updated_at=updated_at,
            rowid=int(place) if place.isascii() and place.isdigit() and len(place) < 19 else 0,
            limit=limit + 1,
        )
        shown = rows[:limit]
        older = f"{shown[-1]['updated_at']}~{shown[-1]['rowid']}" if len(rows) > limit else ""
        return DossierPage(tuple(_line(row, self._steps(row)) for row in shown), older)

    def _steps(self, row: Row) -> int:
        counted = self._db.read(
            "SELECT count(*) AS n FROM portal_step WHERE province = :province AND code = :code",
            province=row["province"],
            code=row["code"],
        )
        return int(counted[0]["n"])


def _line(row: Row, steps: int) -> DossierLine:
    known = {name: row[name] for name in DossierLine.__dataclass_fields__ if name != "steps"}
    return DossierLine(**known, steps=steps)
