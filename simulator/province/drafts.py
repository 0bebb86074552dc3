"""What somebody typed into a form whose session had ended in the meantime: kept for the next login of the same person.

Only the texts of the form are kept, for a day, and only when it is known whose session it was.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from simulator.core.clock import Clock
from simulator.province.eform import EForm
from simulator.province.seams import Seams
from simulator.province.shown_form import EDITABLE, LOCKED, ShownField
from simulator.province.store import Store

KEPT = timedelta(days=1)
DRAFT = "BAN_NHAP"


class Drafts:
    """Keeps, and fills in again."""

    def __init__(self, store: Store, clock: Clock, seams: Seams) -> None:
        self._store = store
        self._clock = clock
        self._seams = seams

    def save(self, owner: str, procedure: str, values: Mapping[str, str]) -> None:
        """Keep what was typed, by field id; the latest wins."""
        now = self._clock.now()
        kept = self._seams.kept_draft({name: text for name, text in values.items() if text})
        with self._store.transaction() as tx:
            tx.execute("DELETE FROM drafts WHERE saved_at < :oldest", oldest=(now - KEPT).isoformat())
            tx.execute(
                "INSERT OR REPLACE INTO drafts VALUES (:owner, :procedure, :document, :now)",
                owner=owner,
                procedure=procedure,
                document=json.dumps(kept, ensure_ascii=False),
                now=now.isoformat(),
            )

    def fill(self, owner: str, eform: EForm, fields: Sequence[ShownField]) -> tuple[ShownField, ...]:
        """Return the lines of a form with what was typed before; what a source says of the person stays as it is."""
        rows = self._store.read(
            "SELECT document FROM drafts WHERE owner = :owner AND procedure = :procedure AND saved_at >= :oldest",
            owner=owner,
            procedure=eform.procedure,
            oldest=(self._clock.now() - KEPT).isoformat(),
        )
        typed: dict[str, str] = json.loads(rows[0]["document"]) if rows else {}
        return tuple(_filled(field, typed) for field in fields)

    def forget(self, owner: str, procedure: str) -> None:
        """Drop what was kept, because the form was taken."""
        with self._store.transaction() as tx:
            tx.execute(
                "DELETE FROM drafts WHERE owner = :owner AND procedure = :procedure", owner=owner, procedure=procedure
            )


def _filled(field: ShownField, typed: Mapping[str, str]) -> ShownField:
    if field.state == LOCKED or field.id not in typed:
        return field
    return replace(field, state=EDITABLE, value=typed[field.id], source=DRAFT)
