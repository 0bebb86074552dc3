"""The adapter: one door behind which the body key names the operation.

Business errors are HTTP 200 with an envelope, as known clients expect: they take any other status for a broken line.
Whatever is refused is recorded with its findings and changes nothing.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.contract_finding import ContractFinding
from simulator.domain.dialect import Dialect
from simulator.portal.agency import is_own_agency
from simulator.portal.batches import too_many_rows
from simulator.portal.findings import keep
from simulator.portal.matching import REPORTS, Matching
from simulator.portal.operation import Call, Operation, Reply
from simulator.portal.procedures import Procedures
from simulator.portal.routing import note_routing, wrong_route
from simulator.session.adapter_sessions import AdapterSessions
from simulator.session.disturbances import Disturbance
from simulator.web.national import National
from simulator.web.recording import MAX_BODY_BYTES, Answer, Inbound
from simulator.wire.adapter import RequestHead, answer, request_head
from simulator.wire.dossiers import reports_from_wire
from simulator.wire.request_findings import request_findings
from simulator.wire.spoken import in_contract_words, judged

PARTY = "portal"
DEFAULT_DIALECT = "default"
_POLLED = ("portal/DanhSachHoSo",)
"""Asked again and again whatever happens: that one was refused says nothing of how a story was disturbed."""

Sessions = Mapping[int | None, tuple[str, ...]]
Envelope = Callable[[Dialect, Reply], Any]


class Asked(NamedTuple):
    """A call as the adapter understands it, whichever door it came through."""

    body: Any
    head: RequestHead
    unreadable: Reply | None
    """The refusal of what is no message at all."""
    stranger: Reply | None
    """The refusal of a caller that has not shown who it is."""


def plain(dialect: Dialect, reply: Reply) -> Any:
    """Return the adapter's own envelope."""
    return answer(dialect, reply.name, reply.result, reply.detail, reply.beside)


class Adapter:
    """The view of `/mapi/g`, and what every door to it shares."""

    def __init__(self, national: National, sessions: AdapterSessions, operations: Mapping[str, Operation]) -> None:
        self._national = national
        self._sessions = sessions
        self._operations = operations
        self._matching = Matching(national)
        self._procedures = Procedures(national.catalogue)

    def serve(self, inbound: Inbound, prefix: str = "") -> Answer:  # noqa: ARG002 - whatever stands before the path
        """Answer a call of the adapter: who sends it is told by its session, else by its agency."""
        head = request_head(inbound.json)
        alive = self._identify(inbound, head)
        note_routing(inbound)
        unknown = None if alive else Reply("dead_session", detail=self._sessions.why_dead(inbound.query, head.session))
        stranger = wrong_route(inbound) or unknown
        return self.answer(inbound, Asked(inbound.json, head, unreadable(inbound), stranger))

    def prepare(self, inbound: Inbound) -> None:
        """Read the message and hold it against its contract, before it is its turn to be answered."""
        body = inbound.json
        contract = self._national.contracts.by_service_key(request_head(body).service)
        if contract and isinstance(body, dict) and not too_many_rows(contract, body):
            inbound.once(contract.check_request, body)
            if contract.id == REPORTS:
                inbound.once(reports_from_wire, body)

    def answer(self, inbound: Inbound, asked: Asked, envelope: Envelope = plain) -> Answer:
        """Let the operation decide, and say what the call meant."""
        head = asked.head
        contract = self._national.contracts.by_service_key(head.service)
        inbound.operation(contract.id if contract else "portal/unknown")
        dialect = dialect_of(self._national, inbound.province)
        body = in_contract_words(dialect, contract.id, asked.body) if contract else asked.body
        if contract and (over := too_many_rows(contract, body)):
            return said(inbound, over, envelope)
        readable = contract is not None and isinstance(body, dict)
        findings: tuple[ContractFinding, ...] = ()
        if contract and readable:
            by_contract = inbound.once(contract.check_request, body)
            held = request_findings(
                contract, inbound.message, asked.body, body, self._procedures.makes_paper, by_contract
            )
            findings = judged(dialect, contract.id, body, held)
        found = self._matching.link(inbound, contract, body)
        sessions = {row: one.sessions for row, one in found.items()}
        if disturbance := inbound.disturbed(PARTY, counted=inbound.draft.operation not in _POLLED):
            return disturbed_answer(inbound, disturbance, sessions)
        keep(inbound, findings, sessions)
        operation = self._operations.get(contract.id) if contract else None
        refusal = asked.unreadable or self._refusal(inbound, asked, operation)
        if operation is None or inbound.province is None:
            return said(inbound, refusal or Reply("unknown_service", detail=head.service), envelope)
        assert inbound.tx is not None
        call = Call(inbound, inbound.tx, inbound.province, head.agency, body, findings, found)
        reply = refusal or operation.answer(call)
        operation.facts(call, reply)
        return said(inbound, reply, envelope)

    def _identify(self, inbound: Inbound, head: RequestHead) -> bool:
        """Say whose system is calling, by its session, else by its agency; return whether the session is alive."""
        holder = self._sessions.holder(inbound.query, head.session)
        by_session = self._national.provinces.get(holder.province) if holder else None
        sheet = by_session or self._national.provinces.by_agency(head.agency)
        if sheet is not None:
            inbound.identify(sheet)
        if holder is None or by_session is None or not holder.alive:
            return False
        if not holder.used_just_now and inbound.tx is not None:
            self._sessions.used(inbound.tx, head.session)
        return True

    def _refusal(self, inbound: Inbound, asked: Asked, operation: Operation | None) -> Reply | None:
        head = asked.head
        if not head.service:
            return Reply("missing_field", detail="service")
        if operation is None:
            return Reply("unknown_service", detail=self._named_like(head.service))
        if asked.stranger is not None:
            return asked.stranger
        if inbound.province is not None and not self._may_speak_for(inbound.province, head.agency):
            return Reply("foreign_agency", detail=head.agency or "∅")
        return None

    def _named_like(self, service: str) -> str:
        """Return an unknown name with the known ones that look like it: mostly a letter's case is wrong."""
        known = {one.service_key for one in self._national.contracts if one.id in self._operations}
        near = [name for name in known if name.lower() == service.lower()]
        return f"{service} (có phải {near[0]}?)" if near else service

    def _may_speak_for(self, sheet: ClaimSheet, agency: str) -> bool:
        other = self._national.provinces.by_agency(agency)
        return (other is None or other.id == sheet.id) and is_own_agency(sheet, agency)


def dialect_of(national: National, sheet: ClaimSheet | None) -> Dialect:
    """Return the dialect in which a system is answered; the default one for a system that nobody knows."""
    return national.catalogue.dialects[sheet.dialect if sheet else DEFAULT_DIALECT]


def said(inbound: Inbound, reply: Reply, envelope: Envelope = plain) -> Answer:
    """Return the answer in the caller's dialect, and note a refusal as background."""
    dialect = dialect_of(inbound.national, inbound.province)
    if reply.name != "ok":
        told = {"answer": reply.name, "operation": inbound.draft.operation, "detail": reply.detail}
        inbound.fact("portal_refusal", (), **told, message=dialect.message(reply.name, reply.detail))
    return Answer(envelope(dialect, reply))


def unreadable(inbound: Inbound) -> Reply | None:
    """Return the refusal of a body that is no JSON object; None when it is one."""
    if inbound.too_large:
        return Reply("too_large", detail=f"tối đa {MAX_BODY_BYTES // (1024 * 1024)} MB.")
    if inbound.json is None:
        return Reply("malformed", detail=inbound.message.problem.vi if inbound.message.problem else "")
    return None if isinstance(inbound.json, dict) else Reply("malformed", detail="Cần một đối tượng JSON ở gốc.")


def disturbed_answer(inbound: Inbound, disturbance: Disturbance, sessions: Sessions) -> Answer:
    """Answer as the gateway before a portal that is down does: with its own status, and not with the envelope."""
    owners = dict.fromkeys(owner for found in sessions.values() for owner in found)
    operation = inbound.draft.operation
    inbound.fact("disturbed", owners, weather=disturbance.weather, operation=operation)
    body: dict[str, Any] = {"status": disturbance.status, "error": HTTPStatus(disturbance.status).phrase}
    return Answer(body, disturbance.status, {"Retry-After": "1"})
