"""The platform's one door: INIT, QUERY and GET_BILL, told apart by the kind that a message names.

The real path is not public, so every POST below `/paymentplatform` that is not the payer's own is taken (assumed).
Business errors come with HTTP 200 and a code; `contracts/payment/errors.yaml` says what each means.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response

from simulator.domain.payment import Payment
from simulator.payment.inquiries import BillInquiry, StateInquiry
from simulator.payment.office import PARTY, Call, Caller, Office, Operation, Refusal, Reply, unusable, usable
from simulator.payment.starting import Starting
from simulator.web.payment_decisions import keys_of
from simulator.web.recording import Answer, Inbound, ViewResult
from simulator.wire.contracts import Contract
from simulator.wire.payment import (
    GET_BILL,
    INIT,
    QUERY,
    VERSION,
    is_signed,
    kind_of,
    missing_names,
    partner_of,
    reference_of,
    signed_text,
    version_of,
    wrapped,
)

UNKNOWN = "payment/unknown"


class Platform:
    """The view of that door."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._operations: Mapping[str, Operation] = {
            INIT: Starting(office),
            QUERY: StateInquiry(office),
            GET_BILL: BillInquiry(office),
        }

    def serve(self, inbound: Inbound, rest: str = "", prefix: str = "") -> ViewResult:  # noqa: ARG002 - any path
        """Answer a message in the manner of its sender's dialect."""
        message = usable(inbound)
        caller = self._caller(message)
        if caller is not None:
            inbound.identify(caller.sheet)
        kind = kind_of(message)
        operation = self._operations.get(kind)
        if message is None or operation is None:
            refusal = unusable(inbound) if message is None else Refusal("malformed", f"LoaiBanTin: {kind or '∅'}.")
            return self._said(caller, self._office.refused(message, refusal))
        call = self._call(inbound, message, caller, kind)
        return _disturbed(call) or self._said(caller, operation.answer(call))

    def _caller(self, message: Any) -> Caller | None:
        sheet = self._office.national.provinces.by_partner(partner_of(message))
        return Caller(sheet, sheet.payment) if sheet and sheet.payment else None

    def _call(self, inbound: Inbound, message: Mapping[str, Any], caller: Caller | None, kind: str) -> Call:
        assert inbound.tx is not None
        contract = self._office.national.contracts[f"payment/{kind}"]
        inbound.operation(contract.id)
        payment = self._named(inbound, message, caller)
        sessions = self._sessions(inbound, contract, message, payment if kind != INIT else None)
        inbound.find(contract.check_request(message), sessions)
        return Call(inbound, inbound.tx, message, caller, sessions, payment, self._refusal(message, caller))

    def _named(self, inbound: Inbound, message: Mapping[str, Any], caller: Caller | None) -> Payment | None:
        if caller is None:
            return None
        return self._office.payments.by_reference(caller.sheet.id, reference_of(message), inbound.query)

    def _sessions(self, inbound: Inbound, contract: Contract, message: Any, payment: Payment | None) -> tuple[str, ...]:
        keys = keys_of(payment) if payment else [key for row in contract.keys(message) for key in row.keys]
        return inbound.link(keys)

    def _refusal(self, message: Mapping[str, Any], caller: Caller | None) -> Refusal | None:
        """Return why a message is refused whatever it asks for; who it is comes first, then whether it is genuine."""
        if missing := missing_names(message):
            return Refusal("missing_field", ", ".join(missing))
        if caller is None:
            return Refusal("unknown_partner", partner_of(message))
        if not is_signed(message, caller.account.secret):
            return Refusal("wrong_signature", signed_text(message))
        return None if version_of(message) == VERSION else Refusal("version", version_of(message))

    def _said(self, caller: Caller | None, reply: Reply) -> ViewResult:
        if isinstance(reply.body, bytes):
            return Response(reply.body, mimetype="application/pdf")
        dialects = self._office.national.catalogue.dialects
        manner = dialects[caller.sheet.dialect].payment if caller else None
        return Answer(wrapped(reply.body, reply.ok) if manner and manner.wrapped else reply.body)


def _disturbed(call: Call) -> Answer | None:
    """Return the answer of a platform that a weather has switched off: with its own status, and no envelope."""
    disturbance = call.inbound.disturbed(PARTY, call.sessions)
    if disturbance is None:
        return None
    told = {"weather": disturbance.weather, "operation": call.inbound.draft.operation}
    call.inbound.fact("disturbed", call.sessions, **told)
    body = {"status": disturbance.status, "error": HTTPStatus(disturbance.status).phrase}
    return Answer(body, disturbance.status, {"Retry-After": "1"})
