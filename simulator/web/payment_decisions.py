"""What follows when a payer decides: the state of the payment, and what the system is told of it.

A fault disturbs the telling of one payment alone. A forged message is the first sending; the genuine one follows at
the next look into the outbox, whatever the system answered, so that one which takes a forgery shows it at once.
"""

from typing import Any, NamedTuple

from simulator.core.clock import Clock
from simulator.domain.payment import ACTIONS, OPEN, Payment
from simulator.journal.database import Transaction
from simulator.session.payments import Payments
from simulator.web.national import National
from simulator.web.outbox import WAITS, Outbox
from simulator.web.recording import Inbound
from simulator.wire.correlation import Key

CONFIRM = "payment/CONFIRM"
LATE_SECONDS = 30.0
"""How much later a late message is sent for the first time."""
FORGED = ("wrong_signature", "wrong_amount")


class PaymentDecisions:
    """Lets payments end: by the payer's page, or by a tester's hand."""

    def __init__(self, national: National) -> None:
        self._national = national
        self._outbox = Outbox(national)
        self.payments = Payments(national.db)

    def decide(self, inbound: Inbound, payment: Payment, action: str, bank: str) -> Payment | None:
        """Let a payment end, say so, and have its system told; None when it had ended before."""
        assert inbound.tx is not None
        at = self._national.clock.now()
        ended = self.payments.decide(inbound.tx, payment, ACTIONS[action], bank, at)
        if ended is not None:
            self._tell(inbound.tx, ended)
            inbound.fact("payer_decided", link_payment(inbound, ended), **_decision(ended))
        return ended

    def _tell(self, tx: Transaction, payment: Payment) -> None:
        sheet = self._national.provinces.get(payment.province)
        if sheet is None or sheet.payment is None or not sheet.payment.confirm:
            return
        if "lost" in payment.faults:
            return
        first = LATE_SECONDS if "late" in payment.faults else 0.0
        waits = (*(0.0 for _ in forgeries(payment)), *WAITS)
        note = {"token": payment.token}
        letter = self._outbox.write(tx, "payment", CONFIRM, sheet.id, keys_of(payment), note, waits, first)
        self.payments.set_letter(tx, payment.token, letter)


class Countdown(NamedTuple):
    """How long a payer has."""

    until: str
    """Hour, minute and second."""
    minutes: int
    """Whole minutes that are left, rounded up."""


def countdown(payment: Payment, clock: Clock) -> Countdown:
    """Return until when a payment can be made."""
    left = (payment.expires_at - clock.now()).total_seconds()
    return Countdown(f"{payment.expires_at:%H:%M:%S}", max(0, -int(-left // 60)))


def keys_of(payment: Payment) -> list[Key]:
    """Return by what the sessions of a payment are found."""
    pairs = (("dossier_code", payment.dossier_code), ("personal_id", payment.asked.personal_id))
    return [Key(kind, value) for kind, value in pairs if value]


def link_payment(inbound: Inbound, payment: Payment) -> tuple[str, ...]:
    """Link an exchange about a payment to its system and sessions; somebody who tries it by hand leaves no orphan."""
    sheet = inbound.national.provinces.get(payment.province)
    if sheet is not None:
        inbound.identify(sheet)
    return inbound.link_all(inbound.owners(keys_of(payment)))


def is_open(payment: Payment, clock: Clock) -> bool:
    """Return whether it can still be paid."""
    return payment.state_at(clock.now()) == OPEN


def forgeries(payment: Payment) -> tuple[str, ...]:
    """Return what is wrong with the first sendings, one after the other; the genuine message comes after them."""
    return tuple(fault for fault in FORGED if fault in payment.faults)


def _decision(payment: Payment) -> dict[str, Any]:
    return {
        "reference": payment.reference,
        "dossier_code": payment.dossier_code,
        "amount": payment.amount,
        "state": payment.state,
        "bank": payment.bank,
        "transaction": payment.transaction,
        "faults": list(payment.faults),
    }
