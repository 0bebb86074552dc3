"""What the portal was told of a dossier beside its state, one document for each; steps have their lesser fields here.

Tables of their own: a data folder of before has none of this, and its dossiers are shown without.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson

from simulator.domain.dossier_content import NOTHING_TOLD, DossierContent, Paper, content_of
from simulator.domain.report import ProgressReport
from simulator.journal.database import Transaction
from simulator.session.sessions import Query

SCHEMA = """
CREATE TABLE IF NOT EXISTS portal_content (
  province TEXT NOT NULL, code TEXT NOT NULL, told TEXT NOT NULL, PRIMARY KEY (province, code)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS portal_step_more (
  province TEXT NOT NULL, code TEXT NOT NULL, status INTEGER NOT NULL, occurred_at TEXT NOT NULL,
  title TEXT NOT NULL, office TEXT NOT NULL, started_at TEXT NOT NULL, due_at TEXT NOT NULL,
  PRIMARY KEY (province, code, status, occurred_at)) WITHOUT ROWID;
"""

_MORE = ("title", "office", "started_at", "due_at")
_STEPS = """
SELECT s.status, s.occurred_at, s.officer, s.content, coalesce(m.title, '') AS title, coalesce(m.office, '') AS office,
  coalesce(m.started_at, '') AS started_at, coalesce(m.due_at, '') AS due_at
FROM portal_step s LEFT JOIN portal_step_more m
  ON m.province = s.province AND m.code = s.code AND m.status = s.status AND m.occurred_at = s.occurred_at
WHERE s.province = :province AND s.code = :code ORDER BY s.occurred_at, s.status
"""


def keep_content(tx: Transaction, province: str, code: str, told: DossierContent, is_update: bool) -> None:
    """Store what was told, over what was known before."""
    before = find_content(tx.execute, province, code) if is_update else None
    sql = "INSERT OR REPLACE INTO portal_content (province, code, told) VALUES (:province, :code, :told)"
    tx.execute(sql, province=province, code=code, told=orjson.dumps(told.after(before)).decode())


def add_papers(tx: Transaction, province: str, code: str, papers: tuple[Paper, ...]) -> None:
    """Add files to a dossier, or take away those that are marked as deleted; what else was told stays."""
    before = find_content(tx.execute, province, code)
    keep_content(tx, province, code, replace(before, papers=papers).after(before), is_update=False)


def find_content(query: Query, province: str, code: str) -> DossierContent:
    """Return what is known of a dossier; an empty content when nothing was told."""
    rows = query("SELECT told FROM portal_content WHERE province = :province AND code = :code",
                 province=province, code=code)  # fmt: skip
    return content_of(orjson.loads(rows[0]["told"])) if rows else NOTHING_TOLD


def keep_more(tx: Transaction, province: str, step: ProgressReport, status: int) -> None:
    """Store the lesser fields of a step that has any; those of the same step told again change nothing."""
    told = {name: getattr(step, name) for name in _MORE}
    if any(told.values()):
        tx.execute(
            "INSERT OR IGNORE INTO portal_step_more VALUES"
            " (:province, :code, :status, :at, :title, :office, :started_at, :due_at)",
            province=province,
            code=step.dossier_code,
            status=status,
            at=step.occurred_at,
            **told,
        )


def steps_of(query: Query, province: str, code: str) -> tuple[Mapping[str, Any], ...]:
    """Return the steps of a dossier by time."""
    return tuple(dict(row) for row in query(_STEPS, province=province, code=code))
