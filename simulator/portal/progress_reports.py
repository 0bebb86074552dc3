"""Processing steps that a province appends to its dossiers."""

from simulator.portal.operation import Call, Reply
from simulator.session.dossiers import PortalDossiers
from simulator.wire.dossiers import progress_from_wire


class ProgressReports:
    """The operation that appends steps; a step that is already there is acknowledged and not doubled."""

    def __init__(self, dossiers: PortalDossiers) -> None:
        self._dossiers = dossiers

    def answer(self, call: Call) -> Reply:
        """Take every step, or refuse them all for the first one whose dossier is not known."""
        if refusal := call.missing():
            return refusal
        steps = progress_from_wire(call.body)
        if not steps:
            return Reply("missing_field", detail="/data")
        for step in steps:
            if not self._dossiers.known(call.tx.execute, call.sheet.id, step.dossier_code):
                return Reply("unknown_dossier", detail=step.dossier_code)
        for step in steps:
            self._dossiers.add_step(call.tx, call.sheet.id, step)
        return Reply("ok")

    def facts(self, call: Call, reply: Reply) -> None:
        """Say of each step what it told and whether it was acknowledged."""
        for step in progress_from_wire(call.body):
            call.inbound.fact("progress_report", call.sessions_of(step.row), **vars(step), accepted=reply.name == "ok")
