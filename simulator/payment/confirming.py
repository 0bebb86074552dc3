"""CONFIRM: the platform tells a system how a payment ended, until it answers that it has taken it."""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

import orjson

from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.payment import Payment
from simulator.journal.database import Transaction
from simulator.payment.office import Office
from simulator.web.courier import Letter, Meaning, Outgoing
from simulator.web.outbound import Reply
from simulator.web.payment_decisions import CONFIRM, forgeries
from simulator.wire.payment import result_to_wire, taken_code

_MORE_VND = 1000
"""By how much a wrong amount is too high."""


class Confirming:
    """The courier of the results."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def compose(self, letter: Letter, sheet: ClaimSheet) -> Outgoing | None:
        """Return the result, or for the first sendings the forgery that a fault wants."""
        payment = self._payment(letter)
        if payment is None or sheet.payment is None or not sheet.payment.confirm:
            return None
        message = result_message(self._office, payment, sheet.payment.secret, _forged(letter, payment))
        return Outgoing(f"{sheet.base_url}{sheet.payment.confirm}", orjson.dumps(message))

    def meant(self, letter: Letter, reply: Reply) -> Meaning:
        """Say whether the system has taken the result; whatever it says of a forgery, the genuine one follows."""
        payment = self._payment(letter)
        if payment is None:
            return Meaning(taken=True)
        code = taken_code(reply.json())
        ok = reply.status == HTTPStatus.OK and code == self._office.rules.answers["ok"].code
        told = self._told(payment, letter, {"ok": ok, "status": reply.status, "answer_code": code})
        genuine = told["genuine"]
        contract = self._office.national.contracts[CONFIRM]
        findings = contract.check_response(reply.json()) if genuine and reply.status == HTTPStatus.OK else ()
        again = "twice" in payment.faults and not _is_repeat(letter, payment)
        return Meaning(ok and genuine, [("payment_callback", told)], findings, again_now=again)

    def settle(self, tx: Transaction, letter: Letter, reply: Reply, taken: bool) -> None:  # noqa: ARG002 - each counts
        """Count the sending."""
        self._office.payments.count_telling(tx, str(letter.note["token"]))

    def _payment(self, letter: Letter) -> Payment | None:
        return self._office.payments.by_token(str(letter.note["token"]))

    def _told(self, payment: Payment, letter: Letter, answered: Mapping[str, Any]) -> dict[str, Any]:
        forged = _forged(letter, payment)
        return {
            "reference": payment.reference,
            "dossier_code": payment.dossier_code,
            "transaction": payment.transaction,
            "state": payment.state,
            "attempt": payment.told + 1,
            "faults": _shown(letter, payment, forged),
            "amount": _as_told(payment, forged).amount,
            "genuine": not forged,
            **answered,
        }


def result_message(office: Office, payment: Payment, secret: str, forged: str = "") -> dict[str, Any]:
    """Return what a system is told of a payment that has ended; `forged` says what is wrong with it."""
    key = f"not-{secret}" if forged == "wrong_signature" else secret
    code = office.rules.answers[office.state_of(payment)[2]].code
    return result_to_wire(_as_told(payment, forged), code, key)


def _forged(letter: Letter, payment: Payment) -> str:
    """Return what is wrong with this sending; empty for a genuine one."""
    wrong = forgeries(payment)
    return wrong[letter.attempt - 1] if letter.attempt <= len(wrong) else ""


def _is_repeat(letter: Letter, payment: Payment) -> bool:
    """Return whether this attempt has already been sent and taken, and is sent once more."""
    return payment.told >= letter.attempt


def _shown(letter: Letter, payment: Payment, forged: str) -> list[str]:
    late = "late" in payment.faults and letter.attempt == 1
    twice = _is_repeat(letter, payment)
    return [fault for fault, shows in ((forged, bool(forged)), ("late", late), ("twice", twice)) if shows]


def _as_told(payment: Payment, forged: str) -> Payment:
    if forged != "wrong_amount":
        return payment
    return replace(payment, asked=replace(payment.asked, amount=payment.amount + _MORE_VND))
