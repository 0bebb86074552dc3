"""The status of a dossier that the portal made, as the system that fetched it tells it, with its own code."""

from simulator.domain.dossier import DossierStatus
from simulator.domain.dossier_content import DossierContent
from simulator.domain.report import ProgressReport, StatusReport
from simulator.portal.file_fetching import FileFetching
from simulator.portal.operation import Call, Reply
from simulator.session.dossiers import PortalDossiers
from simulator.wire.filings import status_from_wire


class StatusReports:
    """The operation that takes such a status."""

    def __init__(self, dossiers: PortalDossiers, files: FileFetching) -> None:
        self._dossiers = dossiers
        self._files = files

    def answer(self, call: Call) -> Reply:
        """Keep the status as the dossier's and as a step; refuse it for a dossier that the portal does not have."""
        if refusal := call.missing():
            return refusal
        told = status_from_wire(call.body)
        if not self._dossiers.known(call.tx.execute, call.sheet.id, told.dossier_code):
            return Reply("unknown_dossier", detail=told.dossier_code)
        if told.status in list(DossierStatus):
            self._dossiers.set_status(call.tx, call.sheet.id, told.dossier_code, int(told.status or 0))
        self._dossiers.add_papers(call.tx, call.sheet.id, told.dossier_code, told.papers)
        self._files.ask(call, None, told.dossier_code, DossierContent(papers=told.papers))
        step = ProgressReport(0, told.dossier_code, told.status, told.occurred_at, "", told.content)
        self._dossiers.add_step(call.tx, call.sheet.id, step)
        self._know_own_code(call, told)
        return Reply("ok")

    def _know_own_code(self, call: Call, told: StatusReport) -> None:
        """From now on what comes under the system's own code belongs to the same session."""
        owners = call.sessions_of(None)
        if told.own_code and len(owners) == 1:
            sessions = call.inbound.national.sessions
            sessions.register_key(call.tx, owners[0], call.sheet.id, "dossier_code", told.own_code)

    def facts(self, call: Call, reply: Reply) -> None:
        """Say what was told and whether it was acknowledged."""
        told = status_from_wire(call.body).as_fact()
        call.inbound.fact("status_report", call.sessions_of(None), **told, accepted=reply.name == "ok")
