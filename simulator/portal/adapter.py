"""The adapter: one login, and one door behind which the body key names the operation.

Business errors are HTTP 200 with an envelope, as known clients expect: they take any other status for a broken line.
Whatever is refused is recorded with its findings and changes nothing.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.dialect import Dialect
from simulator.portal.adapter_sessions import AdapterSessions
from simulator.portal.agency import is_own_agency
from simulator.portal.operation import Call, Operation, Reply
from simulator.session.disturbances import Disturbance
from simulator.web.national import National
from simulator.web.recording import MAX_BODY_BYTES, Answer, Inbound
from simulator.wire.adapter import RequestHead, answer, login_answer, login_from_wire, request_head
from simulator.wire.contracts import Contract

PARTY = "portal"
LOGIN = "portal/login"
DEFAULT_DIALECT = "default"
_POLLED = ("portal/DanhSachHoSo",)
"""Asked again and again whatever happens: that one was refused says nothing of how a story was disturbed."""

Sessions = Mapping[int | None, tuple[str, ...]]


class Adapter:
    """The views of `/mapi/login` and `/mapi/g`."""

    def __init__(self, national: National, sessions: AdapterSessions, operations: Mapping[str, Operation]) -> None:
        self._national = national
        self._sessions = sessions
        self._operations = operations

    def log_in(self, inbound: Inbound) -> Answer:
        """Answer a login: a session for a right name and password."""
        account, password = login_from_wire(inbound.json)
        sheet = self._national.provinces.by_account(account)
        if sheet is not None:
            inbound.identify(sheet)
        if disturbance := inbound.disturbed(PARTY):
            return _disturbed(inbound, disturbance, {})
        if refusal := _unreadable(inbound) or self._missing_credentials(inbound, account, password):
            return self._refuse(inbound, refusal)
        right = sheet is not None and self._national.provinces.password_ok(account, password)
        inbound.fact("portal_login", (), account=account, ok=right)
        if sheet is None or not right:
            return self._refuse(inbound, Reply("bad_login", detail=account))
        assert inbound.tx is not None
        return Answer(login_answer(self._dialect(inbound), self._sessions.open(inbound.tx, sheet.id, account)))

    def _missing_credentials(self, inbound: Inbound, account: str, password: str) -> Reply | None:
        contract = self._national.contracts.get(LOGIN)
        findings = contract.check_request(inbound.json) if contract else ()
        inbound.find(findings)
        if account and password:
            return None
        broken = [finding.pointer for finding in findings if finding.keyword in ("required", "type")]
        return Reply("missing_field", detail=", ".join(broken))

    def serve(self, inbound: Inbound) -> Answer:
        """Answer a call: find its operation and its sender, let the operation decide, say what it meant."""
        head = request_head(inbound.json)
        contract = self._national.contracts.by_service_key(head.service)
        inbound.operation(contract.id if contract else "portal/unknown")
        alive = self._identify(inbound, head)
        findings = contract.check_request(inbound.json) if contract and isinstance(inbound.json, dict) else ()
        sessions = _link(inbound, contract)
        if disturbance := inbound.disturbed(PARTY, counted=inbound.draft.operation not in _POLLED):
            return _disturbed(inbound, disturbance, sessions)
        for finding in findings:
            owners = sessions.get(finding.row, ()) if finding.row is not None else tuple(inbound.draft.links)
            inbound.find([finding], owners)
        operation = self._operations.get(contract.id) if contract else None
        refusal = _unreadable(inbound) or self._refusal(inbound, head, operation, alive)
        if operation is None or inbound.province is None:
            return self._refuse(inbound, refusal or Reply("unknown_service", detail=head.service))
        assert inbound.tx is not None
        call = Call(inbound, inbound.tx, inbound.province, head.agency, inbound.json, findings, sessions)
        reply = refusal or operation.answer(call)
        operation.facts(call, reply)
        return self._refuse(inbound, reply)

    def _identify(self, inbound: Inbound, head: RequestHead) -> bool:
        """Say whose system is calling, by its session, else by its agency; return whether the session is alive."""
        owner = self._sessions.owner(inbound.query, head.session)
        by_session = self._national.provinces.get(owner[0]) if owner else None
        sheet = by_session or self._national.provinces.by_agency(head.agency)
        if sheet is not None:
            inbound.identify(sheet)
        return by_session is not None and owner is not None and owner[1]

    def _refusal(self, inbound: Inbound, head: RequestHead, operation: Operation | None, alive: bool) -> Reply | None:
        if not head.service:
            return Reply("missing_field", detail="service")
        if operation is None:
            return Reply("unknown_service", detail=head.service)
        if not alive:
            return Reply("dead_session")
        if inbound.province is not None and not self._may_speak_for(inbound.province, head.agency):
            return Reply("foreign_agency", detail=head.agency or "∅")
        return None

    def _may_speak_for(self, sheet: ClaimSheet, agency: str) -> bool:
        other = self._national.provinces.by_agency(agency)
        return (other is None or other.id == sheet.id) and is_own_agency(sheet, agency)

    def _refuse(self, inbound: Inbound, reply: Reply) -> Answer:
        return Answer(answer(self._dialect(inbound), reply.name, reply.result, reply.detail, reply.beside))

    def _dialect(self, inbound: Inbound) -> Dialect:
        return dialect_of(self._national, inbound.province)


def dialect_of(national: National, sheet: ClaimSheet | None) -> Dialect:
    """Return the dialect in which a system is answered; the default one for a system that nobody knows."""
    return national.catalogue.dialects[sheet.dialect if sheet else DEFAULT_DIALECT]


def _unreadable(inbound: Inbound) -> Reply | None:
    if inbound.too_large:
        return Reply("malformed", detail=f"Tối đa {MAX_BODY_BYTES // (1024 * 1024)} MB.")
    if inbound.json is None:
        return Reply("malformed")
    return None if isinstance(inbound.json, dict) else Reply("malformed", detail="Cần một đối tượng JSON ở gốc.")


def _link(inbound: Inbound, contract: Contract | None) -> dict[int | None, tuple[str, ...]]:
    rows = contract.keys(inbound.json) if contract and isinstance(inbound.json, dict) else ()
    return {row.row: inbound.link(row.keys, row.row) for row in rows}


def _disturbed(inbound: Inbound, disturbance: Disturbance, sessions: Sessions) -> Answer:
    """Answer as the gateway before a portal that is down does: with its own status, and not with the envelope."""
    owners = dict.fromkeys(owner for found in sessions.values() for owner in found)
    operation = inbound.draft.operation
    inbound.fact("disturbed", owners, weather=disturbance.weather, operation=operation)
    body: dict[str, Any] = {"status": disturbance.status, "error": HTTPStatus(disturbance.status).phrase}
    return Answer(body, disturbance.status, {"Retry-After": "1"})
