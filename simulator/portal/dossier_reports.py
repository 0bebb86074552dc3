"""Dossiers that a province adds or updates.

The rows that can be taken are kept, the others are told. Nothing that a row says of its dossier's life refuses it: a
status that goes back or says nothing is taken and noted.
"""

from simulator.domain.contract_finding import ContractFinding
from simulator.domain.dossier import goes_back
from simulator.domain.report import DossierReport
from simulator.portal.batches import row_by_row
from simulator.portal.file_fetching import FileFetching
from simulator.portal.findings import bounded
from simulator.portal.operation import Call, Reply
from simulator.portal.procedures import Procedures
from simulator.session.dossiers import PortalDossiers
from simulator.wire.dossier_meaning import going_back
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
    "agency_name",
    "row",
)


class DossierReports:
    """The operation that adds and updates dossiers."""

    def __init__(self, dossiers: PortalDossiers, procedures: Procedures, files: FileFetching) -> None:
        self._dossiers = dossiers
        self._procedures = procedures
        self._files = files

    def answer(self, call: Call) -> Reply:
        """Take the rows that can be taken, and say which ones were not and why."""
        reports = {report.row: report for report in call.inbound.once(reports_from_wire, call.body)}
        notes: list[ContractFinding] = []
        reply = row_by_row(call, "hồ sơ", lambda row: self._decide(call, row, reports.get(row), notes))
        call.inbound.find(bounded(notes))
        return reply

    def _decide(self, call: Call, row: int, report: DossierReport | None, notes: list[ContractFinding]) -> Reply:
        if report is None or not report.dossier_code.strip():
            return Reply("missing_field", detail=f"/data/{row}")
        if self._procedures.find(report.procedure_code) is None:
            return Reply("unknown_procedure", detail=report.raw_procedure_code)
        before = self._dossiers.status(call.tx.execute, call.sheet.id, report.dossier_code)
        if report.is_update and before is None:
            return Reply("unknown_dossier", detail=report.dossier_code)
        if before is not None and not report.is_update:
            return Reply("duplicate", detail=report.dossier_code)
        if before is not None and goes_back(before, report.status or 0) and not _is_rewritten(call, before):
            notes.append(going_back(row, before, report.raw_status))
        self._take(call, report)
        return Reply("ok")

    def _take(self, call: Call, report: DossierReport) -> None:
        national = call.inbound.national
        self._dossiers.keep(call.tx, call.sheet.id, call.agency, report, national.clock.now().isoformat())
        owners = call.sessions_of(report.row)
        if len(owners) == 1:
            national.sessions.register_key(call.tx, owners[0], call.sheet.id, "dossier_code", report.dossier_code)
        self._files.ask(call, report.row, report.dossier_code, report.content)

    def facts(self, call: Call, reply: Reply) -> None:
        """Say of each row what it told and whether it was acknowledged."""
        answers = call.inbound.national.catalogue.dialects[call.sheet.dialect].answers
        for report in call.inbound.once(reports_from_wire, call.body):
            own = reply.of_row(report.row)
            told = {name: getattr(report, name) for name in _FACT}
            told |= {"paid_online": report.content.paid_online if report.content else ""}
            told |= {"accepted": own.name == "ok", "answer_code": answers[own.name]}
            call.inbound.fact(
                "dossier_report", call.sessions_of(report.row), **told, matched_by=call.found_by(report.row)
            )


def _is_rewritten(call: Call, status: int) -> bool:
    """Whether the family tells another status under this one: what follows is no step back."""
    dialect = call.inbound.national.catalogue.dialects[call.sheet.dialect]
    return any(one.told_as == status for one in dialect.rewrites)
