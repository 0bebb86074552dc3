"""Processing steps that a province appends to its dossiers."""

from simulator.domain.report import ProgressReport
from simulator.portal.batches import row_by_row
from simulator.portal.operation import Call, Reply
from simulator.session.dossiers import PortalDossiers
from simulator.wire.dossiers import progress_from_wire

_FACT = ("row", "dossier_code", "status", "occurred_at", "officer", "content")


class ProgressReports:
    """The operation that appends steps; a step that is already there is acknowledged and not doubled."""

    def __init__(self, dossiers: PortalDossiers) -> None:
        self._dossiers = dossiers

    def answer(self, call: Call) -> Reply:
        """Take the steps of dossiers that are known, and say which others were not taken."""
        steps = {step.row: step for step in progress_from_wire(call.body)}
        return row_by_row(call, "bước xử lý", lambda row: self._decide(call, row, steps.get(row)))

    def _decide(self, call: Call, row: int, step: ProgressReport | None) -> Reply:
        if step is None:
            return Reply("missing_field", detail=f"/data/{row}")
        if not self._dossiers.known(call.tx.execute, call.sheet.id, step.dossier_code):
            return Reply("unknown_dossier", detail=step.dossier_code)
        self._dossiers.add_step(call.tx, call.sheet.id, step)
        return Reply("ok")

    def facts(self, call: Call, reply: Reply) -> None:
        """Say of each step what it told and whether it was acknowledged."""
        for step in progress_from_wire(call.body):
            told = {name: getattr(step, name) for name in _FACT}
            accepted = reply.of_row(step.row).name == "ok"
            call.inbound.fact("progress_report", call.sessions_of(step.row), **told, accepted=accepted)
