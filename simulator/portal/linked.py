"""The service of linked births and deaths: it keeps what was filed for such a procedure until the system polls it.

On the real side it is a system of its own beside the portal; here the portal's filings are its dossiers.
"""

from collections.abc import Callable

from flask import request

from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.dossier import DossierStatus
from simulator.domain.filing import POLL_LINKED, Filing
from simulator.domain.report import ProgressReport, StatusReport
from simulator.session.adapter_sessions import LIFETIME, AdapterSessions
from simulator.session.dossiers import PortalDossiers
from simulator.session.filings import PortalFilings
from simulator.web.credentials import authorization_of
from simulator.web.national import National
from simulator.web.recording import Answer, Inbound
from simulator.wire.linked import (
    UPDATED,
    account_from_wire,
    acknowledged_code,
    linked_dossier,
    linked_row,
    linked_status_from_wire,
    token_answer,
)

PATH = "/lienthong/api"
DOSSIERS = f"{PATH}/lienthongdvclt/hosolienthong"
STATUS = f"{PATH}/lienthongdvclt/trangthaihoso"


class Linked:
    """The views of the service."""

    def __init__(
        self, national: National, sessions: AdapterSessions, filings: PortalFilings, dossiers: PortalDossiers
    ) -> None:
        self._national = national
        self._sessions = sessions
        self._filings = filings
        self._dossiers = dossiers

    def log_in(self, inbound: Inbound) -> Answer:
        """Answer a token for an account of the adapter."""
        account, password = account_from_wire(inbound.json)
        sheet = self._national.provinces.by_account(account)
        self._hold(inbound, "portal/linked-token", ())
        if sheet is None or not self._national.provinces.password_ok(account, password):
            return _refused(401, "Sai tài khoản hoặc mật khẩu.")
        inbound.identify(sheet)
        assert inbound.tx is not None
        ends = (self._national.clock.now() + LIFETIME).isoformat()
        token = self._sessions.open(inbound.tx, sheet.id, account)
        return Answer(token_answer(token, ends))

    def all(self, inbound: Inbound) -> Answer:
        """Answer what waits for the system and was not acknowledged."""
        return self._known(inbound, lambda sheet: self._listed(inbound, sheet))

    def one(self, inbound: Inbound, number: int) -> Answer:
        """Answer one dossier in full, acknowledged or not."""
        return self._known(inbound, lambda sheet: self._read(inbound, sheet, number))

    def acknowledge(self, inbound: Inbound) -> Answer:
        """Take a dossier off the list because the system says that it has it."""
        return self._known(inbound, lambda sheet: self._acknowledged(inbound, sheet))

    def report(self, inbound: Inbound) -> Answer:
        """Take the status of a dossier."""
        return self._known(inbound, lambda sheet: self._reported(inbound, sheet))

    def _known(self, inbound: Inbound, then: Callable[[ClaimSheet], Answer]) -> Answer:
        bearer = authorization_of(request)
        token = (bearer.token or "") if bearer and bearer.type == "bearer" else ""
        holder = self._sessions.holder(inbound.query, token)
        sheet = self._national.provinces.get(holder.province) if holder else None
        if sheet is not None:
            inbound.identify(sheet)
        if sheet is None or holder is None or not holder.alive:
            return _refused(401, "Token không hợp lệ hoặc đã hết hạn.")
        return then(sheet)

    def _listed(self, inbound: Inbound, sheet: ClaimSheet) -> Answer:
        assert inbound.tx is not None
        waiting = self._filings.unacknowledged(inbound.query, sheet.id, POLL_LINKED)
        for filing in self._filings.first_listed(inbound.tx, [one.code for one in waiting]):
            self._tell(inbound, filing, "filing_listed", way=POLL_LINKED)
        services = self._national.catalogue.services
        return Answer({"data": [linked_row(one, services[one.service]) for one in waiting]})

    def _read(self, inbound: Inbound, sheet: ClaimSheet, number: int) -> Answer:
        filing = self._filings.numbered(inbound.query, sheet.id, number)
        if filing is None or filing.way != POLL_LINKED:
            return _refused(404, f"Không có hồ sơ liên thông {number}.")
        files = [
            file
            for listed in self._filings.files(inbound.query, filing.code)
            if (file := self._filings.file(inbound.query, listed.path))
        ]
        self._tell(inbound, filing, "filing_read", way=POLL_LINKED)
        for file in files:
            self._tell(inbound, filing, "filing_file", component=file.component)
        return Answer(linked_dossier(filing, self._national.catalogue.services[filing.service], files))

    def _acknowledged(self, inbound: Inbound, sheet: ClaimSheet) -> Answer:
        sessions = self._link(inbound, "portal/linked-acknowledge")
        filing = self._filings.find(inbound.query, sheet.id, acknowledged_code(inbound.json))
        if filing is None:
            return _refused(404, "Không có hồ sơ liên thông này, hoặc thiếu daNhan.")
        assert inbound.tx is not None
        self._filings.acknowledge(inbound.tx, filing.code)
        inbound.fact("filing_acknowledged", sessions, dossier_code=filing.code, way=POLL_LINKED)
        return Answer({"message": UPDATED})

    def _reported(self, inbound: Inbound, sheet: ClaimSheet) -> Answer:
        sessions, told = self._link(inbound, "portal/linked-status"), linked_status_from_wire(inbound.json)
        filing = self._filings.find(inbound.query, sheet.id, told.dossier_code)
        taken = filing is not None and told.status is not None
        inbound.fact("status_report", sessions, **told.as_fact(), accepted=taken)
        if not taken:
            return _refused(
                404, f"Không có hồ sơ liên thông {told.dossier_code}, hoặc trạng thái không có trong danh mục."
            )
        self._keep(inbound, sheet, told)
        if told.own_code and len(sessions) == 1 and inbound.tx is not None:
            self._national.sessions.register_key(inbound.tx, sessions[0], sheet.id, "dossier_code", told.own_code)
        return Answer({"message": UPDATED})

    def _keep(self, inbound: Inbound, sheet: ClaimSheet, told: StatusReport) -> None:
        assert inbound.tx is not None
        status = told.status or int(DossierStatus.REGISTERED)
        self._dossiers.set_status(inbound.tx, sheet.id, told.dossier_code, status)
        step = ProgressReport(0, told.dossier_code, status, told.occurred_at, "", told.content)
        self._dossiers.add_step(inbound.tx, sheet.id, step)

    def _hold(self, inbound: Inbound, contract: str, sessions: tuple[str, ...]) -> None:
        inbound.find(self._national.contracts[contract].check_request(inbound.json), sessions)

    def _link(self, inbound: Inbound, contract: str) -> tuple[str, ...]:
        rows = self._national.contracts[contract].keys(inbound.json) if isinstance(inbound.json, dict) else ()
        sessions = tuple(dict.fromkeys(one for row in rows for one in inbound.link(row.keys)))
        self._hold(inbound, contract, sessions)
        return sessions

    def _tell(self, inbound: Inbound, filing: Filing, kind: str, **data: str) -> None:
        if filing.session:
            inbound.link_session(filing.session)
            inbound.fact(kind, (filing.session,), dossier_code=filing.code, **data)


def _refused(status: int, message: str) -> Answer:
    return Answer({"message": message}, status)
