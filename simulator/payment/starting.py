"""INIT: a system asks for money, and gets the address to which it sends the payer."""

from datetime import timedelta
from typing import Any

from simulator.core.ids import random_token
from simulator.domain.payment import OPEN, Payment, PaymentAsked
from simulator.payment.office import Call, Caller, Office, Refusal, Reply
from simulator.wire.payment import (
    amount_written,
    answer_head,
    asked_from_wire,
    is_reference,
    started_to_wire,
    sum_findings,
)


class Starting:
    """Starts payments. The same message again, while it is open, is answered with the same address."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def answer(self, call: Call) -> Reply:
        """Start a payment, or refuse to."""
        asked = asked_from_wire(call.message)
        call.inbound.find(sum_findings(call.message), call.sessions)
        refusal = call.refusal or _unusable(call, asked) or self._used(call, asked)
        call.inbound.fact("payment_started", call.sessions, **self._told(call, asked, refusal))
        if refusal is not None or call.caller is None:
            return self._office.refused(call.message, refusal or Refusal("unknown_partner", asked.partner))
        payment = call.payment or self._start(call, call.caller, asked)
        done = self._office.rules.answers["ok"]
        head = answer_head(call.message, done.code, done.told().vi, self._office.now.isoformat())
        return Reply(started_to_wire(head, self._office.page_of(payment), call.caller.account.secret), True)

    def _start(self, call: Call, caller: Caller, asked: PaymentAsked) -> Payment:
        now = self._office.now
        until = now + timedelta(minutes=self._office.rules.open_minutes)
        payment = Payment(random_token(), caller.sheet.id, asked, now, until)
        self._office.payments.start(call.tx, payment)
        return payment

    def _used(self, call: Call, asked: PaymentAsked) -> Refusal | None:
        """Return why the reference cannot be used again: for something else, or for what has ended."""
        if call.payment is None:
            return None
        same = (call.payment.amount, call.payment.dossier_code) == (asked.amount, asked.dossier_code)
        going_on = call.payment.state_at(self._office.now) == OPEN
        return None if same and going_on else Refusal("reference_used", asked.reference)

    def _told(self, call: Call, asked: PaymentAsked, refusal: Refusal | None) -> dict[str, Any]:
        return {
            "reference": asked.reference,
            "dossier_code": asked.dossier_code,
            "amount": asked.amount,
            "fees": [fee.to_json() for fee in asked.fees],
            "procedure_code": asked.procedure_code,
            "accepted": refusal is None,
            "answer_code": self._office.code(refusal),
            "problem": refusal.name if refusal else "",
            "repeated": call.payment is not None,
        }


def _unusable(call: Call, asked: PaymentAsked) -> Refusal | None:
    if not is_reference(asked.reference):
        return Refusal("reference", asked.reference)
    return None if asked.amount else Refusal("amount", amount_written(call.message))
