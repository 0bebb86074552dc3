"""Dossiers that a province adds or updates.

A batch has one answer, so it is taken whole or not at all: the first row that cannot be taken refuses it. (How the
real portal treats half-good batches is not public.)
"""

from dataclasses import asdict

from simulator.domain.report import DossierReport
from simulator.portal.operation import Call, Reply
from simulator.portal.procedures import Procedures
from simulator.session.dossiers import PortalDossiers
from simulator.wire.dossiers import reports_from_wire

_FACT = (
    "dossier_code",
    "status",
    "is_update",
    "procedure_code",
    "owner_name",
    "owner_id",
    "owner_kind",
    "tech_id",
    "phone",
    "email",
    "received_at",
    "due_at",
    "finished_at",
    "returned_at",
    "result_codes",
    "result_links",
    "channel",
    "paid_online",
    "agency_name",
    "row",
)


class DossierReports:
    """The operation that adds and updates dossiers."""

    def __init__(self, dossiers: PortalDossiers, procedures: Procedures) -> None:
        self._dossiers = dossiers
        self._procedures = procedures

    def answer(self, call: Call) -> Reply:
        """Take every row, or refuse the batch for the first one that cannot be taken."""
        if refusal := call.missing():
            return refusal
        reports = reports_from_wire(call.body)
        if not reports:
            return Reply("missing_field", detail="/data")
        seen: set[str] = set()
        for report in reports:
            if refusal := self._refusal(call, report, seen):
                return refusal
            seen.add(report.dossier_code)
        for report in reports:
            self._take(call, report)
        return Reply("ok")

    def _refusal(self, call: Call, report: DossierReport, seen: set[str]) -> Reply | None:
        if not report.dossier_code.strip():
            return Reply("missing_field", detail=f"/data/{report.row}")
        if self._procedures.find(report.procedure_code) is None:
            return Reply("unknown_procedure", detail=report.raw_procedure_code)
        known = report.dossier_code in seen or self._dossiers.known(call.tx.execute, call.sheet.id, report.dossier_code)
        if report.is_update and not known:
            return Reply("unknown_dossier", detail=report.dossier_code)
        if known and not report.is_update:
            return Reply("duplicate", detail=report.dossier_code)
        return None

    def _take(self, call: Call, report: DossierReport) -> None:
        national = call.inbound.national
        self._dossiers.keep(call.tx, call.sheet.id, call.agency, report, national.clock.now().isoformat())
        owners = call.sessions_of(report.row)
        if len(owners) == 1:
            national.sessions.register_key(call.tx, owners[0], call.sheet.id, "dossier_code", report.dossier_code)

    def facts(self, call: Call, reply: Reply) -> None:
        """Say of each row what it told and whether it was acknowledged."""
        code = call.inbound.national.catalogue.dialects[call.sheet.dialect].answers[reply.name]
        for report in reports_from_wire(call.body):
            told = {name: value for name, value in asdict(report).items() if name in _FACT}
            sessions = call.sessions_of(report.row)
            told |= {"accepted": reply.name == "ok", "answer_code": code, "matched_by": call.found_by(report.row)}
            call.inbound.fact("dossier_report", sessions, **told)
