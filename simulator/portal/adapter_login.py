"""The adapter's login: a session for a right name and password."""

from simulator.domain.claim_sheet import ClaimSheet
from simulator.portal.adapter import PARTY, dialect_of, disturbed_answer, said, unreadable
from simulator.portal.operation import Reply
from simulator.portal.routing import note_routing, wrong_route
from simulator.session.adapter_sessions import AdapterSessions
from simulator.web.national import National
from simulator.web.recording import Answer, Inbound
from simulator.wire.adapter import login_answer, login_from_wire

LOGIN = "portal/login"


class AdapterLogin:
    """The view of `/mapi/login`."""

    def __init__(self, national: National, sessions: AdapterSessions) -> None:
        self._national = national
        self._sessions = sessions

    def log_in(self, inbound: Inbound, prefix: str = "") -> Answer:  # noqa: ARG002 - whatever stands before the path
        """Answer a login."""
        account, password = login_from_wire(inbound.json)
        vouched = None if account or password else self._vouched(inbound)
        sheet = vouched or self._national.provinces.by_account(account)
        if sheet is not None:
            inbound.identify(sheet)
        note_routing(inbound)
        if disturbance := inbound.disturbed(PARTY):
            return disturbed_answer(inbound, disturbance, {})
        if lost := wrong_route(inbound):
            return said(inbound, lost)
        if vouched is None and (refusal := unreadable(inbound) or self._missing(inbound, account, password)):
            return said(inbound, refusal)
        right = vouched is not None or self._national.provinces.password_ok(account, password)
        inbound.fact("portal_login", (), account=sheet.account if vouched and sheet else account, ok=right)
        if sheet is None or not right:
            return said(inbound, Reply("bad_login", detail=f"Tài khoản: {account}."))
        assert inbound.tx is not None
        session = self._sessions.open(inbound.tx, sheet.id, sheet.account)
        return Answer(login_answer(dialect_of(self._national, sheet), session))

    def _vouched(self, inbound: Inbound) -> ClaimSheet | None:
        """Return the one system for which an adapter in between may log in without naming an account."""
        if inbound.body.strip() not in (b"", b"{}"):
            return None
        sheets = self._national.provinces.all()
        found = [sheet for sheet in sheets if dialect_of(self._national, sheet).login_without_account]
        return found[0] if len(found) == 1 else None

    def _missing(self, inbound: Inbound, account: str, password: str) -> Reply | None:
        contract = self._national.contracts.get(LOGIN)
        findings = contract.check_request(inbound.json) if contract else ()
        inbound.find(findings)
        if account and password:
            return None
        broken = [finding.pointer for finding in findings if finding.keyword in ("required", "type")]
        return Reply("missing_field", detail=", ".join(broken))
