"""QUERY and GET_BILL: a system asks how a payment stands, and for its receipt."""

from simulator.domain.payment import PAID
from simulator.payment.office import Call, Office, Refusal, Reply
from simulator.payment.receipt import receipt_pdf
from simulator.wire.payment import QUERY, bill_to_wire, reference_of, result_to_wire, state_to_wire


class StateInquiry:
    """Answers a QUERY as the result would be told, with the state beside it."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def answer(self, call: Call) -> Reply:
        """Say how far a payment got."""
        refusal = call.refusal or _unknown(call)
        payment, caller = call.payment, call.caller
        found = self._office.state_of(payment) if payment else None
        call.inbound.fact(
            "payment_query",
            call.sessions,
            reference=reference_of(call.message),
            dossier_code=payment.dossier_code if payment else "",
            state=found[0] if found else "",
            accepted=refusal is None,
            answer_code=self._office.code(refusal),
            problem=refusal.name if refusal else "",
        )
        if refusal is not None or payment is None or caller is None or found is None:
            return self._office.refused(call.message, refusal or Refusal("other"))
        answer = self._office.rules.answers[found[2]]
        result = result_to_wire(payment, answer.code, caller.account.secret, QUERY)
        return Reply(state_to_wire(result, answer.told().vi, found[1]), True)


class BillInquiry:
    """Answers a GET_BILL with the address of the receipt, or with the file where the dialect reads it so."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def answer(self, call: Call) -> Reply:
        """Give the receipt of a payment that was made."""
        refusal = call.refusal or _unknown(call) or self._unpaid(call)
        if refusal is not None or call.payment is None or call.caller is None:
            return self._office.refused(call.message, refusal or Refusal("other"))
        as_file = self._office.national.catalogue.dialects[call.caller.sheet.dialect].payment.bill_is_pdf
        call.inbound.fact(
            "bill_read",
            call.sessions,
            reference=call.payment.reference,
            dossier_code=call.payment.dossier_code,
            form="pdf" if as_file else "json",
        )
        if as_file:
            return Reply(receipt_pdf(call.payment, self._office), True)
        done = self._office.rules.answers["ok"]
        return Reply(bill_to_wire(done.code, done.told().vi, self._office.bill_of(call.payment)), True)

    def _unpaid(self, call: Call) -> Refusal | None:
        state, _, name = self._office.state_of(call.payment) if call.payment else ("", 0, "other")
        return None if state == PAID else Refusal(name)


def _unknown(call: Call) -> Refusal | None:
    return None if call.payment else Refusal("unknown_payment", reference_of(call.message))
